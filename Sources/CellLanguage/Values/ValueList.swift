/// The elements of a list. Lists that hold it share it, however often it stands in them.
///
/// What a list holds may be far more than what lies in memory: one that is doubled forty times has a trillion numbers.
/// So each list knows how many there are, and whoever goes through them all asks first.
public final class ValueList: RandomAccessCollection, ExpressibleByArrayLiteral {
  private let elements: [Value]
  /// How many elements there are that are no lists, in this list and all lists in it; an empty list counts as one.
  /// `Int.max` where there are more.
  public let leafCount: Int
  /// How many lists stand within each other.
  public let depth: Int

  /// The deepest nesting, that of NumPy's arrays. It keeps whatever goes down the levels from using up the stack.
  static let greatestDepth = 64

  public init(_ elements: [Value]) {
    self.elements = elements
    var (leaves, depth) = (0, 0)
    for element in elements {
      var count = 1
      if case .list(let list) = element { (count, depth) = (list.leafCount, Swift.max(depth, list.depth)) }
      let (sum, overflows) = leaves.addingReportingOverflow(count)
      leaves = overflows ? .max : sum
    }
    (leafCount, self.depth) = (Swift.max(leaves, 1), depth + 1)
  }

  public convenience init(arrayLiteral elements: Value...) { self.init(elements) }

  public var startIndex: Int { elements.startIndex }
  public var endIndex: Int { elements.endIndex }
  public subscript(position: Int) -> Value { elements[position] }
}
