import Core
import Foundation
import TestSupport
import Testing

/// What is written for those who work on the program is true of its files.
@Suite struct DoorTests {
  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: "\(Repository.root)/\(path)", encoding: .utf8)
  }

  private func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(Repository.root)/\(path)")
  }

  /// Files and folders are named as they are from the top, or from `Sources`.
  @Test(arguments: ["Sources/README.md", "CONTRIBUTING.md"])
  func namedFilesAreThere(page: String) throws {
    let names = try text(page).matches(of: #/`([\w+.-]+\/[\w+.\/-]+\.(?:swift|py|md))`/#).map { String($0.1) }
    #expect(!names.isEmpty)
    for name in names { #expect(exists(name) || exists("Sources/" + name), "\(page): \(name)") }
  }

  /// What a newcomer is told to run is there to be run.
  @Test(arguments: ["Sources/README.md", "CONTRIBUTING.md", "README.md"])
  func namedTargetsOfMakeAreThere(page: String) throws {
    let makefile = try text("Makefile")
    for target in try text(page).matches(of: #/(?m)(?:`|^|= *1 )make ([a-z0-9-]+)/#).map({ String($0.1) }) {
      #expect(makefile.contains("\n\(target):"), "\(page): make \(target)")
    }
  }

  /// A target that is added gets its line.
  @Test func everyFloorIsInTheTable() throws {
    let page = try text("Sources/README.md")
    let targets = try FileManager.default.contentsOfDirectory(atPath: "\(Repository.root)/Sources")
      .filter { !$0.hasSuffix(".md") && !exists("Sources/\($0)/module.modulemap") }
    for target in targets { #expect(page.contains("\n| `\(target)` |"), "\(target)") }
  }

  @Test func theNewestChangesAreOfThisVersion() throws {
    let first = try text("CHANGELOG.md").firstMatch(of: #/(?m)^## (\S+) \((\S+)\)$/#)
    #expect(first.map { String($0.1) } == Version.number)
    #expect(first.map { String($0.2) } == Version.date)
  }
}
