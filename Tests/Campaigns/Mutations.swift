import Foundation

/// What is changed in a file: bits, bytes, pieces taken out, doubled, moved, or replaced by what parsers fear.
struct Mutation {
  static let fears = [
    "nan", "inf", "-inf", "1e308", "-1", "0", "1e-45", "9223372036854775807", "9223372036854775808",
    "-9223372036854775808",
    "4294967296", "0x0", "1x1x1x1x1x1x1x1", "[", "]", "((((((((", "\"", "'", "\\", "\n", "\r\n", "\0",
    "\u{1B}]0;x\u{7}",
    "\u{9B}31m", "\u{202E}", "\u{FEFF}", "```", "{", "}", "null", "true", "[]", "{}", "end", "= ", ".", "..",
    "../", "/", "~",
    "#", ":", "--", "%s", "d", "net", "d.train", "n.test", "h.loss", "load", "model", "fit", "plot",
    "explain", "resize",
    "layer=0", "at=9,9", "[-1]", "[5:2]", "[0:99999999999]", "é", "\u{1F600}",
  ]

  static func of(_ original: [UInt8], _ random: inout Chance) -> [UInt8] {
    var bytes = original
    for _ in 0...random.below(4) {
      if bytes.isEmpty { return bytes }
      let place = random.below(bytes.count)
      let end = min(bytes.count, place + 1 + random.below(random.below(4) == 0 ? 2000 : 20))
      switch random.below(8) {
      case 0: bytes[place] ^= 1 << UInt8(random.below(8))
      case 1: bytes[place] = UInt8(random.below(256))
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.insert(contentsOf: bytes[place..<end], at: random.below(bytes.count))
      case 4: bytes.removeSubrange(place...)
      case 5: for index in place..<end { bytes[index] = [0, 0xFF, 0x7F, 0x80][random.below(4)] }
      default:
        let fear = Array(fears[random.below(fears.count)].utf8)
        bytes.replaceSubrange(place..<(random.below(2) == 0 ? place : end), with: fear)
      }
    }
    return bytes
  }
}

/// What no notebook may do besides: write anywhere but below its own folder of outputs.
private func strays(_ folder: TemporaryFolder, allowed: [String]) -> String? {
  let all = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
  let strays = all.filter { path in !allowed.contains { path == $0 || path.hasPrefix($0 + "/") } }
  return strays.isEmpty ? nil : "wrote \(strays)"
}

/// Four GB and a minute of computing are more than any of these needs.
private let limits = "ulimit -v 8000000 -f 2000000; exec \"$@\""

struct MutatedNotebooks: Kind {
  let name = "mutated-notebooks"
  let count = 2000

  private static let originals = [
    KilledRuns.cells(1),
    [
      "x = [1, 2, 3]\nprint x (4 + 5) / 2\ny = x[0:2]",
      "d = load signs train=20 test=10\nshow d.test[0:4] grid=2x2",
      "g = grayscale d\nr = resize g size=8x8\np = pad r pad_width=2\np.train.images[0][0]",
      "plot [1, 2, 4] title=\"t\" format=svg\nbar [3, 2, 1]", "write_csv \"a.csv\" x\ntable x",
      "undo\nhelp fit",
    ],
    [
      "d = load digits train=60 test=20\nn = d / 255",
      "net = model input=28x28x1\n  Conv2D 2 5x5 activation=tanh name=c\n  AveragePooling2D\n  BatchNormalization\n  Flatten\n  Dropout 0.5\n  Dense 10 activation=softmax\nend",
      "compile net optimizer=sgd learning_rate=0.1 loss=sparse_categorical_crossentropy metrics=accuracy",
      "fit net n.train batch_size=20 epochs=2 validation_data=n.test", "summary net\nplot_model net",
      "explain net n.test[0] layer=c at=3,4 filter=1\nfilters net layer=c\nfeature_maps net n.test[0] layer=c",
      "saliency net n.test[0]\nmistakes net n.test\nclassification_report net n.test",
      "set_weights net layer=1 filter=0 bias=7\nweights net",
    ],
  ]

  func attempt(_ index: Int, _ random: inout Chance, prepared: TemporaryFolder, in folder: TemporaryFolder)
    throws
    -> String?
  {
    let original = Array(notebook(Self.originals[index % Self.originals.count]).utf8)
    try folder.write(Mutation.of(original, &random), to: "lesson.md")
    let trial = try Trial(["run", "lesson.md"], in: folder, patience: 20, shell: limits)
    return trial.breakdown ?? strays(folder, allowed: ["lesson.md", "Outputs", "state"])
      ?? (folder.leftovers.isEmpty ? nil : "left behind: \(folder.leftovers)")
  }
}

struct MutatedCheckpoints: Kind {
  let name = "mutated-checkpoints"
  let count = 1500
  private static let files = ["a.h5", "a.keras", "a.weights.h5", "a.onnx", "a.safetensors"]

  func prepare(_ folder: TemporaryFolder) throws {
    let cells = Array(KilledRuns.cells(1)[0..<4]) + Self.files.map { "save net \"\($0)\"" }
    try folder.write(notebook(cells), to: "lesson.md")
    try folder.mustRun(["run", "lesson.md"])
  }

  func attempt(_ index: Int, _ random: inout Chance, prepared: TemporaryFolder, in folder: TemporaryFolder)
    throws
    -> String?
  {
    let file = Self.files[index % Self.files.count]
    var bytes = Mutation.of(try prepared.bytes("Outputs/lesson/\(file)"), &random)
    if file == "a.keras", random.below(4) > 0 { bytes = Zip.repairingChecksums(of: bytes) }
    try folder.write(bytes, to: "data/\(file)")
    let holdsWeights = [".weights.h5", ".safetensors"].contains(where: file.hasSuffix)
    let load = holdsWeights ? "load_weights net \"\(file)\"" : "net = load_model \"\(file)\""
    let cells = KilledRuns.cells(1)
    try folder.write(
      notebook([cells[0], cells[1], load, "summary net\npredict net n.test[0:2]"]), to: "open.md")
    let trial = try Trial(["run", "open.md", "--data", "data"], in: folder, patience: 20, shell: limits)
    return trial.breakdown ?? strays(folder, allowed: ["open.md", "data", "Outputs", "state"])
  }
}

/// Zip archives whose checksums are right again, without which no change of what they hold would be looked at.
/// Source: PKWARE, APPNOTE.TXT, 4.3.7 and 4.3.12.
private enum Zip {
  static func repairingChecksums(of bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    func number(_ place: Int, _ count: Int) -> Int {
      (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }
    for place in 0..<max(0, bytes.count - 46)
    where bytes[place..<place + 4].elementsEqual([0x50, 0x4B, 1, 2]) {
      let (size, local) = (number(place + 20, 4), number(place + 42, 4))
      guard local + 30 <= bytes.count else { continue }
      let start = local + 30 + number(local + 26, 2) + number(local + 28, 2)
      guard start <= bytes.count, size <= bytes.count - start else { continue }
      let sum = crc(bytes[start..<start + size])
      for index in 0..<4 {
        let byte = UInt8(truncatingIfNeeded: sum >> UInt32(8 * index))
        bytes[place + 16 + index] = byte
        bytes[local + 14 + index] = byte
      }
    }
    return bytes
  }

  private static func crc(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var sum = ~UInt32(0)
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 {
        let isOdd = sum & 1 == 1
        sum >>= 1
        if isOdd { sum ^= 0xEDB8_8320 }
      }
    }
    return ~sum
  }
}

/// What a lesson kept between two visits, changed: the next visit says so or goes on.
struct MutatedStepStates: Kind {
  let name = "mutated-step-states"
  let count = 500

  func prepare(_ folder: TemporaryFolder) throws {
    try folder.write(notebook((1...5).map { "a\($0) = \($0) + 100\nprint a\($0)" }), to: "lesson.md")
    let terminal = try PseudoTerminal(["step", "lesson.md"], folder: folder)
    try terminal.walk(through: 3, of: 5)
    guard try terminal.leave() == 0 else { throw Failure("step did not end well") }
  }

  /// The store is found by the lesson's path, so the trials share one folder for the lesson and have states of their own.
  func attempt(_ index: Int, _ random: inout Chance, prepared: TemporaryFolder, in folder: TemporaryFolder)
    throws
    -> String?
  {
    let states = prepared.contents(of: "state").filter { !$0.value.isEmpty && $0.key.contains("lessons/") }
    guard !states.isEmpty else { return "there is no state to change" }
    for (file, bytes) in states { try folder.write(Mutation.of(bytes, &random), to: "state/\(file)") }
    let terminal = try PseudoTerminal(
      ["step", prepared.path + "/lesson.md"], folder: folder,
      environment: ["XDG_STATE_HOME": folder.path + "/state", "SWIFT_BACKTRACE": "enable=no"])
    var ended: Int32?
    try terminal.wait("a cell or the end") {
      ended = terminal.exitStatusNow()
      return ended != nil || $0.text.contains(" of 5") || $0.lines.last?.hasPrefix("In [") == true
    }
    if ended == nil { ended = try terminal.leave() }
    guard let ended else { return "did not end" }
    return ended < 128 || ended == 130
      ? nil : "ended by signal \(ended - 128): \(terminal.screen.text.suffix(300))"
  }
}

/// What a session that was cut off left, changed: the prompt comes, and `:restore` gives what can be given.
struct MutatedJournals: Kind {
  let name = "mutated-journals"
  let count = 500

  func prepare(_ folder: TemporaryFolder) throws {
    let terminal = try PseudoTerminal(folder: folder)
    try terminal.waitForLastLine("In [1]:")
    for cell in 1...4 {
      terminal.type("a\(cell) = \(cell) + 100\n")
      try terminal.waitForLastLine("In [\(cell + 1)]:")
    }
    try terminal.killNow()
  }

  func attempt(_ index: Int, _ random: inout Chance, prepared: TemporaryFolder, in folder: TemporaryFolder)
    throws
    -> String?
  {
    for (file, bytes) in prepared.contents(of: "state/convbook/journals") {
      try folder.write(Mutation.of(bytes, &random), to: "state/convbook/journals/\(file)")
    }
    return try visit(folder, restoring: true)
  }
}

struct MutatedHistories: Kind {
  let name = "mutated-histories"
  let count = 500

  func attempt(_ index: Int, _ random: inout Chance, prepared: TemporaryFolder, in folder: TemporaryFolder)
    throws
    -> String?
  {
    let history = (1...30).map { "print \($0)\\nm = model input=4\\n  Dense \($0)\\nend\n" }.joined()
    try folder.write(Mutation.of(Array(history.utf8), &random), to: "state/convbook/history")
    return try visit(folder, restoring: false)
  }
}

/// Comes to the prompt, looks at what is kept, and leaves.
private func visit(_ folder: TemporaryFolder, restoring: Bool) throws -> String? {
  let terminal = try PseudoTerminal(folder: folder)
  try terminal.waitForLastLine("In [1]:")
  if restoring {
    terminal.type(":restore\n")
    terminal.settle()
    terminal.press(.controlC)
    terminal.settle()
  }
  terminal.press(.up, .up, .up, .down)
  terminal.type("\u{12}print")
  terminal.settle()
  terminal.press(.controlC)
  terminal.settle()
  return try terminal.answersAndLeaves()
}
