import Foundation

/// `run` killed at a random moment: transcript and charts are the old ones or the new ones, each whole; the next run does
/// what the killed one should have done and leaves nothing of it behind.
struct KilledRuns: Kind {
  let name = "killed-runs"
  let count = 100

  static func cells(_ epochs: Int) -> [String] {
    [
      "d = load digits train=200 test=50\nn = d / 255",
      "net = model input=28x28x1\n  Conv2D 4 3 activation=relu\n  MaxPooling2D\n  Flatten\n  Dense 10 activation=softmax\nend",
      "compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy",
      "h = fit net n.train epochs=\(epochs)\nplot h.loss",
      "show d.train[0:8]", "save net \"net.h5\"\nwrite_csv \"loss.csv\" h.loss",
      "confusion_matrix net n.test",
    ]
  }

  func prepare(_ folder: TemporaryFolder) throws {
    for (epochs, place) in [(2, "old"), (4, "new")] {
      try folder.write(notebook(Self.cells(epochs)), to: "\(place)/lesson.md")
      // The notebook that the outputs are of is gone then: those of one that is there are not replaced by another's.
      let home = try TemporaryFolder()
      try home.copy("lesson.md", from: folder, of: "\(place)/lesson.md")
      try home.mustRun(["run", "lesson.md"])
      try folder.copy("\(place)/Outputs", from: home, of: "Outputs")
    }
  }

  func attempt(_ index: Int, _ random: inout Chance, prepared: TemporaryFolder, in folder: TemporaryFolder)
    throws
    -> String?
  {
    let hasOld = random.below(4) > 0
    if hasOld { try folder.copy("old/Outputs", from: prepared) }
    try folder.copy("new/lesson.md", from: prepared)
    let arguments = ["run", "new/lesson.md", "--outputs", "old/Outputs"]
    _ = try Trial(arguments, in: folder, killAfter: Double(random.below(1000)) / 1000)
    let old = prepared.contents(of: "old/Outputs")
    let new = prepared.contents(of: "new/Outputs")
    let visible = folder.contents(of: "old/Outputs").filter {
      !($0.key as NSString).lastPathComponent.hasPrefix(".")
    }
    for (file, bytes) in visible where bytes != old[file] && bytes != new[file] {
      return "\(file) is neither the old one nor the new one"
    }
    if hasOld, visible["lesson/transcript.md"] == nil { return "the old transcript is gone" }
    let again = try Trial(arguments, in: folder)
    guard again.status == 0 else { return "the next run failed: \(again.errors)" }
    if folder.contents(of: "old/Outputs") != new {
      let now = folder.contents(of: "old/Outputs")
      let differing = Set(now.keys).union(new.keys).filter { now[$0] != new[$0] }
      return "the next run gave other files: \(differing.sorted())"
    }
    return folder.leftovers.isEmpty ? nil : "left behind: \(folder.leftovers)"
  }
}

/// A training that writes a checkpoint after each epoch, killed: the file is not there, or opens.
struct KilledCheckpoints: Kind {
  let name = "killed-checkpoints"
  let count = 100

  func attempt(_ index: Int, _ random: inout Chance, prepared: TemporaryFolder, in folder: TemporaryFolder)
    throws
    -> String?
  {
    let file = ["best.h5", "best.keras", "best.weights.h5"][index % 3]
    var cells = KilledRuns.cells(1)
    cells[3] = "h = fit net n.train epochs=500 checkpoint=\"\(file)\" checkpoint_monitor=loss"
    try folder.write(notebook(cells), to: "lesson.md")
    _ = try Trial(["run", "lesson.md"], in: folder, killAfter: 0.1 + Double(random.below(1500)) / 1000)
    guard folder.has("Outputs/lesson/\(file)") else { return nil }
    try folder.write(folder.bytes("Outputs/lesson/\(file)"), to: "data/\(file)")
    let load = index % 3 == 2 ? "load_weights net \"\(file)\"" : "net = load_model \"\(file)\""
    try folder.write(notebook([cells[0], cells[1], load, "predict net n.test[0:2]"]), to: "open.md")
    let open = try Trial(["run", "open.md", "--data", "data"], in: folder)
    return open.status == 0 ? nil : "\(file) does not open: \(open.output.suffix(200)) \(open.errors)"
  }
}

/// `data generate`, killed: the folder is not there, or holds the whole set.
struct KilledGenerations: Kind {
  let name = "killed-generations"
  let count = 100

  private func arguments(_ index: Int) -> [String] {
    let format = index % 2 == 0 ? [] : ["--format", "png"]
    return ["data", "generate", "digits", "set", "--train", "300", "--test", "100"] + format
  }

  func prepare(_ folder: TemporaryFolder) throws {
    for index in 0..<2 {
      let made = try TemporaryFolder()
      try made.mustRun(arguments(index))
      try FileManager.default.moveItem(atPath: made.path + "/set", toPath: "\(folder.path)/\(index)")
    }
  }

  func attempt(_ index: Int, _ random: inout Chance, prepared: TemporaryFolder, in folder: TemporaryFolder)
    throws
    -> String?
  {
    let whole = prepared.contents(of: "\(index % 2)")
    _ = try Trial(arguments(index), in: folder, killAfter: Double(random.below(300)) / 1000)
    if folder.has("set") {
      if folder.contents(of: "set") != whole { return "the folder is there, but not whole" }
    } else {
      let again = try Trial(arguments(index), in: folder)
      if again.status != 0 { return "the next one failed: \(again.errors)" }
      if folder.contents(of: "set") != whole { return "the next one gave other files" }
    }
    return folder.leftovers.isEmpty ? nil : "left behind: \(folder.leftovers)"
  }
}

/// The prompt, killed while cells are typed: `:restore` has all whose answer was seen.
struct KilledPrompts: Kind {
  let name = "killed-prompts"
  let count = 100

  func attempt(_ index: Int, _ random: inout Chance, prepared: TemporaryFolder, in folder: TemporaryFolder)
    throws
    -> String?
  {
    let terminal = try PseudoTerminal(folder: folder)
    try terminal.waitForLastLine("In [1]:")
    let seen = 1 + random.below(8)
    for cell in 1...seen {
      terminal.type("a\(cell) = \(cell) + 100\nprint a\(cell)\n")
      try terminal.waitForLastLine("In [\(2 * cell + 1)]:")
    }
    // And one that nobody waits for.
    terminal.type("b = load digits train=\(1 + random.below(2000)) test=10\n")
    usleep(UInt32(random.below(60_000)))
    try terminal.killNow()

    let next = try PseudoTerminal(folder: folder)
    try next.waitForLastLine("In [1]:")
    guard next.screen.text.contains(":restore") else { return "nothing is offered after \(2 * seen) cells" }
    next.type(":restore\n")
    // Each is run again in turn; a draft may stand behind the last one.
    for cell in 1...seen { try next.wait(for: "\(cell + 100)") }
    usleep(50_000)
    return try next.answersAndLeaves("a1 + a\(seen) + 7000", 101 + 100 + seen + 7000)
  }
}

/// `step`, killed: the next visit is where the last answer was seen, and has the values.
struct KilledSteps: Kind {
  let name = "killed-steps"
  let count = 100

  func attempt(_ index: Int, _ random: inout Chance, prepared: TemporaryFolder, in folder: TemporaryFolder)
    throws
    -> String?
  {
    try folder.write(notebook((1...10).map { "a\($0) = \($0) + 100\nprint a\($0)" }), to: "lesson.md")
    let terminal = try PseudoTerminal(["step", "lesson.md"], folder: folder)
    let seen = 1 + random.below(8)
    try terminal.walk(through: seen, of: 10)
    if random.below(2) == 0 { terminal.press(.enter) }
    usleep(UInt32(random.below(30_000)))
    try terminal.killNow()

    let next = try PseudoTerminal(["step", "lesson.md"], folder: folder)
    let place = try next.waitForMatch(#/── cell ([0-9]+) of 10/#)
    if (Int(place) ?? 0) <= seen { return "came back to cell \(place) after the answer of \(seen)" }
    return try next.answersAndLeaves("a1 + a\(seen) + 7000", 101 + 100 + seen + 7000)
  }
}

struct Failure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
