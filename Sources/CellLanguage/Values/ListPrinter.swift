/// A list as Python prints it, shortened as NumPy shortens an array: of more than a thousand elements three at each end
/// of a long axis are shown, and never more than a thousand of them all.
struct ListPrinter {
  /// A list with more elements is shortened.
  static let threshold = 1000
  private static let edge = 3
  /// The most characters, for elements that are long themselves.
  private static let mostBytes = 1 << 20

  private var text = ""
  private var shown = 0
  private let isShortened: Bool

  private init(isShortened: Bool) { self.isShortened = isShortened }

  static func text(of list: ValueList) -> String {
    var printer = ListPrinter(isShortened: list.leafCount > threshold)
    printer.append(list)
    return printer.text
  }

  /// Measurements, with four decimals.
  static func text(of numbers: [Double]) -> String {
    let shown = shown(numbers.count, isShortened: numbers.count > threshold)
    return "[" + shown.map { $0.map { fourDecimals(numbers[$0]) } ?? "..." }.joined(separator: ", ") + "]"
  }

  /// The places that are shown; nil stands for the dots.
  private static func shown(_ count: Int, isShortened: Bool) -> [Int?] {
    guard isShortened, count > 2 * edge else { return Array(0..<count) }
    return (0..<edge).map { $0 } + [nil] + (count - edge..<count).map { $0 }
  }

  private var isFull: Bool { shown >= Self.threshold || text.utf8.count > Self.mostBytes }

  private mutating func append(_ list: ValueList) {
    text += "["
    for (number, place) in Self.shown(list.count, isShortened: isShortened).enumerated() {
      if number > 0 { text += ", " }
      guard let place, !isFull else {
        text += "..."
        if isFull { break }
        continue
      }
      switch list[place] {
      case .list(let inner): append(inner)
      case .text(let string): append(leaf: "'\(string)'")
      case let value: append(leaf: value.printed)
      }
    }
    text += "]"
  }

  private mutating func append(leaf: String) {
    text += leaf
    shown += 1
  }
}
