import Core
import Kernels

extension LayerPass {
  /// Four random numbers in 0..<1 of an image of the group: those of its place in the batch.
  func uniforms(ofImage n: Int) -> SIMD4<Float> { random.uniforms(at: group * laneCount + n) }
}

extension Philox {
  func uniforms(at place: Int) -> SIMD4<Float> {
    SIMD4<Float>(block(UInt64(truncatingIfNeeded: place)) &>> 8) * 0x1p-24
  }
}
