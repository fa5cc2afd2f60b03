import Testing

@testable import Datasets

struct DigitsTests {
  @Test func imagesAreTheSameOnEveryMachine() throws {
    let digits = try Digits.generate(Splits(train: 100, test: 100), seed: 7)
    #expect(try checksum(digits.train) == 0x86E4_08C6_F29C_9D53)
    #expect(try checksum(digits.test) == 0xB8D5_724F_999D_9B5F)
  }

  @Test func anImageDoesNotDependOnHowManyAreDrawn() throws {
    let few = try Digits.generate(Splits(train: 50, test: 1), seed: 1)
    let many = try Digits.generate(Splits(train: 1500, test: 1), seed: 1)
    #expect(try checksum(few.train) == checksum(many.train?.prefix(50)))
  }

  @Test func splitsAndSeedsDiffer() throws {
    let one = try Digits.generate(Splits(train: 50, test: 50), seed: 1)
    let other = try Digits.generate(Splits(train: 50, test: 50), seed: 2)
    #expect(try checksum(one.train) != checksum(one.test))
    #expect(try checksum(one.train) != checksum(other.train))
  }

  @Test func imagesAreBrightStrokesOnBlackAndClassesAreAboutEqual() throws {
    let train = try #require(try Digits.generate(Splits(train: 5000, test: 1), seed: 3).train?.even)
    #expect(train.images.shape == [5000, 28, 28, 1])
    #expect(train.images.dtype == .uint8)
    #expect(train.labels.countsByClass.allSatisfy { (400...600).contains($0) })
    for i in 0..<train.count {
      let pixels = train.images.floats(ofRow: i)
      #expect(pixels.contains { $0 > 150 })
      #expect(pixels.count { $0 < 70 } > 350)
    }
  }

  @Test func theInkIsCentredAsMNISTs() throws {
    let train = try #require(try Digits.generate(Splits(train: 500, test: 1), seed: 3).train?.even)
    for i in 0..<train.count {
      // What noise leaves dark is no ink.
      let ink = train.images.floats(ofRow: i).map { $0 > 60 ? $0 : 0 }
      let mass = ink.reduce(0, +)
      let x = ink.indices.reduce(Float(0)) { $0 + ink[$1] * (Float($1 % 28) + 0.5) } / mass
      let y = ink.indices.reduce(Float(0)) { $0 + ink[$1] * (Float($1 / 28) + 0.5) } / mass
      #expect(abs(x - 14.5) < 0.8)
      #expect(abs(y - 14.5) < 0.8)
    }
  }

  @Test func everyDigitIsWrittenInManyWays() {
    #expect(DigitStyles.glyphs.count == 10)
    for glyph in DigitStyles.glyphs.joined() {
      #expect(glyph.weight > 0)
      #expect((1...2).contains(glyph.strokes.count))
      #expect(glyph.strokes.allSatisfy { $0.count >= 2 })
      for knot in glyph.strokes.joined() {
        for place in [knot.from, knot.to] {
          #expect((-10...130).contains(place.x))
          #expect((-10...110).contains(place.y))
        }
      }
    }
    #expect(DigitStyles.glyphs.allSatisfy { $0.count >= 5 })
  }

  @Test(arguments: [0, -1, Digits.greatestCount + 1, Int.max]) func countsOutOfRangeAreRefused(count: Int) {
    #expect(
      throws: DatasetError("train=\(count): digits draws from 1 to 1000000 images a split", subject: "train")
    ) {
      try Digits.generate(Splits(train: count, test: 1), seed: 0)
    }
  }
}
