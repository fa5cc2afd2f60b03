/// What a random number lies between, in Keras's forms: one number f means -f to f, a list its least and its greatest.
public struct Factor: Sendable, Equatable {
  public let lower, upper: Double

  public init(_ lower: Double, _ upper: Double) { (self.lower, self.upper) = (lower, upper) }

  /// - Parameter range: of either number; a single one goes no lower than it does.
  /// - Returns: nil where the argument is neither, or goes beyond the range.
  public init?(_ argument: Argument, _ range: ClosedRange<Double>) {
    if let number = Double(argument) {
      guard range.contains(number) else { return nil }
      (lower, upper) = (max(-abs(number), range.lowerBound), abs(number))
    } else if let numbers = argument.numbers, numbers.count == 2 {
      (lower, upper) = (min(numbers[0], numbers[1]), max(numbers[0], numbers[1]))
    } else {
      return nil
    }
    guard range.contains(lower), range.contains(upper) else { return nil }
  }

  /// The number at a share of the way, in 0..<1.
  public func at(_ share: Float) -> Double { lower + (upper - lower) * Double(share) }

  /// `-0.1...0.1`
  public var description: String { "\(shortNumber(lower))...\(shortNumber(upper))" }
}

extension Factor: ArgumentConvertible {
  public init?(_ argument: Argument) {
    self.init(argument, -.greatestFiniteMagnitude ... .greatestFiniteMagnitude)
  }

  public var argument: Argument { .list([.number(lower), .number(upper)]) }
}

extension Kind<Factor> {
  public static func factor(_ range: ClosedRange<Double>) -> Kind {
    .form(
      "a number from \(shortNumber(range.lowerBound)) to \(shortNumber(range.upperBound)), or two such as [0.1, 0.2]"
    ) { Factor($0, range) }
  }
}
