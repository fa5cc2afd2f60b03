import Core

/// What is done to one image at a time: a new size, a crop, a blur.
///
/// One generic method `apply` is enough for both kinds of elements: the compiler makes a version for each.
public protocol ImageTransform: Sendable {
  /// The size that an image of size `old` gets, or the greatest that it can get.
  /// - Throws: ``DatasetError`` where the transform cannot be done to such an image.
  func size(of old: ImageSize) throws -> ImageSize
  /// The changed image. `index` is its number in the set, for what is random.
  func apply(to image: Raster<UInt8>, index: Int) throws -> Raster<UInt8>
  func apply(to image: Raster<Float>, index: Int) throws -> Raster<Float>
  /// The least and the greatest value that a pixel can have afterwards, if those of before lie in `old`.
  func limits(of old: ClosedRange<Float>?) -> ClosedRange<Float>?
  /// Whether it asks an image for its ``Raster/limits``.
  var needsLimits: Bool { get }
}

extension ImageTransform {
  public func size(of old: ImageSize) throws -> ImageSize { old }
  public func limits(of old: ClosedRange<Float>?) -> ClosedRange<Float>? { old }
  public var needsLimits: Bool { false }
}

/// What `body` gives for each of 0..<count, in order, computed on all threads. Of several errors the first is thrown;
/// ``Work/Cancelled`` where nobody waits for it any more.
func concurrentMap<Element: Sendable>(
  _ count: Int, _ body: @Sendable (Int) throws -> Element
) throws -> [Element] {
  var all: [Element] = []
  all.reserveCapacity(count)
  try concurrentMap(count, body) { all += $0 }
  return all
}

/// Hands on what `body` gives for each of 0..<count, in order and some thousands at a time: not all need be kept. Otherwise
/// as the other `concurrentMap`.
func concurrentMap<Element: Sendable>(
  _ count: Int, _ body: @Sendable (Int) throws -> Element, receive: ([Element]) -> Void
) throws {
  let piece = 64
  try Work.inBlocks(of: 64 * piece, count) { block in
    let pieces = (block.count + piece - 1) / piece
    let results = [Result<[Element], any Error>](unsafeUninitializedCapacity: pieces) { memory, initialized in
      nonisolated(unsafe) let memory = memory
      WorkerPool.forEach(pieces) { k in
        let start = block.lowerBound + k * piece
        let range = start..<min(block.upperBound, start + piece)
        memory.initializeElement(at: k, to: Result { try range.map(body) })
      }
      initialized = pieces
    }
    receive(try results.flatMap { try $0.get() })
  }
}
