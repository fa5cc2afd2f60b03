/// The version of this program: the one place that says it, to `--version`, `run.json` and the man page.
enum Version {
  static let number = "0.1.0"
  /// The day it was released, for the man page.
  static let date = "2026-11-28"
}
