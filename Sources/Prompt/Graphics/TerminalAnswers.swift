import Core

/// What a terminal says that it can.
struct TerminalAbilities: Equatable {
  enum Graphics: Equatable {
    case kitty, sixel
  }

  var graphics: Graphics?
  /// Whether its background is dark; nil where it does not say.
  var isDark: Bool?
  /// The size of a character, in pixels.
  var cell: (width: Int, height: Int)?

  /// What `COLORFGBG` says, as rxvt, Konsole and others set it, `0;15`: the numbers of the colours of text and background, of
  /// which 7 and 15 are light. Nil where it says nothing.
  static func isDark(_ environment: [String: String]) -> Bool? {
    let numbers = environment["COLORFGBG", default: ""].split(separator: ";")
    guard numbers.count > 1, let background = numbers.last.flatMap({ Int($0) }), (0...15).contains(background)
    else { return nil }
    return ![7, 15].contains(background)
  }

  static func == (a: Self, b: Self) -> Bool {
    a.graphics == b.graphics && a.isDark == b.isDark && a.cell?.width == b.cell?.width
      && a.cell?.height == b.cell?.height
  }
}

/// Takes the answers of a terminal out of what it sends; the rest was typed.
struct TerminalAnswers {
  private(set) var abilities = TerminalAbilities()
  /// Whether the last answer has come, which every terminal gives.
  private(set) var areComplete = false
  /// The beginning of an answer, or of a key that begins alike.
  private var unfinished: [UInt8] = []

  /// Asks for Kitty graphics (https://sw.kovidgoyal.net/kitty/graphics-protocol/), the colour of the background, the size
  /// of a character, and last for the device's attributes: 4 is Sixel graphics (xterm's ctlseqs: OSC 11, CSI 16 t, DA1).
  ///
  /// - Parameter multiplexer: between this program and the terminal. tmux and screen take Kitty's question for the title of a
  ///   window. Older ones than tmux 3.4 do not know the background either, and tmux hands a question on where its
  ///   `allow-passthrough` is on.
  static func question(through multiplexer: Multiplexer?) -> TerminalText {
    let first: TerminalText =
      switch multiplexer {
      case nil: .control("\u{1B}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\")
      case .tmux: .control("\u{1B}Ptmux;\u{1B}\u{1B}]11;?\u{1B}\u{1B}\\\u{1B}\\")
      case .screen: ""
      }
    return first + .control("\u{1B}]11;?\u{1B}\\\u{1B}[16t\u{1B}[c")
  }

  /// A program that shows several terminals in one.
  enum Multiplexer { case tmux, screen }

  /// How answers begin, and what they may end with.
  private static let forms: [(start: [UInt8], ends: [[UInt8]])] = [
    (Array("\u{1B}_G".utf8), [[0x1B, 0x5C]]), (Array("\u{1B}]11;".utf8), [[0x1B, 0x5C], [0x07]]),
    (Array("\u{1B}[6;".utf8), [[0x74]]), (Array("\u{1B}[?".utf8), [[0x63]]),
  ]
  /// No answer is longer.
  private static let longest = 256

  /// - Returns: what of it is no answer.
  mutating func take(_ bytes: [UInt8]) -> [UInt8] {
    var rest = unfinished + bytes
    unfinished = []
    var typed: [UInt8] = []
    while let start = rest.firstIndex(of: 0x1B) {
      typed += rest[..<start]
      rest.removeSubrange(..<start)
      if let end = Self.end(of: rest) {
        note(String(decoding: rest[..<end], as: UTF8.self))
        rest.removeSubrange(..<end)
      } else if Self.mayBecomeAnswer(rest) {
        unfinished = rest
        return typed
      } else {
        typed.append(rest.removeFirst())
      }
    }
    return typed + rest
  }

  /// What was held back, for it might have become an answer.
  mutating func release() -> [UInt8] {
    defer { unfinished = [] }
    return unfinished
  }

  /// Where the answer that the bytes begin with ends; nil where they begin with none, or not with all of it.
  private static func end(of bytes: [UInt8]) -> Int? {
    guard let form = forms.first(where: { bytes.starts(with: $0.start) }) else { return nil }
    for place in form.start.count..<max(form.start.count, min(bytes.count, longest)) {
      for end in form.ends where bytes[place...].starts(with: end) { return place + end.count }
    }
    return nil
  }

  private static func mayBecomeAnswer(_ bytes: [UInt8]) -> Bool {
    bytes.count < longest && forms.contains { $0.start.starts(with: bytes) || bytes.starts(with: $0.start) }
  }

  private mutating func note(_ answer: String) {
    if answer.hasPrefix("\u{1B}_G") {
      if answer.contains("i=31;OK") { abilities.graphics = .kitty }
    } else if let colour = answer.firstMatch(of: #/rgb:([0-9a-fA-F]+)/([0-9a-fA-F]+)/([0-9a-fA-F]+)/#) {
      let parts = [colour.1, colour.2, colour.3].map { Self.share(String($0)) }
      abilities.isDark = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] < 0.5
    } else if let size = answer.firstMatch(of: #/\[6;(\d+);(\d+)t/#) {
      if let height = Int(size.1), let width = Int(size.2), (1...500).contains(width),
        (1...500).contains(height)
      {
        abilities.cell = (width, height)
      }
    } else if let attributes = answer.firstMatch(of: #/\[\?([\d;]*)c/#) {
      areComplete = true
      if attributes.1.split(separator: ";").contains("4"), abilities.graphics == nil {
        abilities.graphics = .sixel
      }
    }
  }

  /// Hexadecimal digits as a share of the most that so many can say.
  private static func share(_ digits: String) -> Double {
    guard let value = Int(digits.prefix(4), radix: 16) else { return 0 }
    return Double(value) / Double((1 << (4 * min(4, digits.count))) - 1)
  }
}
