import Core

/// Damage to files as it happens: cuts, flipped bits and doubled pieces, the same for the same seed.
struct Mutation {
  private var random: RandomSequence

  init(seed: UInt64, stream: UInt64 = 0) { random = RandomSequence(seed: seed, stream: stream) }

  /// `bytes` with one to three damages.
  mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0...random.integer(below: 3) where !bytes.isEmpty {
      let place = Int(random.integer(below: UInt32(bytes.count)))
      switch random.integer(below: 4) {
      case 0: bytes.removeSubrange(place...)
      case 1: bytes.insert(contentsOf: bytes[place...].prefix(5), at: place)
      default: bytes[place] ^= 1 << UInt8(random.integer(below: 8))
      }
    }
    return bytes
  }
}
