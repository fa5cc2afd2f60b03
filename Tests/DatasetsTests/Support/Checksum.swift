import Testing

@testable import Datasets

/// FNV-1a of the labels and pixels of images of bytes.
func checksum(_ examples: Examples?) throws -> UInt64 {
  let examples = try #require(examples?.even)
  let bytes = examples.labels.classes.map { UInt8($0) } + examples.images.floats.map { UInt8($0) }
  return bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}
