import Core

/// What `expect` has found.
public struct Expectation: Sendable, Equatable, Codable {
  /// What should hold, as it is written: `score.accuracy >= 0.97`.
  public let comparison: String
  public let holds: Bool
  /// What stands on its left: `0.9412`; or why that cannot be computed.
  public let found: String
  /// Its sign and what stands on its right: `>= 0.97`.
  public let expected: String
  /// What it is worth.
  public let points: Double
  public let hint: String?

  public init(
    comparison: String, holds: Bool, found: String, expected: String, points: Double = 1, hint: String? = nil
  ) {
    (self.comparison, self.holds, self.found, self.expected) = (comparison, holds, found, expected)
    (self.points, self.hint) = (points, hint)
  }

  /// The points it gives.
  public var earned: Double { holds ? points : 0 }

  /// The line of a transcript, with the hint below it where it does not hold.
  public var text: String {
    let worth = Self.printed(points)
    if holds { return "right: \(comparison) (\(worth))" }
    return "not yet: \(comparison), but found \(found) (0 of \(worth))" + (hint.map { "\n  \($0)" } ?? "")
  }

  /// `1 point`, `2.5 points`
  public static func printed(_ points: Double) -> String {
    "\(shortNumber(points)) point\(points == 1 ? "" : "s")"
  }
}
