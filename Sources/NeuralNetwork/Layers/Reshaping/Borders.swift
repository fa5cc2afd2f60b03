import Core

/// So many rows and columns at each side of a map, in Keras's forms: one number, height and width, or both sides of each.
struct Borders: Sendable, Equatable {
  let top, bottom, left, right: Int

  /// The same at all sides.
  init(_ side: Int) { (top, bottom, left, right) = (side, side, side, side) }

  private static let lengths = 0...65_536

  fileprivate static func sides(_ argument: Argument) -> (Int, Int)? {
    if let side = Int(argument) { return lengths.contains(side) ? (side, side) : nil }
    guard let numbers = argument.numbers, numbers.count == 2, let before = Int(exactly: numbers[0]),
      let after = Int(exactly: numbers[1]), lengths.contains(before), lengths.contains(after)
    else { return nil }
    return (before, after)
  }
}

extension Borders: ArgumentConvertible {
  init?(_ argument: Argument) {
    switch argument {
    case .shape(let shape) where shape.count == 2 && shape.allSatisfy(Self.lengths.contains):
      (top, bottom, left, right) = (shape[0], shape[0], shape[1], shape[1])
    case .list(let both) where both.count == 2:
      guard let rows = Self.sides(both[0]), let columns = Self.sides(both[1]) else { return nil }
      (top, bottom, left, right) = (rows.0, rows.1, columns.0, columns.1)
    default:
      guard let side = Int(argument), Self.lengths.contains(side) else { return nil }
      (top, bottom, left, right) = (side, side, side, side)
    }
  }

  var argument: Argument {
    if top == bottom, left == right {
      return top == left ? .integer(top) : .shape([top, left])
    }
    return .list([.shape([top, bottom]), .shape([left, right])])
  }
}

extension Kind<Borders> {
  static var borders: Kind {
    .form("a number such as 1, rows x columns such as 1x2, or [[top, bottom], [left, right]]") { Borders($0) }
  }
}
