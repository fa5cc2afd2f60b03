/// The names of the classes beside IDX files, which have no place for them: a name a line, by class number. Both
/// `data generate` and `load` know the file; other programs do not mind it.
enum IDXClassNames {
  static let fileName = "class-names.txt"

  /// Longer files are taken for something else.
  private static let greatestSize = 1 << 20

  /// - Returns: nil where there is no such file.
  /// - Throws: ``DatasetError`` where it cannot be read.
  static func read(from source: DataSource) throws -> [String]? {
    guard let file = source.file(named: [fileName]) else { return try EMNIST.classNames(in: source) }
    let text = String(decoding: try source.open(file).readAll(limit: greatestSize), as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).map(String.init)
  }

  /// The file's bytes; nil where the names are the numbers themselves and need no file.
  static func bytes(of names: [String]) -> [UInt8]? {
    guard names != names.indices.map(String.init) else { return nil }
    return Array(names.map { $0 + "\n" }.joined().utf8)
  }
}
