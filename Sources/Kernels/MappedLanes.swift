import Core

extension SIMD16<Float> {
  /// `function` of each lane.
  @inline(__always)
  func mapLanes(_ function: (Float) -> Float) -> Lanes {
    var result = Lanes()
    for n in 0..<laneCount { result[n] = function(self[n]) }
    return result
  }
}

/// Replaces each of `count` lanes' values by `function` of it.
@inline(__always)
func mapInPlace(_ values: UnsafeMutablePointer<Lanes>, count: Int, _ function: (Float) -> Float) {
  let floats = UnsafeMutableRawPointer(values).assumingMemoryBound(to: Float.self)
  for k in 0..<count &* laneCount { floats[k] = function(floats[k]) }
}
