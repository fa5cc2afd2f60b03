/// The streams of a seed from which this target draws its random numbers (see `Philox`).
///
/// The two top bytes tell the uses apart, so a shuffle never repeats the numbers of a drawn image.
enum RandomStream {
  static let shuffle: UInt64 = 0x4401 << 48
  static let split: UInt64 = 0x4402 << 48
  static let pixels: UInt64 = 0x4409 << 48

  /// The stream of image `index` (below 2^32) of split number `split`.
  static func digit(split: UInt64, index: Int) -> UInt64 {
    0x4403 << 48 | split << 32 | UInt64(UInt32(truncatingIfNeeded: index))
  }

  /// The stream of the physical sign number `sign` (below 2^32) of split number `split`.
  static func sign(split: UInt64, sign: Int) -> UInt64 {
    0x4404 << 48 | split << 32 | UInt64(UInt32(truncatingIfNeeded: sign))
  }

  /// The stream of the picture `index` (below 2^32) of a sign in split number `split`.
  static func signPhoto(split: UInt64, index: Int) -> UInt64 {
    0x4408 << 48 | split << 32 | UInt64(UInt32(truncatingIfNeeded: index))
  }

  /// The stream of scanned page `index` (below 2^32).
  static func scan(index: Int) -> UInt64 { 0x4405 << 48 | UInt64(UInt32(truncatingIfNeeded: index)) }

  /// The stream of image `index` (below 2^32) in an epoch of augmentation; epochs 2^16 apart have the same one.
  static func augmentation(epoch: Int, index: Int) -> UInt64 {
    stream(0x4406, ofEpoch: epoch, index: index)
  }

  /// The stream of what an epoch of augmentation does to the colours of image `index`.
  static func colours(epoch: Int, index: Int) -> UInt64 {
    stream(0x440A, ofEpoch: epoch, index: index)
  }

  /// The stream of the epoch as a whole (index 0) and of each of its images (from 1) in MixUp.
  static func mixUp(epoch: Int, index: Int) -> UInt64 { stream(0x440B, ofEpoch: epoch, index: index) }

  /// The same in CutMix.
  static func cutMix(epoch: Int, index: Int) -> UInt64 { stream(0x440C, ofEpoch: epoch, index: index) }

  private static func stream(_ use: UInt64, ofEpoch epoch: Int, index: Int) -> UInt64 {
    use << 48 | UInt64(UInt16(truncatingIfNeeded: epoch)) << 32 | UInt64(UInt32(truncatingIfNeeded: index))
  }

  /// To which the number of a class is added.
  static let balance: UInt64 = 0x4407 << 48
}
