import Core
import Foundation
import Testing

@testable import convbook

/// Folders of processes that begin at the same time, each of which removes what it takes for abandoned.
@Suite struct ScratchFolderTests {
  @Test func manyAtOnceGetEachTheirOwn() async throws {
    let names = try await withThrowingTaskGroup(of: [String].self) { group in
      for _ in 0..<8 {
        group.addTask {
          try (0..<40).map { _ in
            let scratch = try ScratchFolder()
            defer { scratch.remove() }
            try scratch.newFolder().write([1], to: "mine")
            return scratch.folder.path
          }
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(Set(names).count == 320)
  }
}
