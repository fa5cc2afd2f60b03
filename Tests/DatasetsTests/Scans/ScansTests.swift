import Testing

@testable import Datasets

struct ScansTests {
  private func scans(_ count: Int? = nil, seed: UInt64 = 0) throws -> Examples {
    try #require(try Scans.generate(Splits(test: count), seed: seed).test)
  }

  @Test func pagesAreTheSameOnEveryMachine() throws {
    #expect(try checksum(scans(100, seed: 7)) == 0x0407_1E2A_BB71_886F)
  }

  @Test func aPageDoesNotDependOnHowManyAreDrawn() throws {
    #expect(try checksum(scans(20)) == checksum(scans(300).prefix(20)))
  }

  @Test func seedsDiffer() throws {
    #expect(try checksum(scans(20, seed: 1)) != checksum(scans(20, seed: 2)))
  }

  @Test func thereAreFifteenPagesOfEachDigit() throws {
    let pages = try #require(scans().even)
    #expect(pages.images.shape == [150, 112, 112, 1])
    #expect(pages.images.dtype == .uint8)
    #expect(pages.labels.countsByClass == [Int](repeating: 15, count: 10))
    #expect(pages.labels.classNames == Digits.classNames)
  }

  @Test func inkIsDarkOnLightPaperAndKeepsOffTheEdge() throws {
    let pages = try #require(scans(500).even)
    let side = Scans.side
    for page in 0..<pages.count {
      let pixels = pages.images.floats(ofRow: page)
      let paper = pixels.sorted()[pixels.count / 2]
      #expect(paper > 160)
      // Darker than any line or speck on the paper, grain and shading included.
      let ink = pixels.indices.filter { pixels[$0] < paper - 80 }
      #expect(ink.count > 60)
      #expect(ink.count < pixels.count / 3)
      #expect(ink.allSatisfy { (1..<side - 1).contains($0 % side) && (1..<side - 1).contains($0 / side) })
    }
  }

  @Test(arguments: [0, -1, Scans.greatestCount + 1, Int.max]) func countsOutOfRangeAreRefused(count: Int) {
    #expect(throws: DatasetError("test=\(count): scans draws from 1 to 100000 pages", subject: "test")) {
      try Scans.generate(Splits(test: count), seed: 0)
    }
  }
}
