import Core

extension Kind<[Int]> {
  /// Whole numbers from `least` on, as a shape or a list.
  static func lengths(_ expectation: String, from least: Int) -> Kind {
    .form(expectation) { argument in
      if let length = Int(argument) { return length >= least ? [length] : nil }
      guard let numbers = argument.numbers, !numbers.isEmpty, numbers.count <= 8 else { return nil }
      let lengths = numbers.compactMap { Int(exactly: $0) }
      return lengths.count == numbers.count && lengths.allSatisfy { $0 >= least } ? lengths : nil
    }
  }
}
