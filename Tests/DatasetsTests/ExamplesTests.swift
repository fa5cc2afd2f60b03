import Core
import Testing

@testable import Datasets

struct ExamplesTests {
  /// `count` images of one pixel whose value is their label's, so that every pair can be checked.
  private func pairs(_ count: Int) throws -> Examples {
    let classes = (0..<count).map { Int32($0 * 7 % 13) }
    return try Examples(
      images: Tensor(shape: [count, 1, 1], bytes: classes.map { UInt8($0) }),
      labels: Labels(classes: classes, classNames: (0..<13).map(String.init)))
  }

  private func arePaired(_ examples: Examples) -> Bool {
    examples.images.even?.floats == examples.labels.classes.map(Float.init)
  }

  private let names = ["cat", "dog"]

  @Test func imagesAndLabelsMustBeAsMany() throws {
    let labels = try Labels(classes: [0, 1, 1], classNames: names)
    #expect(throws: DatasetError("2 images cannot go with 3 labels: each image needs its own label")) {
      try Examples(images: Tensor(shape: [2, 1, 1], bytes: [0, 0]), labels: labels)
    }
    #expect(throws: DatasetError.self) {
      try Examples(images: Tensor(shape: [], floats: [1]), labels: labels.selecting([0]))
    }
  }

  @Test func labelsMustBeClasses() {
    #expect(throws: DatasetError("label 1 is 2, but there are 2 classes, numbered 0 to 1")) {
      try Labels(classes: [0, 2], classNames: names)
    }
    #expect(throws: DatasetError.self) { try Labels(classes: [-1], classNames: names) }
    #expect(throws: DatasetError.self) { try Labels(classes: [0], classNames: []) }
  }

  @Test func oneHotIsAnotherWayToShowTheSameLabels() throws {
    let labels = try Labels(classes: [1, 0, 1], classNames: names)
    #expect(labels.shape == [3])
    #expect(labels.oneHot.shape == [3, 2])
    #expect(labels.oneHot.isOneHot)
    #expect(labels.oneHot.classes == labels.classes)
    #expect(labels.oneHotVector(of: 1) == [0, 1])
    #expect(labels.countsByClass == [1, 2])
  }

  @Test func selectingTakesImagesAndLabelsInTheSameOrder() throws {
    let chosen = try pairs(20).selecting(indices: [7, 0, 7])
    #expect(chosen.labels.classes == [10, 0, 10])
    #expect(arePaired(chosen))
  }

  @Test(arguments: [-1, 20] as [Int32]) func selectingBeyondTheExamplesIsRefused(index: Int32) throws {
    let examples = try pairs(20)
    #expect(throws: DatasetError("there is no example \(index): the examples are numbered 0 to 19")) {
      try examples.selecting(indices: [index])
    }
  }

  @Test(arguments: [1, 2, 13, 500], [0, 1, 99] as [UInt64])
  func shufflingKeepsEveryPairTogether(count: Int, seed: UInt64) throws {
    let examples = try pairs(count)
    let shuffled = examples.shuffled(seed: seed)
    #expect(arePaired(shuffled))
    #expect(shuffled.labels.classes.sorted() == examples.labels.classes.sorted())
    #expect(arePaired(shuffled.shuffled(seed: seed &+ 1)))
    if count == 500 { #expect(shuffled.labels != examples.labels) }
  }

  @Test func shufflingIsTheSameForTheSameSeed() throws {
    let examples = try pairs(100)
    #expect(examples.shuffled(seed: 3).labels == examples.shuffled(seed: 3).labels)
    #expect(examples.shuffled(seed: 3).labels != examples.shuffled(seed: 4).labels)
  }

  @Test func splittingHoldsOutTheLastExamplesAsKerasDoes() throws {
    let examples = try pairs(11)
    let (train, valid) = try examples.split(fraction: 0.2)
    #expect(train.labels.classes == Array(examples.labels.classes[..<8]))
    #expect(valid.labels.classes == Array(examples.labels.classes[8...]))
  }

  @Test func splittingCanHoldOutTheFirstExamples() throws {
    let examples = try pairs(11)
    let (train, valid) = try examples.split(fraction: 0.2, holdingOut: .first)
    #expect(valid.labels.classes == Array(examples.labels.classes[..<3]))
    #expect(train.labels.classes == Array(examples.labels.classes[3...]))
  }

  @Test func splittingAtRandomKeepsEveryPairOnce() throws {
    let examples = try pairs(200)
    let (train, valid) = try examples.split(fraction: 0.25, holdingOut: .random(seed: 5))
    #expect(train.count == 150 && valid.count == 50)
    #expect(arePaired(train) && arePaired(valid))
    #expect((train.labels.classes + valid.labels.classes).sorted() == examples.labels.classes.sorted())
    let again = try examples.split(fraction: 0.25, holdingOut: .random(seed: 5))
    #expect(again.valid.labels == valid.labels)
  }

  @Test(arguments: [0, 1, -0.5, 1.5, .nan, 0.01]) func splitsWithAnEmptyPartAreRefused(fraction: Double)
    throws
  {
    let examples = try pairs(1)
    #expect(throws: DatasetError.self) { try examples.split(fraction: fraction) }
  }
}
