import Core

extension Reference {
  /// The standard normal number of value k in lane l of a group: word l / 4 of block 4 k + l mod 4 chooses one of 2²³ equal parts of
  /// 0...1, and the number is the one below which its middle's share of all lies.
  public static func normal(_ random: Philox, _ k: Int, lane: Int) -> Float {
    let word = random.block(UInt64(4 * k + lane % 4))[lane / 4]
    return normalQuantile((Float(word >> 9) + 0.5) * 0x1p-23)
  }
}
