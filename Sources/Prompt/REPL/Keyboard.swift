import Core
import Foundation

/// What the terminal sends: characters, and pasted texts as one.
///
/// Terminals put `ESC [ 200 ~` and `ESC [ 201 ~` around what is pasted when they are asked to (bracketed paste).
struct Keyboard {
  enum Key {
    case character(Unicode.Scalar)
    case paste(String)
  }

  static let bracketsOn = TerminalText.control("\u{1B}[?2004h")
  static let bracketsOff = TerminalText.control("\u{1B}[?2004l")

  private static let pasteEnd = Array("\u{1B}[201~".utf8)
  /// How long the bytes of one key may lie apart, in milliseconds; a lone Escape key waits that long.
  private static let patience: Int32 = 50

  /// The sequences that are not passed on byte by byte: nil is the start of a paste.
  private var sequences: [(bytes: [UInt8], character: Unicode.Scalar?)] = [(Array("\u{1B}[200~".utf8), nil)]
  private var bytes: [UInt8] = []
  private var position = 0
  private var decoder = KeyDecoder()

  /// Gives a key that sends an escape sequence out as one character. (vi's insert mode takes Escape for itself.)
  mutating func translate(_ sequence: String, to character: Unicode.Scalar) {
    sequences.append((Array(sequence.utf8), character))
  }

  /// Whether something is there to be read at once.
  var hasInput: Bool { position < bytes.count || Self.hasInput(within: 0) }

  /// Forgets what was typed ahead.
  mutating func discard() {
    _ = TypedAhead.take()
    (bytes, position) = ([], 0)
  }

  /// Lets this character be the next one.
  mutating func putBack(_ character: Unicode.Scalar) {
    bytes.replaceSubrange(..<position, with: String(character).utf8)
    position = 0
  }

  /// The next key, or nil when `waitForInput` says that there is none to come.
  mutating func next(_ waitForInput: () -> Bool) -> Key? {
    if !decoder.holdsByte {
      guard makeReady(waitForInput) else { return nil }
      if let known = knownSequence() {
        return known.character.map(Key.character) ?? pastedText(waitForInput).map(Key.paste)
      }
    }
    var decoder = decoder
    let character = decoder.next { nextByte(waitForInput) }
    self.decoder = decoder
    return character.map(Key.character)
  }

  /// Waits for a byte where none is there.
  private mutating func makeReady(_ waitForInput: () -> Bool) -> Bool {
    while position >= bytes.count {
      (bytes, position) = ([], 0)
      guard !TypedAhead.isEmpty || waitForInput(), fill() else { return false }
    }
    return true
  }

  private mutating func nextByte(_ waitForInput: () -> Bool) -> UInt8? {
    guard makeReady(waitForInput) else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  /// Reads what is there; false at the end of the input. An answer of the terminal is nothing typed.
  private mutating func fill() -> Bool {
    if !TypedAhead.isEmpty {
      bytes += TypedAhead.take()
      return true
    }
    var block = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(STDIN_FILENO, &block, block.count)
      if count > 0 {
        bytes += TypedAhead.typed(Array(block[..<count]))
        return true
      }
      if count == 0 || (errno != EINTR && errno != EAGAIN) { return false }
    }
  }

  /// Takes one of `sequences`, whose later bytes may still be on their way.
  private mutating func knownSequence() -> (bytes: [UInt8], character: Unicode.Scalar?)? {
    guard bytes[position] == 0x1B else { return nil }
    while true {
      let there = bytes[position...]
      if let known = sequences.first(where: { there.starts(with: $0.bytes) }) {
        position += known.bytes.count
        return known
      }
      let mayFollow = sequences.contains { $0.bytes.count > there.count && $0.bytes.starts(with: there) }
      guard mayFollow, Self.hasInput(within: Self.patience), fill() else { return nil }
    }
  }

  private mutating func pastedText(_ waitForInput: () -> Bool) -> String? {
    var text: [UInt8] = []
    while let byte = nextByte(waitForInput) {
      text.append(byte)
      if byte == Self.pasteEnd.last, text.suffix(Self.pasteEnd.count) == Self.pasteEnd[...] {
        return PastedText.cleaned(String(decoding: text.dropLast(Self.pasteEnd.count), as: UTF8.self))
      }
    }
    return nil
  }

  private static func hasInput(within milliseconds: Int32) -> Bool {
    guard TypedAhead.isEmpty else { return true }
    var file = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    // What comes after Ctrl-C is for who answers that.
    return !Interrupts.isRequested && poll(&file, 1, milliseconds) > 0 && !Interrupts.isRequested
  }
}

enum PastedText {
  /// A pasted text as the lines of a cell: newlines alone between them and none at the end, no control characters,
  /// and without the prompts where they were copied from a terminal, see ``withoutPrompts(_:)``.
  static func cleaned(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.replacing("\r\n", with: "\n").unicodeScalars {
      switch scalar {
      case "\r": scalars.append("\n")
      case "\n", "\t": scalars.append(scalar)
      default: if scalar.properties.generalCategory != .control { scalars.append(scalar) }
      }
    }
    var lines = String(scalars).split(separator: "\n", omittingEmptySubsequences: false)
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    return withoutPrompts(lines.joined(separator: "\n"))
  }

  /// The lines that stand behind prompts, where the first one does; what cells gave out between them is left away. Any other
  /// text as it is.
  static func withoutPrompts(_ text: String) -> String {
    guard text.prefixMatch(of: #/\s*In \[\d+\]: /#) != nil else { return text }
    return text.split(separator: "\n").compactMap { line in
      line.prefixMatch(of: #/\s*(In \[\d+\]|\.\.\.): ?/#).map { line[$0.range.upperBound...] }
    }.joined(separator: "\n")
  }
}
