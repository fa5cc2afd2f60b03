import CellLanguage

/// What a replay leaves in its folder: the transcript, a chart a file, and `run.json`.
extension OutputFolder {
  /// Writes files and removes charts of an earlier replay that are not among them.
  public func write(_ files: [(name: String, bytes: [UInt8])]) throws {
    try Self.write(files, to: open())
  }

  /// Writes the files of a replay that did not get to its end into a folder within this one.
  public func writeUnfinished(_ files: [(name: String, bytes: [UInt8])]) throws {
    try Self.write(files, to: open().folder(FileName.unfinished, making: true))
  }

  /// Removes what an earlier replay that did not get to its end has left.
  public func removeUnfinished() throws {
    let folder = try open()
    guard folder.kind(of: FileName.unfinished) == .folder else { return }
    try Self.write([], to: folder.folder(FileName.unfinished))
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
        stored[name] = String(decoding: try folder.read(name, limit: 1 << 28), as: UTF8.self)
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
}
