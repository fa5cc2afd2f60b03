/// The values that cells have shown: `_` is the last one, and `Out[4]` that of cell 4, as in IPython.
///
/// The newest are kept, and as many as have room.
struct ShownValues {
  private var values: [(number: Int?, value: Value, bytes: Int)] = []
  private static let (most, mostBytes) = (1000, 1 << 28)

  static let (lastName, listName) = ("_", "Out")

  mutating func keep(_ value: Value, ofCell number: Int?) {
    if case .nothing = value { return }
    values = (values + [(number, value, value.bytes)]).suffix(Self.most)
    var bytes = 0
    let kept = values.reversed().prefix { entry in
      bytes = bytes.addingReportingOverflow(entry.bytes).partialValue
      return bytes >= 0 && bytes <= Self.mostBytes
    }
    // The last one is there whatever its size.
    values = Array(values.suffix(max(1, kept.count)))
  }

  var last: Value? { values.last?.value }

  subscript(number: Int) -> Value? { values.last { $0.number == number }?.value }

  /// The numbers of the cells whose values are there.
  var numbers: [Int] { values.compactMap(\.number) }
}
