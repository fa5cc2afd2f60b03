import CellLanguage
import Core
import Datasets
import Foundation
import NeuralNetwork
import Notebooks

/// What was typed after `convbook`.
struct CommandLineOptions {
  var outputs = OutputPlace.standard
  var data: [String] = []
  var values: [(name: String, text: String)] = []
  var threads = ProcessInfo.processInfo.activeProcessorCount
  /// Nil where none was given; it is 0 then.
  var seed: UInt64?
  var isQuiet = false
  /// Whether notebooks run with their own settings for a short run.
  var isQuick = false
  /// Whether `step` forgets where the learner left.
  var restarts = false
  /// Letters of the models that `bench` times; nil for all.
  var models: [String]?
  var isJSON = false
  /// How many images of each split `data generate` draws; nil for the usual number.
  var train: Int?
  var valid: Int?
  var test: Int?
  var format = DatasetFormat.idx
  /// What is not an option: files, or a topic of help.
  var operands: [String] = []

  /// An option of the command line, declared once for parsing and for help.
  private struct Flag: Sendable {
    let name: String
    /// What follows it, nil for nothing.
    let value: String?
    let summary: String
    /// The commands that take it, nil for all; the prompt has an empty name.
    let commands: [String]?
    let apply: @Sendable (inout CommandLineOptions, String) throws(UsageError) -> Void
  }

  private static let flags: [Flag] = [
    Flag(
      name: "--outputs", value: "DIR", summary: "folder for transcripts and charts (default Outputs)",
      commands: ["run", "check", "step", ""]
    ) {
      $0.outputs = .named($1)
    },
    Flag(
      name: "--data", value: "DIR", summary: "folder to look for data sets in; may be given again",
      commands: ["run", "check", "step", "data list", ""]
    ) {
      $0.data.append($1)
    },
    Flag(
      name: "--set", value: "NAME=VALUE", summary: "another value for a parameter of the notebook",
      commands: ["run", "check", "step"]
    ) {
      (options, text) throws(UsageError) in
      guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
        throw UsageError("--set takes NAME=VALUE, such as --set epochs=3, not '\(text)'")
      }
      options.values.append((String(text[..<equals]), String(text[text.index(after: equals)...])))
    },
    Flag(
      name: "--threads", value: "N", summary: "threads that compute (default: one per processor)",
      commands: ["run", "check", "step", "bench", ""]
    ) {
      (options, text) throws(UsageError) in
      guard let threads = Int(text), (1...1024).contains(threads) else {
        throw UsageError("--threads takes a number from 1 to 1024, not '\(text)'")
      }
      options.threads = threads
    },
    Flag(
      name: "--seed", value: "N", summary: "seed of all random numbers (default 0)",
      commands: ["run", "check", "step", "data generate", ""]
    ) {
      (options, text) throws(UsageError) in
      guard let seed = UInt64(text) else {
        throw UsageError("--seed takes a whole number of at least 0, not '\(text)'")
      }
      options.seed = seed
    },
    Flag(
      name: "--quiet", value: nil, summary: "no cells and outputs on the terminal, only errors",
      commands: ["run", "check", ""]
    ) {
      (options, _) in options.isQuiet = true
    },
    Flag(
      name: "--quick", value: nil,
      summary: "a short run, by the notebook's own settings for one, kept in DIR/quick",
      commands: ["run", "check"]
    ) {
      (options, _) in options.isQuick = true
    },
    Flag(
      name: "--no-color", value: nil, summary: "no colours on the terminal, as with NO_COLOR=1", commands: nil
    ) {
      (_, _) in Terminal.removeColour()
    },
    Flag(
      name: "--plain", value: nil,
      summary: "for screen readers: text follows text, nothing is drawn in place",
      commands: nil
    ) {
      (_, _) in Terminal.makePlain()
    },
    Flag(
      name: "--restart", value: nil, summary: "step: from the beginning, not from where you left",
      commands: ["step"]
    ) {
      (options, _) in options.restarts = true
    },
    Flag(
      name: "--models", value: "A,B,...", summary: "the models that bench times (default: A to F)",
      commands: ["bench"]
    ) {
      $0.models = $1.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    },
    Flag(
      name: "--train", value: "N", summary: "how many training images data generate draws",
      commands: ["data generate"]
    ) {
      (options, text) throws(UsageError) in options.train = try count(text, of: "--train")
    },
    Flag(
      name: "--valid", value: "N", summary: "how many validation images", commands: ["data generate"]
    ) {
      (options, text) throws(UsageError) in options.valid = try count(text, of: "--valid")
    },
    Flag(name: "--test", value: "N", summary: "how many test images", commands: ["data generate"]) {
      (options, text) throws(UsageError) in options.test = try count(text, of: "--test")
    },
    Flag(
      name: "--format", value: "idx|png",
      summary: "files named as MNIST's (default), or a PNG folder a class",
      commands: ["data generate"]
    ) {
      (options, text) throws(UsageError) in
      guard let format = DatasetFormat(rawValue: text) else {
        throw UsageError(
          "--format takes idx or png, not '\(text)'", suggesting: text,
          from: DatasetFormat.allCases.map(\.rawValue))
      }
      options.format = format
    },
    Flag(name: "--json", value: nil, summary: "the results of bench as JSON", commands: ["bench"]) {
      (options, _) in options.isJSON = true
    },
  ]

  private static func count(_ text: String, of flag: String) throws(UsageError) -> Int {
    guard let count = Int(text), count > 0 else {
      throw UsageError("\(flag) takes a whole number of at least 1, not '\(text)'")
    }
    return count
  }

  /// The options, a line each.
  static var help: String {
    flags.map { flag in
      let usage = "  \(flag.name)\(flag.value.map { " " + $0 } ?? "")"
      return usage.padding(toLength: 24, withPad: " ", startingAt: 0) + flag.summary
    }.joined(separator: "\n")
  }

  /// Parses what follows the name of `command`, or what there is where there is none. `--name=value` is the same as `--name value`; `--` ends the options.
  init(_ arguments: [String], of command: String) throws(UsageError) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        operands += rest
        return
      }
      guard argument.hasPrefix("-"), argument != "-" else {
        operands.append(argument)
        continue
      }
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let flag = Self.flags.first(where: { $0.name == parts[0] }) else {
        throw UsageError(
          "unknown option '\(parts[0])'", suggesting: String(parts[0]), from: Self.flags.map(\.name))
      }
      if let commands = flag.commands, !commands.contains(command) {
        throw UsageError(
          "\(flag.name) goes with \(commands.filter { !$0.isEmpty }.joined(separator: ", "))")
      }
      var value = parts.count > 1 ? String(parts[1]) : nil
      if flag.value == nil, value != nil { throw UsageError("\(flag.name) takes no value") }
      if let name = flag.value, value == nil {
        value = rest.popFirst()
        if value == nil { throw UsageError("\(flag.name) needs a value: \(flag.name) \(name)") }
      }
      try flag.apply(&self, value ?? "")
    }
  }

  /// Where data is looked for: the folders named here, then those of the environment and the system.
  var search: DataSearch { DataSearch(dataOptions: data) }

  var sessionSettings: Session.Settings {
    var settings = Session.Settings(search: search)
    settings.seed = seed ?? 0
    settings.threads = threads
    return settings
  }

  var replaySettings: Replay.Settings {
    var settings = Replay.Settings(sessionSettings)
    settings.values = values
    settings.isQuick = isQuick
    return settings
  }

  /// Where the transcript and charts of a replay are: the notebook's folder. Where that has what other settings gave,
  /// a replay with `--set` or `--seed` has one of its own, and does not take its place.
  func outputFolder(of replay: Replay) throws -> OutputFolder {
    let folder = OutputFolder(replay.folderName, in: outputs)
    if replay.differences.isEmpty { return folder }
    let own = OutputFolder(replay.ownFolderName, in: outputs)
    if try own.existing() != nil { return own }
    let stored = try RunRecord.Stored(in: folder)
    return stored.hasTranscript && stored.settings != replay.differences ? own : folder
  }
}

/// A command line that cannot be understood: exit code 2.
struct UsageError: Error {
  let message: String

  init(_ message: String) { self.message = message }

  init(_ message: String, suggesting word: String, from names: [String]) {
    self.message = message + (nearestName(to: word, in: names).map { "; did you mean '\($0)'?" } ?? "")
  }
}
