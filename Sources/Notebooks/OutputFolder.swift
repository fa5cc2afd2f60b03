import Core

/// What a replay leaves in its folder: the transcript, a chart a file, and `run.json`.
extension OutputFolder {
  /// Writes files and removes charts of an earlier replay that are not among them.
  public func write(_ files: [(name: String, bytes: [UInt8])]) throws {
    try Self.write(files, to: open())
  }

  /// Writes the files of a replay that did not get to its end, and its notebook's pictures, into a folder within this one.
  public func writeUnfinished(_ files: [(name: String, bytes: [UInt8])], _ pictures: OwnPictures) throws {
    let folder = try open().folder(FileName.unfinished, making: true)
    try Self.write(files, to: folder)
    try pictures.write(to: folder)
  }

  /// Removes what an earlier replay that did not get to its end has left.
  public func removeUnfinished(_ pictures: OwnPictures) throws {
    let folder = try open()
    guard folder.kind(of: FileName.unfinished) == .folder else { return }
    let unfinished = try folder.folder(FileName.unfinished)
    try Self.write([], to: unfinished)
    try pictures.remove(from: unfinished)
    for name in ["transcript.md", "run.json"] { try folder.remove("\(FileName.unfinished)/\(name)") }
    folder.removeEmptyFolder(FileName.unfinished)
  }

  private static func write(_ files: [(name: String, bytes: [UInt8])], to folder: Folder) throws {
    try folder.write(files)
    let written = Set(files.map(\.name))
    for old in try folder.names() where !written.contains(old) && FileName.isChart(old) {
      try folder.remove(old)
    }
  }

  /// The differences between the stored files and `files`, as a unified diff; empty where there are none.
  public func difference(from files: [(name: String, content: String)]) throws -> String {
    var stored: [String: String] = [:]
    if let folder = try existing() {
      for name in try folder.names()
      where name == "transcript.md" || FileName.isChart(name) && name.hasSuffix(".svg") {
        stored[name] = Self.withLineFeeds(try folder.read(name, limit: 1 << 28))
      }
    }
    var differences: [String] = []
    for name in Set(stored.keys).union(files.map(\.name)).sorted() {
      let new = files.first { $0.name == name }?.content ?? ""
      let old = stored[name] ?? ""
      if old == new { continue }
      differences.append(
        TextDifference.unified(
          old: old, new: new, oldLabel: "stored/\(name)", newLabel: "replayed/\(name)"))
    }
    return differences.joined(separator: "\n")
  }

  /// A stored text whose lines end as they are written: git may have made CR LF of the ends (`core.autocrlf`), which is no
  /// difference.
  private static func withLineFeeds(_ bytes: [UInt8]) -> String {
    let (cr, lf) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
    guard bytes.contains(cr) else { return String(decoding: bytes, as: UTF8.self) }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    for (i, byte) in bytes.enumerated() {
      if byte == cr {
        text.append(lf)
      } else if byte != lf || i == 0 || bytes[i - 1] != cr {
        text.append(byte)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
