import Core

/// `take digits [3, 5, 8]`
enum TakeVerb: Verb {
  static let declaration = Declaration(
    name: "take",
    summary: "chooses images by their numbers, with their labels",
    discussion: """
      A list chooses in its own order and may name an image twice (NumPy's take). start, stop and step choose as a slice of \
      Python does. Negative numbers count from the end. Of a data set, every split gives its own.
      """,
    parameters: [data, indices, start, stop, step],
    example:
      "digits = load digits train=100 test=10\nfew = take digits.train [3, 5, 8]\neven = take digits start=0 stop=10 step=2"
  )

  static let data = Required<Value>.positional("data", .images, "images")
  static let indices = Key<Value?>.positional("indices", .any, "a list of numbers, such as [3, 5, 8]")
  static let start = Key<Int>.option(
    "start", .integer(-1_000_000_000...1_000_000_000), "the first image", default: 0)
  static let stop = Key<Int?>.option(
    "stop", .integer(-1_000_000_000...1_000_000_000),
    "the one before which it ends; all to the end where not given")
  static let step = Key<Int>.option("step", .count, "from one image to the next", default: 1)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let keys: [any Declared] = [start, stop, step]
    let slices = keys.filter { arguments.isGiven($0) }
    guard arguments.isGiven(Self.indices) != !slices.isEmpty else {
      throw CellError(
        "take needs either a list of numbers or a slice: take data [3, 5, 8] or take data start=0 stop=10",
        parameter: slices.first)
    }
    let before = try arguments[Self.data]
    let after: Value
    switch before {
    case .example: throw CellError("this is one image, and take chooses among several", parameter: Self.data)
    case .array, .ragged:
      after = try before.mapSets { $0.selecting(try indices(arguments, count: $0.count)) }
    default:
      after = try before.mapExamples { try $0.selecting(indices: indices(arguments, count: $0.count)) }
    }
    session.sayChange("take", from: before, to: after)
    return after
  }

  /// The places that are asked for among `count` images; negative ones counted from the end.
  private static func indices(_ arguments: Arguments, count: Int) throws -> [Int32] {
    guard let given = arguments[Self.indices] else {
      func bound(_ place: Int) -> Int { min(count, max(0, place < 0 ? place + count : place)) }
      return stride(
        from: bound(arguments[Self.start]), to: arguments[Self.stop].map(bound) ?? count,
        by: arguments[Self.step]
      ).map(Int32.init)
    }
    let values: [Value]
    switch given {
    case .list(let list): values = Array(list)
    case .shape(let shape): values = shape.map { .number(Double($0)) }
    case let value: values = [value]
    }
    return try values.map { value in
      guard let number = value.number, let index = Int32(exactly: number) else {
        throw CellError("an image's number cannot be \(value.printed)", parameter: Self.indices)
      }
      guard (-count..<count).contains(Int(index)) else {
        throw CellError(
          "there is no image \(index): "
            + (count == 0 ? "there are none" : "there are \(count), numbered 0 to \(count - 1)"),
          parameter: Self.indices)
      }
      return index < 0 ? index + Int32(count) : index
    }
  }
}
