import Foundation

/// A finished run of `convbook` with arguments, in a folder of its own.
package struct CommandLineRun {
  package let output: String
  package let errors: String
  package let status: Int32

  package init(_ arguments: String..., in folder: TemporaryFolder) throws {
    try self.init(arguments, in: folder)
  }

  package init(_ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:]) throws
  {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Convbook.executable)
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    process.environment = Convbook.environment(folder).merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    // Files, not pipes: neither stream can fill up while the other one is read.
    let files = ["stdout", "stderr"].map { folder.url.appendingPathComponent(".\($0)") }
    for file in files { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    output = String(decoding: try Data(contentsOf: files[0]), as: UTF8.self)
    errors = String(decoding: try Data(contentsOf: files[1]), as: UTF8.self)
    status = process.terminationStatus
  }
}

extension TemporaryFolder {
  /// What the line editor reads of the user's wishes: the folder is the home.
  package func writeEditrc(_ line: String) throws {
    try Data((line + "\n").utf8).write(to: url.appendingPathComponent(".editrc"))
  }

  /// Writes a notebook of these cells, each with its tags.
  package func writeNotebook(_ name: String, _ cells: [(tags: String?, source: String)]) throws {
    var text = "---\nfile_format: mystnb\n---\n# A lesson\n"
    for cell in cells {
      text += "\n```{code-cell} convbook\n\(cell.tags.map { ":tags: [\($0)]\n" } ?? "")\(cell.source)\n```\n"
    }
    try text.write(to: url.appendingPathComponent(name), atomically: true, encoding: .utf8)
  }

  package func read(_ path: String) throws -> String {
    try String(contentsOf: url.appendingPathComponent(path), encoding: .utf8)
  }

  package func names(in path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.appendingPathComponent(path).path).sorted()
  }
}
