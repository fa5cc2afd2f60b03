/// The version of this program: the one place that says it, to `--version` and `run.json`.
enum Version {
  static let number = "0.1.0"
}
