import Notebooks

/// The options of whatever runs the cells of a notebook.
struct ReplayOptions {
  var session = SessionOptions()
  /// What `--set` gives the notebook's parameters.
  var values: [(name: String, text: String)] = []

  static let parameters: [CommandParameter<ReplayOptions>] =
    SessionOptions.parameters.map { $0.of(\.session) } + [
      .option(
        "set", .text("NAME=VALUE", like: "--set epochs=3"), "another value for a parameter of the notebook",
        isRepeated: true
      ) {
        guard let equals = $1.firstIndex(of: "="), equals > $1.startIndex else { return false }
        $0.values.append((String($1[..<equals]), String($1[$1.index(after: equals)...])))
        return true
      }
    ]

  var settings: Replay.Settings {
    var settings = Replay.Settings(session.settings)
    settings.values = values
    settings.hasGivenSeed = session.seed.given != nil
    return settings
  }
}
