import CellLanguage
import Foundation

/// The folder of a notebook's outputs: the transcript, a chart a file, and `run.json`.
public struct OutputFolder: Sendable {
  public let path: String

  public init(_ path: String) { self.path = path }

  /// Makes the folder, and makes sure that files can be written there, before hours are spent on what goes in.
  public func prepare() throws {
    try OutputFiles.makeFolder(path)
    let probe = path + "/.convbook-\(getpid())"
    do { try AtomicFile.write(Data([10]), to: probe) } catch {
      throw FileError(cannot: "write in", path, because: error.reason)
    }
    unlink(probe)
  }

  /// The files' names in the folder.
  private func names() throws -> [String] {
    do { return try FileManager.default.contentsOfDirectory(atPath: path).sorted() } catch {
      throw FileError(cannot: "read the folder", path, because: "it cannot be listed")
    }
  }

  /// Writes the files, each whole or not at all, and removes charts of an earlier replay that this one did not draw.
  public func write(_ files: [(name: String, content: String)]) throws {
    for file in files { try AtomicFile.write(Data(file.content.utf8), to: "\(path)/\(file.name)") }
    let written = Set(files.map(\.name))
    for old in try self.names()
    where !written.contains(old) && Transcript.isChartFileName(old) {
      try? FileManager.default.removeItem(atPath: "\(path)/\(old)")
    }
  }

  /// The differences between the stored files and `files`, as a unified diff; empty where there are none.
  public func difference(from files: [(name: String, content: String)]) throws -> String {
    var stored: [String: String] = [:]
    for name in try names()
    where name == "transcript.md" || Transcript.isChartFileName(name) {
      stored[name] = String(decoding: try InputFile.read("\(path)/\(name)", limit: 1 << 28), as: UTF8.self)
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
