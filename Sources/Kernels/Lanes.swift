import Glibc

/// Sixteen images side by side: lane l of every vector belongs to image l of a group.
///
/// An activation of a group is stored as `[y][x][channel]` of `Lanes`, Keras's order, which Flatten only renames.
/// Convolution, pooling and activations then do the same to each lane whatever their sizes are, a weight
/// is one broadcast load, and no kernel has a left-over to treat apart. A group that is not full has zeros
/// in its last lanes. There are always 16 lanes in meaning, whatever the width of the machine's registers:
/// the order of every sum, and so every byte of a result, is the same everywhere.
public typealias Lanes = SIMD16<Float>

/// The number of images in a group.
public let laneCount = 16

/// The number of groups that hold `images` images.
@inlinable
public func groupCount(_ images: Int) -> Int { (images &+ laneCount &- 1) / laneCount }

/// A line of the cache, in bytes: as much as a group's value takes.
private let cacheLine = 64

/// The larger pages of memory, in bytes. A map of 32x32 pixels and 64 channels lies in a thousand small ones, more than a processor
/// finds the addresses of at once.
private let hugePage = 2 << 20

/// Memory for `count` values, which begins with a line of the cache. Swift promises 16 bytes; a vector that lies in two lines
/// takes twice as long to load, which halves the speed of a kernel where a register holds sixteen floats.
public func allocateAligned<T>(_ count: Int, of zero: T) -> UnsafeMutablePointer<T> {
  let bytes = max(1, count) * MemoryLayout<T>.stride
  let isLarge = bytes >= 2 * hugePage
  let memory = UnsafeMutableRawPointer.allocate(
    byteCount: bytes, alignment: isLarge ? hugePage : cacheLine)
  // Advice alone: a kernel that has no such pages goes on with small ones.
  if isLarge { madvise(memory, bytes, Int32(MADV_HUGEPAGE)) }
  let pointer = memory.bindMemory(to: T.self, capacity: max(1, count))
  pointer.initialize(repeating: zero, count: max(1, count))
  return pointer
}

/// `count` lanes on the stack for as long as `body` runs, aligned as by ``allocateAligned(_:of:)``.
@inline(__always)
func withTemporaryLanes(_ count: Int, _ body: (UnsafeMutablePointer<Lanes>) -> Void) {
  // One more, to begin where a line does: what is asked for with a greater alignment is not taken from the stack.
  withUnsafeTemporaryAllocation(of: Lanes.self, capacity: count &+ 1) { lanes in
    guard let start = lanes.baseAddress else { return }
    let line = UnsafeMutableRawPointer(start).alignedUp(toMultipleOf: cacheLine)
    body(line.assumingMemoryBound(to: Lanes.self))
  }
}

extension SIMD16<Float> {
  /// The sum over the lanes, in a fixed order: halves onto halves.
  @inline(__always) @usableFromInline
  var laneSum: Float {
    let a = lowHalf + highHalf
    let b = a.lowHalf + a.highHalf
    let c = b.lowHalf + b.highHalf
    return c.x + c.y
  }
}

// A register holds the lanes of a group with AVX-512, half of them with AVX2. Where a kernel keeps many values in
// registers, it does a group in such parts.

#if AVX512
  typealias Part = Lanes
  let partCount = 1
#else
  typealias Part = SIMD8<Float>
  let partCount = 2
#endif

/// The lanes of a part.
let partLanes = laneCount / partCount

extension Part {
  /// A group of its first and its last part.
  @inline(__always)
  static func group(_ first: Part, _ last: Part) -> Lanes {
    #if AVX512
      first
    #else
      Lanes(lowHalf: first, highHalf: last)
    #endif
  }

  /// `count` floats that lie wherever a float may, and zeros after them.
  @inline(__always)
  init(_ floats: UnsafePointer<Float>, count: Int) {
    self.init()
    if count == partLanes {
      self = UnsafeRawPointer(floats).loadUnaligned(as: Self.self)
    } else {
      for k in 0..<count { self[k] = floats[k] }
    }
  }

  @inline(__always)
  func store(to floats: UnsafeMutablePointer<Float>, count: Int) {
    if count == partLanes {
      UnsafeMutableRawPointer(floats).storeBytes(of: self, as: Self.self)
    } else {
      for k in 0..<count { floats[k] = self[k] }
    }
  }
}

extension UnsafePointer<Lanes> {
  var parts: UnsafePointer<Part> { UnsafeRawPointer(self).assumingMemoryBound(to: Part.self) }
}

extension UnsafeMutablePointer<Lanes> {
  var parts: UnsafeMutablePointer<Part> {
    UnsafeMutableRawPointer(self).assumingMemoryBound(to: Part.self)
  }
}
