import Core
import Synchronization

/// The most that this machine computes in float32: fused multiply-adds that touch nothing but registers, on all
/// threads of the pool at once. The rate of a kernel is read as a share of it.
///
/// A processor starts two or more multiply-adds per cycle and needs some four cycles for each, so a dozen registers
/// must be summed into side by side to keep it busy. Six sums of sixteen lanes are that many where a register holds
/// eight floats (AVX2), twelve sums where it holds sixteen (AVX-512); the better rate counts.
///
/// - Parameter seconds: how long to measure, in all.
/// - Returns: floating-point operations per second; a multiply-add is two.
public func peakRate(pool: WorkerPool, seconds: Double) -> Double {
  max(
    rate(pool: pool, seconds: seconds / 2, of: sixSums),
    rate(pool: pool, seconds: seconds / 2, of: twelveSums))
}

/// Repeats `block` on every thread until the time is up.
/// - Parameter block: returns how many operations it did.
private func rate(
  pool: WorkerPool, seconds: Double, of block: (UnsafeMutablePointer<Lanes>) -> Int
) -> Double {
  let clock = ContinuousClock()
  let operations = Atomic<Int>(0)
  let start = clock.now
  let end = start + .seconds(seconds)
  pool.forEach(pool.count) { _, _ in
    let sums = allocateAligned(12, of: Lanes(repeating: 1))
    defer { sums.deallocate() }
    var done = 0
    repeat { done &+= block(sums) } while clock.now < end
    operations.add(done, ordering: .relaxed)
  }
  return Double(operations.load(ordering: .relaxed)) / ((clock.now - start) / .seconds(1))
}

private func sixSums(_ sums: UnsafeMutablePointer<Lanes>) -> Int { multiplyAdds(SixSums(), sums) }

private func twelveSums(_ sums: UnsafeMutablePointer<Lanes>) -> Int {
  multiplyAdds(SumPair<SixSums, SixSums>(), sums)
}

/// Adds a product to every sum, ten thousand times. The sums start from what the call before left: so no call is
/// like another to the compiler, nor one sum like another, and nothing can be left out.
@inline(never)
private func multiplyAdds<Sums: WeightedSums>(_ zero: Sums, _ values: UnsafeMutablePointer<Lanes>) -> Int {
  let rounds = 10_000
  let weights = UnsafeRawPointer(values).assumingMemoryBound(to: Float.self)
  let input = values[0] * 0x1p-20
  var sums = zero
  sums.add(weights)
  for _ in 0..<rounds { sums.add(input, weights, spread: 0) }
  sums.store(to: values, spread: 1)
  return 2 * Sums.width * laneCount * rounds
}
