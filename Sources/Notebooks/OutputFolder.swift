import CellLanguage

/// What a replay leaves in its folder: the transcript, a chart a file, and `run.json`.
extension OutputFolder {
  /// Writes the files, each whole or not at all, and removes charts of an earlier replay that this one did not draw.
  public func write(_ files: [(name: String, content: String)]) throws {
    let folder = try open()
    for file in files { try folder.write(file.content.utf8, to: file.name) }
    let written = Set(files.map(\.name))
    for old in try folder.names()
    where !written.contains(old) && FileName.isChart(old) && old.hasSuffix(".svg") {
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
