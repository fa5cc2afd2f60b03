import Core

/// The letters and digits of EMNIST: MNIST's format with two differences that nothing in the files tells.
///
/// Rows and columns are exchanged, as MATLAB writes them; and classes are told by a table beside, such as
/// `emnist-balanced-mapping.txt`, whose lines hold a class number and the codes of its characters: `36 97`.
/// Source: Cohen, Afshar, Tapson, van Schaik, "EMNIST: extending MNIST to handwritten letters", 2017,
/// https://www.nist.gov/itl/products-and-services/emnist-dataset.
enum EMNIST {
  /// The six sets: `emnist-letters-train-images-idx3-ubyte`.
  private static let sets = ["byclass", "bymerge", "balanced", "letters", "digits", "mnist"]

  /// What `load` says of it.
  static let note = "EMNIST's images lie transposed in their files; they were turned upright"

  /// The set that a file belongs to, by its name; nil for any other than EMNIST's.
  static func set(of fileName: some StringProtocol) -> String? {
    sets.first { fileName.hasPrefix("emnist-\($0)-") }
  }

  /// Images with rows and columns exchanged: shape (N, side, side).
  static func upright(_ images: Tensor) throws -> Tensor {
    guard case .array(let turned) = try ImageSet.array(images).applying(Transpose()) else { return images }
    return turned
  }

  /// The names of the classes where `source` has the mapping of one set; nil where it has none, or several.
  static func classNames(in source: DataSource) throws -> [String]? {
    let found = try sets.compactMap { try classNames(of: $0, in: source) }
    return found.count == 1 ? found[0] : nil
  }

  /// No mapping is longer.
  private static let greatestSize = 1 << 16

  /// The names of the classes, from the mapping in `source`. Both cases of a letter that share a class are named, the
  /// capital first: `Aa`. A number that no line has, such as letters' 0, is named by itself.
  /// - Returns: nil where there is no mapping.
  /// - Throws: ``DatasetError`` naming the line that is no mapping.
  static func classNames(of set: String, in source: DataSource) throws -> [String]? {
    guard let file = source.file(named: ["emnist-\(set)-mapping.txt"]) else { return nil }
    let text = String(decoding: try source.open(file).readAll(limit: greatestSize), as: UTF8.self)
    var names: [Int: String] = [:]
    for (line, words) in text.split(whereSeparator: \.isNewline).map({ $0.split(separator: " ") })
      .enumerated()
    {
      let numbers = words.compactMap { Int($0) }
      let codes = numbers.dropFirst().compactMap { (0x21...0x7E).contains($0) ? UnicodeScalar($0) : nil }
      guard numbers.count == words.count, numbers.count >= 2, codes.count == numbers.count - 1,
        (0...SplitContent.greatestClass).contains(numbers[0])
      else {
        throw DatasetError(
          "\(file.path), line \(line + 1): expected a class number and the codes of its characters, such as 36 97"
        )
      }
      names[numbers[0]] = String(String.UnicodeScalarView(codes))
    }
    guard let greatest = names.keys.max() else { return nil }
    return (0...greatest).map { names[$0] ?? "\($0)" }
  }
}
