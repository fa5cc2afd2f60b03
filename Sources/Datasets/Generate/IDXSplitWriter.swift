import Core

/// Writes a split as two IDX files, named as MNIST's (see ``IDX`` for the format).
///
/// Gray images get three axes, as MNIST's have, colour images four. Names of classes go into ``IDXClassNames``.
struct IDXSplitWriter: SplitWriter {
  private let examples: EvenExamples
  private let images: OutputFile
  private let labels: OutputFile

  /// - Throws: ``DatasetError`` where the files cannot be made or a class number does not fit a byte.
  init(_ examples: EvenExamples, of split: SplitName, in folder: String) throws {
    guard examples.labels.numberOfClasses <= 256 else {
      throw DatasetError(
        "IDX labels are bytes: at most 256 classes can be written, not \(examples.labels.numberOfClasses)")
    }
    self.examples = examples
    let shape = examples.images.shape
    let axes = shape.count == 4 && shape[3] == 1 ? Array(shape.dropLast()) : shape
    let names = IDXPair(of: split)
    images = try OutputFile(path: folder.appendingPath(names.imagesName(axes: axes.count)))
    labels = try OutputFile(path: folder.appendingPath(names.labelsName))
    try images.write(try Self.header(axes))
    try labels.write(try Self.header([examples.count]))
    if let names = IDXClassNames.bytes(of: examples.labels.classNames) {
      let file = try OutputFile(path: folder.appendingPath(IDXClassNames.fileName))
      try file.write(names)
      try file.close()
    }
  }

  private static func header(_ axes: Shape) throws -> [UInt8] {
    try [0, 0, 0x08, UInt8(axes.count)]
      + axes.flatMap { length in
        guard let length = UInt32(exactly: length) else {
          throw DatasetError("an axis of \(length) is too long for an IDX file")
        }
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) }
      }
  }

  func write(_ range: Range<Int>) throws {
    for i in range { try images.write(examples.bytes(ofImage: i)) }
    try labels.write(examples.labels.classes[range].map { UInt8(truncatingIfNeeded: $0) })
  }

  func finish() throws {
    try images.close()
    try labels.close()
  }
}
