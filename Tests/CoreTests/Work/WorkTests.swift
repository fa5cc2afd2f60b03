import Core
import Testing

@Suite struct WorkTests {
  @Test func blocksCoverEverythingInOrder() throws {
    var ranges: [Range<Int>] = []
    var heard: [Int] = []
    try Work.watched { done, total in
      heard.append(done)
      return total == 7
    } _: {
      try Work.inBlocks(of: 3, 7) { ranges.append($0) }
    }
    #expect(ranges == [0..<3, 3..<6, 6..<7])
    #expect(heard == [0, 3, 6, 7])
  }

  @Test func aWatcherEndsTheWork() {
    var blocks = 0
    #expect(throws: Work.Cancelled.self) {
      try Work.watched { done, _ in
        done < 3
      } _: {
        try Work.inBlocks(of: 3, 7) { _ in blocks += 1 }
      }
    }
    #expect(blocks == 1)
  }

  @Test func theInnermostWatcherHears() throws {
    var outer = 0
    try Work.watched { _, _ in
      outer += 1
      return true
    } _: {
      try Work.watched { _, _ in
        true
      } _: {
        try Work.report(1, of: 2)
      }
      try Work.report(2, of: 2)
    }
    #expect(outer == 1)
    try Work.report(1, of: 1)  // Nobody watches.
  }
}
