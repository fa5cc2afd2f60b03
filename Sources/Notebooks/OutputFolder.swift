import Foundation

/// The folder of a notebook's outputs: the transcript, a chart a file, and `run.json`.
public struct OutputFolder: Sendable {
  public let path: String

  public init(_ path: String) { self.path = path }

  /// Makes the folder, and makes sure that files can be written there, before hours are spent on what goes in.
  public func prepare() throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw FileError.cannotCreateFolder(path, error)
    }
    let probe = path + "/.convbook-\(ProcessInfo.processInfo.processIdentifier)"
    try AtomicFile.write(Data([10]), to: probe)
    try? FileManager.default.removeItem(atPath: probe)
  }

  /// Writes the files, each whole or not at all, and removes charts of an earlier replay that this one did not draw.
  public func write(_ files: [(name: String, content: String)]) throws {
    for file in files { try AtomicFile.write(Data(file.content.utf8), to: "\(path)/\(file.name)") }
    let names = Set(files.map(\.name))
    for old in try FileManager.default.contentsOfDirectory(atPath: path)
    where !names.contains(old) && Transcript.isChartFileName(old) {
      try? FileManager.default.removeItem(atPath: "\(path)/\(old)")
    }
  }

  /// The differences between the stored files and `files`, as a unified diff; empty where there are none.
  public func difference(from files: [(name: String, content: String)]) throws -> String {
    var stored: [String: String] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: path)
    where name == "transcript.md" || Transcript.isChartFileName(name) {
      stored[name] = String(decoding: try AtomicFile.read("\(path)/\(name)"), as: UTF8.self)
    }
    var differences: [String] = []
    for name in Set(stored.keys).union(files.map(\.name)).sorted() {
      let new = files.first { $0.name == name }?.content ?? ""
      let old = stored[name] ?? ""
      if old == new { continue }
      differences.append(
        TextDifference.unified(
          old, new, oldLabel: "stored/\(name)", newLabel: "replayed/\(name)"))
    }
    return differences.joined(separator: "\n")
  }
}
