/// The class numbers that the names of folders stand for.
///
/// Where each name begins with a number of its own (`14`, `00014`, `14 Stop`), that is the class's number: a
/// folder `7` holds class 7, though there be no folder `6`. Else the names are numbered in the order of their
/// characters, as Keras's `image_dataset_from_directory` numbers them. Keras takes that order for numbers
/// too, so that its class 2 is the folder `10`; `class_order=keras` asks for it.
struct ClassNumbering {
  /// The name of each class, by its number.
  let names: [String]
  private let numbers: [String: Int32]

  /// Greater numbers are taken for names, such as years.
  private static let greatestNumber = 999

  /// The names in Keras's order, where that is another.
  let kerasOrder: [String]?

  /// - Parameters:
  ///   - knownNames: the names of numbered classes where they are known from elsewhere.
  ///   - order: how the classes are numbered; nil for their own numbers where they have such.
  init(_ categories: Set<String>, knownNames: [String]? = nil, order: LoadOptions.ClassOrder? = nil) {
    let sorted = Self.sorted(categories)
    let parts = sorted.compactMap(Self.parts)
    var namesByNumber: [Int: String] = [:]
    for (number, name) in parts { namesByNumber[number] = name }
    let isNumbered =
      parts.count == sorted.count && parts.allSatisfy { namesByNumber[$0.number] == $0.name }
    guard isNumbered, order != .keras, let greatest = parts.map(\.number).max() else {
      names = sorted
      kerasOrder = nil
      numbers = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, Int32($0)) })
      return
    }
    let known = knownNames ?? []
    names = (0..<max(greatest + 1, known.count)).map { number in
      if known.indices.contains(number) { return known[number] }
      let name = namesByNumber[number] ?? ""
      return name.isEmpty ? "\(number)" : name
    }
    numbers = Dictionary(uniqueKeysWithValues: zip(sorted, parts.map { Int32($0.number) }))
    let isKeras = parts.enumerated().allSatisfy { $0 == $1.number }
    kerasOrder = isKeras ? nil : sorted
  }

  /// Names in the order of their characters.
  static func sorted(_ names: Set<String>) -> [String] {
    names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The number of a category that was given to `init`.
  subscript(category: String) -> Int32 { numbers[category] ?? 0 }

  /// `14 Stop` as 14 and "Stop"; nil where the name does not begin with a number of its own.
  private static func parts(_ category: String) -> (number: Int, name: String)? {
    let digits = category.prefix { $0.isASCII && $0.isNumber }
    let rest = category.dropFirst(digits.count)
    guard let number = Int(digits), number <= greatestNumber, rest.isEmpty || rest.hasPrefix(" ") else {
      return nil
    }
    return (number, String(rest.drop { $0 == " " }))
  }
}
