import Kernels

/// One split of the set: which signs there are, and how its pictures are taken.
struct SignSplit {
  let name: String
  let number: UInt64
  /// How far the conditions stray from the usual.
  let spread: Float
  /// How many physical signs of a class there are for each of its ``weights``.
  let signsPerWeight: Int

  static let train = SignSplit(name: "train", number: 0, spread: 1, signsPerWeight: 1)
  static let valid = SignSplit(name: "valid", number: 1, spread: 1.2, signsPerWeight: 1)
  static let test = SignSplit(name: "test", number: 2, spread: 1.25, signsPerWeight: 1)

  /// How often each class is met, by class number: the number of signs that were filmed for GTSRB's training
  /// images in the widely used split, 30 frames each.
  static let weights: [Int] = [
    6, 66, 67, 42, 59, 55, 12, 43, 42, 44, 60, 39, 63, 64, 23, 18, 12, 33, 36, 6, 10, 9, 11, 15, 8, 45, 18, 7,
    16, 8, 13, 23, 7, 20, 12, 36, 11, 6, 62, 9, 10, 7, 7,
  ]
  private static let totalWeight = UInt32(weights.reduce(0, +))

  /// Takes picture `index` and returns its class.
  func takePicture(
    _ index: Int, seed: UInt64, into image: UnsafeMutableBufferPointer<UInt8>
  ) -> Int32 {
    var random = RandomSequence(seed: seed, stream: RandomStream.signPhoto(split: number, index: index))
    // The signs are numbered class by class.
    var sign = Int(random.integer(below: Self.totalWeight)) 
    var label = 0
    while sign >= Self.weights[label] {
      sign -= Self.weights[label]
      label += 1
    }
    var signRandom = RandomSequence(
      seed: seed, stream: RandomStream.sign(split: number, label: label, sign: sign))
    let sighting = Sighting(face: label, spread: spread, &signRandom)
    let shot = Shot(spread: spread, &random)
    SignPhoto(sign: sighting, shot: shot).develop(into: image, &random)
    return Int32(label)
  }
}
