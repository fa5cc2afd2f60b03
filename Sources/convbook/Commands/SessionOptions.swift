import CellLanguage
import Core
import Datasets
import Foundation
import Prompt

/// The options of whatever runs cells.
struct SessionOptions {
  var outputs = OutputPlace.standard
  var data = DataOption()
  var threads = ThreadsOption()
  var seed = SeedOption()

  static let parameters: [CommandParameter<SessionOptions>] = [
    .option(
      "outputs", .folder, "folder for transcripts and charts", default: OutputPlace.standard.path
    ) {
      $0.outputs = .named($1)
      return true
    },
    DataOption.parameter.of(\.data), ThreadsOption.parameter.of(\.threads), SeedOption.parameter.of(\.seed),
  ]

  var promptSettings: PromptSettings { PromptSettings(settings, data: data.folders, outputs: outputs) }

  var settings: Session.Settings {
    var settings = Session.Settings(search: data.search)
    settings.seed = seed.value
    settings.threads = threads.count
    return settings
  }
}

/// `--data DIR`: where data sets are looked for before all other places.
struct DataOption {
  var folders: [String] = []

  static let parameter = CommandParameter<DataOption>.option(
    "data", .folder, "folder to look for data sets in", isRepeated: true
  ) {
    $0.folders.append($1)
    return true
  }

  /// The folders named here, then those of the environment and the system.
  var search: DataSearch { DataSearch(dataOptions: folders) }
}

/// `--threads N`
struct ThreadsOption {
  var count = ProcessInfo.processInfo.activeProcessorCount

  private static let range = 1...1024

  static let parameter = CommandParameter<ThreadsOption>.option(
    "threads", .number(range), "threads that compute", default: "one for each processor"
  ) {
    guard let count = Int($1), range.contains(count) else { return false }
    $0.count = count
    return true
  }
}

/// `--seed N`
struct SeedOption {
  /// Nil where none was given: a lesson or a session that goes on keeps its own.
  var given: UInt64?
  var value: UInt64 { given ?? 0 }

  static let parameter = CommandParameter<SeedOption>.option(
    "seed", .number(0...Int.max), "seed of all random numbers", default: String(SeedOption().value)
  ) {
    $0.given = UInt64($1)
    return $0.given != nil
  }
}
