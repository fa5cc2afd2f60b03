import Core

/// The seed that belongs to a student: a hash of the ID, the same on every machine.
public enum StudentSeed {
  /// Below 2 to the power of 31, so that a cell has it as a whole number, and a person can read it out.
  public static func of(_ id: String) -> UInt64 {
    // FNV's last bits are its best mixed ones once its first are folded in.
    let hash = FNV1a.hash("convbook student \(id)".utf8)
    return (hash ^ hash >> 32) & 0x7FFF_FFFF
  }
}
