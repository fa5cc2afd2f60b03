/// The three parts of a data set: what is learned from, what is measured meanwhile, what is measured at the end.
public enum SplitName: String, CaseIterable, Sendable {
  case train, valid, test
}

/// A value for each split of a data set that has one: examples, files, a number of images.
public struct Splits<Value> {
  public var train: Value?
  public var valid: Value?
  public var test: Value?

  public init(train: Value? = nil, valid: Value? = nil, test: Value? = nil) {
    (self.train, self.valid, self.test) = (train, valid, test)
  }

  /// What `value` gives for each split, which is asked for in the order train, valid, test.
  public init(_ value: (SplitName) throws -> Value?) rethrows {
    self.init(train: try value(.train), valid: try value(.valid), test: try value(.test))
  }

  /// The value of one split alone.
  public init(only name: SplitName, _ value: Value) {
    self.init { $0 == name ? value : nil }
  }

  public subscript(name: SplitName) -> Value? {
    get { self[keyPath: Self.path(name)] }
    set { self[keyPath: Self.path(name)] = newValue }
  }

  private static func path(_ name: SplitName) -> WritableKeyPath<Splits, Value?> {
    switch name {
    case .train: \.train
    case .valid: \.valid
    case .test: \.test
    }
  }

  /// The splits there are, always in the order train, valid, test.
  public var named: [(name: SplitName, value: Value)] {
    SplitName.allCases.compactMap { name in self[name].map { (name, $0) } }
  }

  /// The values there are, in the order of ``named``.
  public var values: [Value] { named.map(\.value) }

  public var isEmpty: Bool { named.isEmpty }

  /// What `change` makes of each value.
  public func map<Changed>(_ change: (Value) throws -> Changed) rethrows -> Splits<Changed> {
    try Splits<Changed> { try self[$0].map(change) }
  }
}

extension Splits {
  /// The elements of each split, in their order; nil for a split without any.
  init<Element>(grouping elements: [(split: SplitName, element: Element)]) where Value == [Element] {
    let groups = Dictionary(grouping: elements, by: \.split)
    self.init { groups[$0]?.map(\.element) }
  }
}

extension Splits: Sendable where Value: Sendable {}
extension Splits: Equatable where Value: Equatable {}
