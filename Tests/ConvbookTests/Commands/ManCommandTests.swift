import Core
import Foundation
import TestSupport
import Testing

@testable import convbook

/// `convbook man`: the manual page, as those read it who show it.
@Suite struct ManCommandTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let run = try CommandLineRun("man", in: folder)
    #expect(run.status == 0 && run.errors.isEmpty)
    try run.output.write(toFile: folder.path + "/convbook.1", atomically: true, encoding: .utf8)
  }

  @Test func groffHasNothingToSay() throws {
    let page = try output(of: ["groff", "-man", "-Tutf8", "-P-c", "-ww", "-z", "convbook.1"])
    #expect(page == "")
  }

  @Test func mandocHasNothingToSay() throws {
    #expect(try output(of: ["mandoc", "-T", "lint", "convbook.1"]) == "")
  }

  @Test func allCommandsAndOptionsAreThere() throws {
    let page = try output(of: ["groff", "-man", "-Tascii", "-P-cbou", "-rLL=200n", "convbook.1"])
    for entry in CommandEntry.named {
      #expect(page.contains("\n   \(entry.syntax.usage)\n"), "\(entry.syntax.usage)")
      for spelling in entry.syntax.spellings {
        #expect(page.contains("\n       \(spelling.usage)"), "\(spelling)")
      }
    }
    #expect(page.contains("convbook \(Version.number)"))
    #expect(page.contains("how fast this machine trains the lessons' models"))
    #expect(page.contains("Enter runs it, :help lists what else can be done."))
  }

  /// What a program writes on both streams, in the folder. Whoever has none gets it with `make test-build`.
  private func output(of command: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = folder.url
    process.environment = Convbook.environment(folder)
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(command[0]) cannot be run here, or is not content")
    return String(decoding: bytes, as: UTF8.self)
  }
}
