import Foundation

/// The built `convbook`, as the tests start it.
package enum Convbook {
  /// What `CONVBOOK` names, or the product that SwiftPM puts beside the test bundle.
  package static var executable: String {
    if let named = ProcessInfo.processInfo.environment["CONVBOOK"] { return named }
    let tests = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    return tests.deletingLastPathComponent().appendingPathComponent("convbook").path
  }

  /// The folder is the home, so that nobody's `.editrc` or history plays a part.
  package static func environment(_ folder: TemporaryFolder) -> [String: String] {
    var environment = [
      "HOME": folder.path, "XDG_STATE_HOME": folder.path + "/state", "TERM": "xterm", "LC_ALL": "C.UTF-8",
      // What waits for a key is tried on purpose alone.
      "PAGER": "cat",
      "SWIFT_BACKTRACE": "enable=no",
    ]
    let inherited = ProcessInfo.processInfo.environment
    for name in ["PATH", "LD_LIBRARY_PATH"] { environment[name] = inherited[name] }
    return environment
  }

  /// Starts it with these files as its standard input and output.
  package static func start(_ arguments: [String] = [], input: Any, output: Any, folder: TemporaryFolder)
    throws
    -> Process
  {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    process.environment = environment(folder)
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Runs it with this text as its standard input.
  ///
  /// - Returns: What it wrote to standard output, and its exit status.
  package static func run(arguments: [String] = [], input: String, folder: TemporaryFolder) throws -> (
    output: String, status: Int32
  ) {
    let file = folder.url.appendingPathComponent("input")
    try Data(input.utf8).write(to: file)
    let output = Pipe()
    let process = try start(
      arguments, input: FileHandle(forReadingFrom: file), output: output, folder: folder)
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: bytes, as: UTF8.self), process.terminationStatus)
  }
}

/// A folder that goes when the test ends.
package final class TemporaryFolder: Sendable {
  package let url: URL

  package init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("convbook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  package var path: String { url.path }
}
