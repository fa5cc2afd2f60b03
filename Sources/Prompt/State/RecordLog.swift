import Core
import Foundation

/// A file of notes that is only ever added to: what was done is on the disk before more is done.
///
/// Each note is a line: its checksum (FNV-1a, 64 bits, sixteen hexadecimal digits), a space, and the note as JSON, which
/// has no newlines. A line that was cut off, damaged or written by another version is passed over, and no other is lost
/// with it.
final class RecordLog<Note: Codable & Sendable> {
  /// What a log says.
  struct Content {
    var notes: [Note] = []
    /// How many lines could not be read.
    var damaged = 0
  }

  private let file: Int32

  /// - Parameter file: opened for reading and appending; it is closed with the log.
  init(_ file: Int32) { self.file = file }

  deinit { close(file) }

  /// Adds notes, all of them or none.
  /// - Parameter isSynced: whether they are to outlive a loss of power from now on, and not only the program.
  func append(_ notes: [Note], isSynced: Bool) throws(SystemError) {
    try StateFolder.append(notes.flatMap(Self.line), to: file, isSynced: isSynced)
  }

  // MARK: - Lines

  private static var newline: UInt8 { UInt8(ascii: "\n") }

  static func line(_ note: Note) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Only numbers that JSON has no word for cannot be encoded, and notes have none.
    guard let json = try? encoder.encode(note) else { return [] }
    return Array(checksum(json).utf8) + [UInt8(ascii: " ")] + json + [newline]
  }

  static func read(_ bytes: [UInt8]) -> Content {
    let decoder = JSONDecoder()
    var content = Content()
    for line in bytes.split(separator: newline) {
      let json = line.dropFirst(17)
      if !json.isEmpty, checksum(json).utf8.elementsEqual(line.prefix(16)),
        let note = try? decoder.decode(Note.self, from: Data(json))
      {
        content.notes.append(note)
      } else {
        content.damaged += 1
      }
    }
    return content
  }

  private static func checksum(_ bytes: some Sequence<UInt8>) -> String {
    let digits = String(FNV1a.hash(bytes), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
