/// The version of this program: the one place that says it, to `--version`, `run.json` and the man page.
public enum Version {
  public static let number = "0.1.0"
  /// The day it was released, for the man page.
  public static let date = "2026-11-28"
}
