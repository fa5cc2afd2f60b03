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
