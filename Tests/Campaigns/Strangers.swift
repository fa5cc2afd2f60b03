import Foundation

/// Windows whose size changes while lines are edited, under an allocator that looks for writes out of place.
struct ResizedWindows: Kind {
  let name = "resized-windows"
  let count = 25

  func attempt(_ index: Int, _ random: inout Chance, prepared: TemporaryFolder, in folder: TemporaryFolder)
    throws
    -> String?
  {
    let checks = [
      "LD_PRELOAD": "libc_malloc_debug.so.0", "GLIBC_TUNABLES": "glibc.malloc.check=3",
      "MALLOC_PERTURB_": "165",
    ]
    let terminal = try PseudoTerminal(folder: folder, environment: checks)
    try terminal.waitForLastLine("In [1]:")
    let keys: [PseudoTerminal.Key] = [.left, .right, .backspace, .up, .down, .tab, .f1, .controlR, .escape]
    for _ in 0..<40 {
      terminal.resize(columns: 1 + random.below(200), rows: 1 + random.below(60))
      for _ in 0...random.below(4) {
        if random.below(3) == 0 {
          terminal.press(keys[random.below(keys.count)])
        } else {
          terminal.type(String(repeating: "x + ", count: random.below(30)))
        }
      }
      terminal.settle()
      if let status = terminal.exitStatusNow() { return "ended by \(status)" }
    }
    terminal.resize(columns: 100, rows: 30)
    terminal.press(.escape, .controlC)
    terminal.settle()
    return try terminal.answersAndLeaves()
  }
}

/// Names that speak to the terminal: what they say must be seen and not obeyed, in outputs, errors, transcripts and charts.
struct HostileNames: Kind {
  let name = "hostile-names"
  let count = 60

  static let names = [
    "a\u{1B}]0;owned\u{7}b", "a\u{1B}[2Jb", "a\u{9B}31mb", "a\u{202E}txt.b", "a\u{2066}b", "a\rb", "a\u{7F}b",
    "a\u{8}b",
    "a\u{1B}P+q\u{1B}\\b", "a\u{85}b", "a\u{2028}b", "a\u{0}b",
  ]

  func attempt(_ index: Int, _ random: inout Chance, prepared: TemporaryFolder, in folder: TemporaryFolder)
    throws
    -> String?
  {
    let name = Self.names[index % Self.names.count]
    let fileName = name.replacingOccurrences(of: "\0", with: "")
    var arguments = ["run", "lesson.md", "--data", "."]
    var cells = ["d = load \"set\"\nd\nd.class_names", "countplot d\nshow d.train[0:2]"]
    switch index / Self.names.count % 5 {
    case 0:  // a CSV table's header and labels
      let header = "label," + (0..<16).map { "pixel\($0)" }.joined(separator: ",")
      let rows = (0..<8).map { row in
        "\(name)\(row % 2)," + (0..<16).map { "\($0 + row)" }.joined(separator: ",")
      }
      try folder.write(([header] + rows).joined(separator: "\n") + "\n", to: "set/train.csv")
    case 1:  // folders of classes, and the files in them
      let image = "P5\n4 4\n255\n" + String(repeating: "A", count: 16)
      for place in ["\(fileName)", "other"] { try folder.write(image, to: "set/\(place)/\(fileName).pgm") }
      cells[1] += "\nload \"set/\(fileName)\""
    case 2:  // a notebook's name, and what its text says
      try folder.write(notebook(["print 1", "unknown \"\(name)\"", "\(name)"]), to: "\(fileName).md")
      arguments = ["run", "\(fileName).md"]
    case 3:  // a parameter, and texts of charts
      cells = [
        ":tags: [parameters]\nx = \"a\"",
        "print x\nplot [1, 2] title=\"\(name)\"\nbar [1] names=[\"\(name)\"]",
      ]
      arguments += ["--set", "x=\(fileName)", "--set", "\(fileName)=1"]
    default:  // names of arrays in an .npy file's header, a file that is none
      try folder.write("\u{93}NUMPY" + name, to: "set/x.npy")
      try folder.write("{\"\(name)\": 1", to: "set/a.json")
      cells[1] = "load_model \"set/\(fileName)\"\nload \"\(fileName)\""
    }
    if arguments[1] == "lesson.md" { try folder.write(notebook(cells), to: "lesson.md") }
    let trial = try Trial(arguments, in: folder, patience: 30)
    if let breakdown = trial.breakdown { return breakdown }
    for (place, text) in [("output", trial.output), ("errors", trial.errors)] {
      if let obeyed = Self.obeyed(text) { return "\(place) has \(obeyed)" }
    }
    // A transcript repeats the notebook's own lines, letter by letter: those are not what it gives out.
    let own = Set(
      try String(contentsOfFile: folder.path + "/" + arguments[1], encoding: .utf8).split(separator: "\n"))
    for (file, bytes) in folder.contents(of: "Outputs") where file.hasSuffix(".md") || file.hasSuffix(".svg")
    {
      for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where !own.contains(line) {
        if let obeyed = Self.obeyed(line) { return "\(file) has \(obeyed)" }
      }
    }
    return nil
  }

  /// The first character that a terminal, or a reader's eye, would obey.
  private static func obeyed(_ text: some StringProtocol) -> String? {
    for scalar in text.unicodeScalars where scalar != "\n" && scalar != "\t" {
      switch scalar.value {
      case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069:
        return "U+" + String(scalar.value, radix: 16)
      default: continue
      }
    }
    return nil
  }
}
