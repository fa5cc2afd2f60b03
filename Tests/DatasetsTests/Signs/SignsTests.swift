import Testing

@testable import Datasets

struct SignsTests {
  @Test func imagesAreTheSameOnEveryMachine() throws {
    let signs = try Signs.generate(Splits(train: 400, valid: 100, test: 100), seed: 7)
    #expect(Set(signs.train?.labels.classes ?? []).count > 35)
    #expect(try checksum(signs.train) == 0x03E5_2804_FCD3_38CC)
    #expect(try checksum(signs.valid) == 0x61D6_299A_B14F_51A7)
    #expect(try checksum(signs.test) == 0xBDCA_3615_0433_DBC8)
  }

  @Test func anImageDoesNotDependOnHowManyAreDrawn() throws {
    let few = try Signs.generate(Splits(train: 50, valid: 20, test: 30), seed: 1)
    let many = try Signs.generate(Splits(train: 1500, valid: 300, test: 700), seed: 1)
    #expect(try checksum(few.train) == checksum(many.train?.prefix(50)))
    #expect(try checksum(few.valid) == checksum(many.valid?.prefix(20)))
    #expect(try checksum(few.test) == checksum(many.test?.prefix(30)))
  }

  @Test func splitsAndSeedsDiffer() throws {
    let one = try Signs.generate(Splits(train: 40, valid: 40, test: 40), seed: 1)
    let other = try Signs.generate(Splits(train: 40, valid: 40, test: 40), seed: 2)
    let all = try [one, other].flatMap { try $0.splits.values.map(checksum) }
    #expect(Set(all).count == 6)
  }

  @Test func imagesAreBytesInColourWithTheLessonsClassNames() throws {
    let train = try #require(try Signs.generate(Splits(train: 300, valid: 1, test: 1), seed: 3).train?.even)
    #expect(train.images.shape == [300, 32, 32, 3])
    #expect(train.images.dtype == .uint8)
    #expect(train.labels.numberOfClasses == 43)
    #expect(train.labels.classNames[14] == "Stop")
    for i in 0..<train.count {
      let pixels = train.images.floats(ofRow: i)
      let range = (pixels.max() ?? 0) - (pixels.min() ?? 0)
      #expect(range > 20, "image \(i) shows nothing")
    }
  }

  @Test func classesAreAsUnequalAsInGTSRB() throws {
    let count = 12_000
    let train = try #require(try Signs.generate(Splits(train: count, valid: 1, test: 1), seed: 4).train?.even)
    let signs = SignSplit.signsOfClass
    #expect(signs.count == 43)
    #expect(signs.max() == 67 && signs.min() == 6)
    for (label, found) in train.labels.countsByClass.enumerated() {
      let expected = Float(count * signs[label]) / Float(signs.reduce(0, +))
      #expect(abs(Float(found) - expected) < 5 * expected.squareRoot(), "class \(label)")
    }
  }

  @Test(arguments: [0, -1, Signs.greatestCount + 1, Int.max]) func countsOutOfRangeAreRefused(count: Int) {
    let limits = "signs draws from 1 to 1000000 images a split"
    #expect(throws: DatasetError("train=\(count): \(limits)", subject: "train")) {
      try Signs.generate(Splits(train: count, valid: 1, test: 1), seed: 0)
    }
    #expect(throws: DatasetError("valid=\(count): \(limits)", subject: "valid")) {
      try Signs.generate(Splits(train: 1, valid: count, test: 1), seed: 0)
    }
    #expect(throws: DatasetError("test=\(count): \(limits)", subject: "test")) {
      try Signs.generate(Splits(train: 1, valid: 1, test: count), seed: 0)
    }
  }

  // MARK: - Faces

  @Test func everyClassHasItsOwnFace() {
    let faces = SignFace.all
    #expect(faces.count == TrafficSignNames.all.count + 1)
    for i in faces.indices {
      for j in 0..<i {
        let difference = zip(faces[i].coarse, faces[j].coarse).reduce(Float(0)) { sum, texels in
          let change = texels.0 - texels.1
          return sum + (change * change).sum()
        }
        #expect(difference > 8, "faces \(i) and \(j) look alike")
      }
    }
  }

  @Test func pigmentsOfATexelNeverCoverMoreThanAllOfIt() {
    for face in SignFace.all {
      for texel in face.fine + face.coarse {
        #expect(texel.min() >= -1e-6 && texel.sum() <= 1 + 1e-5)
      }
    }
  }

  @Test func aMirroredPictogramIsTheOtherSign() {
    let right = SignFace.all[38].fine
    let left = SignFace.all[39].fine
    let side = SignFace.fineSide
    for i in right.indices {
      let change = right[i] - left[i / side * side + side - 1 - i % side]
      #expect((change * change).sum() < 1e-6)
    }
  }
}
