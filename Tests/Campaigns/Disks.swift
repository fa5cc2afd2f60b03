import Foundation

/// Every write of every command on a disk that is full, or that breaks at that moment: what was there stays, nothing half
/// written does, and the program says so.
struct FailingDisks: Kind {
  let name = "failing-disks"
  let count = 600

  private static let faults: [(code: Int32, lasts: Bool, word: String)] = [
    (ENOSPC, true, "full"), (EIO, false, "disk"), (EDQUOT, true, "full"), (EROFS, true, "read-only"),
  ]
  private static let commands: [(name: String, arguments: [String], input: String?)] = [
    ("run", ["run", "lesson.md"], nil),
    ("generate", ["data", "generate", "digits", "set", "--train", "20", "--test", "10"], nil),
    (
      "generate-png",
      ["data", "generate", "digits", "set", "--train", "20", "--test", "10", "--format", "png"], nil
    ),
    ("prompt", [], "a = 1\nprint a\nplot [1, 2, 3]\nwrite_csv \"a.csv\" [1, 2]\n"),
    ("step", ["step", "lesson.md"], "\n\n\n\n\n\n\n\n\n"),
  ]

  func prepare(_ folder: TemporaryFolder) throws {
    for (epochs, place) in [(1, "old"), (2, "new")] {
      try folder.write(notebook(KilledRuns.cells(epochs)), to: "\(place)/lesson.md")
      let home = try TemporaryFolder()
      try home.copy("\(place)/lesson.md", from: folder)
      try home.mustRun(["run", "\(place)/lesson.md"])
      try folder.copy("\(place)/Outputs/lesson", from: home, of: "Outputs/lesson")
    }
    // How many calls there are to fail.
    for command in Self.commands {
      let home = try begin(prepared: folder)
      _ = try Trial(
        command.arguments, in: home, input: command.input,
        environment: faults(["FAULT_AT": "0", "FAULT_COUNT": folder.path + "/" + command.name]))
    }
  }

  private func begin(prepared: TemporaryFolder) throws -> TemporaryFolder {
    let home = try TemporaryFolder()
    try begin(home, prepared)
    return home
  }

  private func begin(_ home: TemporaryFolder, _ prepared: TemporaryFolder) throws {
    try home.copy("Outputs/lesson", from: prepared, of: "old/Outputs/lesson")
    try home.copy("lesson.md", from: prepared, of: "new/lesson.md")
  }

  private func faults(_ settings: [String: String]) -> [String: String] {
    let library = FileManager.default.currentDirectoryPath + "/.build/campaign/faults.so"
    return settings.merging(["LD_PRELOAD": library]) { $1 }
  }

  func attempt(_ index: Int, _ random: inout Chance, prepared: TemporaryFolder, in folder: TemporaryFolder)
    throws
    -> String?
  {
    let command = Self.commands[index % Self.commands.count]
    let fault = Self.faults[index / Self.commands.count % Self.faults.count]
    let text = try String(contentsOfFile: prepared.path + "/" + command.name, encoding: .utf8)
    guard let calls = Int(text.trimmingCharacters(in: .whitespacesAndNewlines)), calls > 0 else {
      return "no call of \(command.name) could be counted"
    }
    try begin(folder, prepared)
    // A whole campaign has more trials than there are calls, and takes them in turn.
    let call = 1 + index / (Self.commands.count * Self.faults.count) % calls
    var settings = ["FAULT_AT": "\(call)", "FAULT_ERRNO": "\(fault.code)"]
    if fault.lasts { settings["FAULT_LASTS"] = "1" }
    let trial = try Trial(
      command.arguments, in: folder, input: command.input, environment: faults(settings))
    let place = "\(command.name), call \(call) of \(calls), error \(fault.code)"
    if let breakdown = trial.breakdown { return "\(place): \(breakdown)" }
    let said = trial.output + trial.errors
    // The one call that fails may be one that is tried again, or not needed.
    if fault.lasts, !said.contains(fault.word) { return "\(place): not a word of it: \(said.suffix(200))" }
    if fault.lasts, trial.status == 0 { return "\(place): exit code 0" }
    if !folder.leftovers.isEmpty { return "\(place): left behind: \(folder.leftovers)" }
    return loss(command.name, prepared, folder).map { "\(place): \($0)" }
  }

  private func loss(_ command: String, _ prepared: TemporaryFolder, _ folder: TemporaryFolder) -> String? {
    let old = prepared.contents(of: "old/Outputs/lesson")
    let new = prepared.contents(of: "new/Outputs/lesson")
    let now = folder.contents(of: "Outputs/lesson")
    if now["transcript.md"] == nil { return "the stored transcript is gone" }
    if command != "run", now != old { return "another command's outputs changed" }
    // A run that failed for the disk is in a folder of its own, beside what is stored.
    for (file, bytes) in now where !file.hasPrefix("unfinished/") && bytes != old[file] && bytes != new[file]
    {
      return "\(file) is neither the old one nor the new one"
    }
    if command.hasPrefix("generate"), folder.has("set") {
      let count = folder.contents(of: "set").count
      if count != (command == "generate" ? 4 : 30) { return "half a set that looks whole: \(count) files" }
    }
    return nil
  }
}

/// Standard input, output and errors, each as usual, closed, or one that takes nothing: no trap, no hang, and the run's
/// transcript is written.
struct ClosedDescriptors: Kind {
  let name = "closed-descriptors"
  let count = 27 * 8

  private static let commands: [(arguments: [String], input: String?)] = [
    (["run", "lesson.md"], nil), (["check", "lesson.md"], nil), (["step", "lesson.md"], "\n\n\n\n\n\n\n"),
    ([], "a = 1\nprint a\nnonsense\n"), (["help", "fit"], nil), (["data", "list"], nil),
    (["data", "generate", "digits", "set", "--train", "20", "--test", "10"], nil), (["nonsense"], nil),
  ]

  func prepare(_ folder: TemporaryFolder) throws {
    try folder.write(notebook(KilledRuns.cells(1)), to: "lesson.md")
    try folder.mustRun(["run", "lesson.md"])
  }

  func attempt(_ index: Int, _ random: inout Chance, prepared: TemporaryFolder, in folder: TemporaryFolder)
    throws
    -> String?
  {
    // A share of them takes commands and states in turn, too.
    let (arguments, input) = Self.commands[index % Self.commands.count]
    let state = index / Self.commands.count * 7 % 27
    try folder.copy("lesson.md", from: prepared)
    if arguments.first == "check" { try folder.copy("Outputs/lesson", from: prepared) }
    let redirections = (0..<3).map { descriptor in
      let direction = descriptor == 0 ? "<" : ">"
      switch state / [1, 3, 9][descriptor] % 3 {
      case 1: return " \(descriptor)\(direction)&-"
      case 2: return " \(descriptor)\(direction)/dev/full"
      default: return ""
      }
    }.joined()
    let trial = try Trial(
      arguments, in: folder, input: input, patience: 30, shell: "exec \"$@\"\(redirections)")
    let place = "\(arguments.joined(separator: " "))\(redirections)"
    if let breakdown = trial.breakdown { return "\(place): \(breakdown)" }
    if arguments.first == "run",
      folder.contents(of: "Outputs/lesson") != prepared.contents(of: "Outputs/lesson")
    {
      return "\(place): the transcript and charts are not what they should be"
    }
    return nil
  }
}
