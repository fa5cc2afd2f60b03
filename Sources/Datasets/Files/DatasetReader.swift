/// Reads one format of data sets.
protocol DatasetReader: Sendable {
  /// What it reads, as the end of "`load` reads ...".
  var format: String { get }

  /// Whether the folder or file at `path` is one for this reader, judged by content where it can be.
  func recognises(_ path: String) -> Bool

  /// Reads the set at `path`.
  /// - Parameters:
  ///   - name: what the set will be called.
  ///   - classNames: the names of the classes where they are known from elsewhere.
  /// - Throws: ``DatasetError`` where the data are damaged or incomplete.
  func read(_ path: String, name: String, classNames: [String]?) throws -> Dataset
}

enum DatasetReaders {
  /// Every reader, in the order in which they are asked. A new format is a new file and a line here.
  static let all: [any DatasetReader] = [
    IDXReader()
  ]

  /// The first reader that recognises the folder or file at `path`.
  static func reader(for path: String) -> (any DatasetReader)? { all.first { $0.recognises(path) } }

  /// What can be read, for messages.
  static var formats: String { all.map(\.format).joined(separator: "; ") }
}
