/// What is written to a terminal: words, in which nothing is obeyed, and this program's own control sequences.
///
/// Words become ``StringProtocol/printable`` as they come in, also those in `"\(…)"`. A control sequence can only be
/// made of a literal and of numbers. So no text that came from elsewhere can bring one along.
public struct TerminalText: Hashable, Sendable {
  /// The characters to be written.
  public private(set) var encoded: String

  public init() { encoded = "" }

  public init(_ words: some StringProtocol) { encoded = words.printable }

  private init(encoded: String) { self.encoded = encoded }

  public var isEmpty: Bool { encoded.isEmpty }

  /// A control sequence that never differs.
  public static func control(_ sequence: StaticString) -> TerminalText {
    TerminalText(encoded: "\(sequence)")
  }

  /// A control sequence of ECMA-48 with parameters: `ESC [ 3 A` for three rows up.
  public static func control(_ parameters: [Int], _ command: StaticString) -> TerminalText {
    TerminalText(encoded: "\u{1B}[" + parameters.map(String.init).joined(separator: ";") + "\(command)")
  }

  /// The look of what follows, by the parameters of ECMA-48's SGR.
  public static func look(_ parameters: [Int]) -> TerminalText { control(parameters, "m") }

  /// The bytes that draw a picture of this program's own making, with the control sequences around them.
  public static func picture(_ start: StaticString, _ bytes: some Sequence<UInt8>, _ end: StaticString)
    -> TerminalText
  {
    TerminalText(encoded: "\(start)" + String(decoding: Array(bytes), as: UTF8.self) + "\(end)")
  }

  public static func + (left: TerminalText, right: TerminalText) -> TerminalText {
    TerminalText(encoded: left.encoded + right.encoded)
  }

  public static func += (left: inout TerminalText, right: TerminalText) { left.encoded += right.encoded }
}

extension TerminalText: ExpressibleByStringInterpolation {
  public init(stringLiteral words: String) { self.init(words) }

  public init(stringInterpolation: Interpolation) { self = stringInterpolation.text }

  public struct Interpolation: StringInterpolationProtocol {
    fileprivate var text = TerminalText()

    public init(literalCapacity: Int, interpolationCount: Int) {}

    public mutating func appendLiteral(_ words: String) { text += TerminalText(words) }

    public mutating func appendInterpolation(_ part: TerminalText) { text += part }

    public mutating func appendInterpolation(_ part: some CustomStringConvertible) {
      text += TerminalText(part.description)
    }
  }
}

extension Sequence<TerminalText> {
  public func joined(separator: TerminalText = "") -> TerminalText {
    var text = TerminalText()
    for (index, part) in enumerated() { text += index > 0 ? separator + part : part }
    return text
  }
}
