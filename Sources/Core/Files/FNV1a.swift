/// FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv
public struct FNV1a {
  /// The hash of what was added so far.
  public private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  public init() {}

  public static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash = FNV1a()
    hash.add(bytes)
    return hash.value
  }

  public mutating func add(_ bytes: some Sequence<UInt8>) { for byte in bytes { add(UInt64(byte)) } }
  public mutating func add(_ text: String) { add(text.utf8) }
  /// Numbers go in as words of 32 bits, which is not FNV's own way but four times as fast.
  public mutating func add(_ numbers: [Float]) { for number in numbers { add(UInt64(number.bitPattern)) } }

  private mutating func add(_ word: UInt64) { value = (value ^ word) &* 0x100_0000_01b3 }
}
