import Core

/// A comparison and how it came out.
struct Comparison {
  /// As it is written.
  let text: String
  let holds: Bool
  /// What stands on its left, or why that cannot be computed.
  let found: String
  /// Its sign and what stands on its right.
  let expected: String
}

extension Evaluation {
  /// How a comparison comes out. One that cannot be computed, for a name in it has no value yet, does not hold.
  /// - Throws: where it is no comparison, or was interrupted.
  func comparison(_ expression: Expression, written text: String) throws(Diagnostic) -> Comparison {
    var (found, expected) = ("", "true")
    let holds: Bool?
    do throws(Diagnostic) {
      if case .binary(let sign, let left, let right) = expression.kind, sign.isComparison {
        let (a, b) = (try value(of: left), try value(of: right))
        holds = try Arithmetic(range: expression.range).value(sign, a, b).holds
        (found, expected) = (a.shown, b.shown)
        // 0.96996 and 0.97 are printed alike.
        if found == expected, holds == false, let a = a.number, let b = b.number {
          (found, expected) = ("\(a)", "\(b)")
        }
        expected = "\(sign.rawValue) \(expected)"
      } else {
        let value = try value(of: expression)
        if case .array = value { holds = nil } else { holds = value.holds }
        found = value.shown
      }
    } catch {
      guard !session.isInterrupted else { throw error }
      let help = error.suggestion.map { "; did you mean '\($0)'?" } ?? ""
      return Comparison(text: text, holds: false, found: error.message + help, expected: expected)
    }
    guard let holds else {
      throw Diagnostic(
        "expected what is true or false, found \(found)", at: expression.range,
        note: "such as expect score.accuracy >= 0.97")
    }
    return Comparison(text: text, holds: holds, found: found, expected: expected)
  }
}

extension Value {
  /// Whether it is true; of a list, or of the array that a comparison of arrays gives, whether all of it is. Nil of what is neither
  /// true nor false.
  fileprivate var holds: Bool? {
    switch self {
    case .flag(let flag): return flag
    case .list(let list):
      let elements = list.map(\.holds)
      return elements.contains(nil) ? nil : elements.allSatisfy { $0 == true }
    case .array(let array): return (0..<array.count).allSatisfy { !array.floats(ofRow: $0).contains(0) }
    default: return nil
    }
  }

  /// On a line, as far as there is room for it.
  fileprivate var shown: String {
    let line = printed.printableLine
    return line.count > 80 ? line.prefix(77) + "..." : line
  }
}
