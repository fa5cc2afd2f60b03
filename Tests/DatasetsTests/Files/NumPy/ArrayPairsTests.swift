import Core
import Foundation
import Testing

@testable import Datasets

/// Arrays as people publish them: their names, their axes, their labels.
struct ArrayPairsTests {
  private let trial: ReaderTrial

  init() throws { trial = try ReaderTrial() }

  private func npy(_ descr: String, _ shape: [Int], _ elements: [UInt8]) -> [UInt8] {
    let header = "{'descr': '\(descr)', 'fortran_order': False, 'shape': \(shape.tupleDescription), }"
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + elements
  }

  private func bytes(_ shape: [Int]) -> [UInt8] {
    npy("|u1", shape, (0..<shape.reduce(1, *)).map { UInt8(truncatingIfNeeded: $0 / 7) })
  }

  private func floats(_ shape: [Int], _ values: [Float]) -> [UInt8] {
    npy(
      "<f4", shape,
      values.flatMap { v in (0..<4).map { UInt8(truncatingIfNeeded: v.bitPattern >> (8 * $0)) } })
  }

  private func npz(_ arrays: [(String, [UInt8])]) throws -> [UInt8] {
    try archive(arrays.map { ($0.0 + ".npy", $0.1) }, isZip: true)
  }

  // MARK: - Names

  @Test(arguments: [
    ["x_train", "y_train", "x_test", "y_test"], ["X_train", "Y_train", "X_test", "Y_test"],
    ["train_images", "train_labels", "test_images", "test_labels"], ["trainX", "trainY", "testX", "testY"],
    ["train_data", "train_targets", "test_data", "test_targets"], ["Xtrain", "ytrain", "Xtest", "ytest"],
    ["training_images", "training_labels", "test_images", "test_labels"],
    ["train_set_x", "train_set_y", "test_set_x", "test_set_y"],
    ["kmnist-train-imgs", "kmnist-train-labels", "kmnist-test-imgs", "kmnist-test-labels"],
  ])
  func namesOfCoursesAndPublishersAreKnown(names: [String]) throws {
    let arrays = [
      bytes([3, 4, 4]), npy("|u1", [3], [0, 2, 1]), bytes([2, 4, 4]), npy("|u1", [2], [1, 0]),
    ]
    let set = try trial.load(npz(Array(zip(names, arrays))), as: "set.npz")
    #expect(set.train?.labels.classes == [0, 2, 1])
    #expect(set.test?.labels.classes == [1, 0])
    #expect(set.notes.isEmpty)
    // The same as files in a folder, of which each may be an archive with the one array of savez.
    for (name, array) in zip(names, arrays) { try trial.folder.write(array, to: "files/\(name).npy") }
    #expect(try trial.load("files").description.dropFirst() == set.description.dropFirst())
    for (name, array) in zip(names, arrays) {
      try trial.folder.write(npz([("arr_0", array)]), to: "archives/\(name).npz")
    }
    #expect(try trial.load("archives").description.dropFirst() == set.description.dropFirst())
    #expect(try trial.load("archives/\(names[2]).npz").train?.labels.classes == nil)
    #expect(try trial.load("archives/\(names[2]).npz").test?.labels.classes == [1, 0])
  }

  @Test func arraysThatBelongToNothingAreNamed() throws {
    let set = try trial.load(
      npz([
        ("x_train", bytes([3, 4, 4])), ("y_train", npy("|u1", [3], [0, 2, 1])), ("mean", floats([1], [0.5])),
      ]),
      as: "set.npz")
    #expect(set.description[1] == "passed over: mean.npy")
  }

  @Test func twoArraysOfOneMeaningAreAsked() throws {
    let two = try npz([("x_train", bytes([3, 4, 4])), ("train_images", bytes([3, 4, 4]))])
    #expect(
      try trial.message(two, as: "set.npz").hasPrefix(
        "set.npz holds train_images and x_train: which is meant?"))
  }

  @Test func savezWithoutNamesIsAPairAndNeverTwo() throws {
    let pair = [("arr_0", bytes([2, 4, 4])), ("arr_1", npy("|u1", [2], [1, 0]))]
    #expect(try trial.load(npz(pair), as: "one.npz").train?.labels.classes == [1, 0])
    let four = pair + [("arr_2", bytes([2, 4, 4])), ("arr_3", npy("|u1", [2], [1, 0]))]
    #expect(
      try trial.message(npz(four), as: "two.npz")
        == "two.npz holds arr_0.npy, arr_1.npy, arr_2.npy, arr_3.npy; expected names such as x_train and y_train, or x "
        + "and y, as np.savez(\"data.npz\", x_train=x, y_train=y) gives them")
  }

  @Test func twoArraysThatCanBeNothingElseAreReadByTheirShapes() throws {
    let set = try trial.load(
      npz([("pictures", bytes([3, 4, 4])), ("kind", npy("|u1", [3], [0, 2, 1]))]), as: "set.npz")
    #expect(set.train?.labels.classes == [0, 2, 1])
    #expect(set.notes == ["images from pictures.npy and labels from kind.npy, by their shapes"])
    let weights = try npz([("kernel", bytes([3, 4, 4])), ("bias", floats([3], [0, 2, 1]))])
    #expect(
      try trial.message(weights, as: "weights.npz").hasPrefix(
        "weights.npz holds bias.npy, kernel.npy; expected"))
  }

  // MARK: - Axes

  @Test(arguments: [[2, 3, 32, 32], [2, 1, 28, 28], [2, 3, 9, 14], [2, 4, 8, 8]])
  func channelsFirstAreTurned(shape: [Int]) throws {
    let set = try trial.load(npz([("x", bytes(shape)), ("y", npy("|u1", [2], [1, 0]))]), as: "set.npz")
    let images = try #require(set.train?.images.even)
    #expect(images.shape == [2, shape[2], shape[3], shape[1]])
    for (n, c, y, x) in [(0, 0, 0, 0), (1, shape[1] - 1, 3, 5), (1, 0, shape[2] - 1, 7)] {
      let place = ((n * shape[1] + c) * shape[2] + y) * shape[3] + x
      let value = images.floats[((n * shape[2] + y) * shape[3] + x) * shape[1] + c]
      #expect(value == Float(UInt8(truncatingIfNeeded: place / 7)))
    }
    #expect(
      set.notes == [
        "x: \(shape.tupleDescription), channels first, was turned to \(images.shape.tupleDescription), channels last"
      ])
  }

  @Test(arguments: [
    [2, 32, 32, 3], [2, 28, 28], [2, 28, 28, 1], [2, 3, 3, 64], [2, 7, 7, 16], [2, 3, 3, 3], [2, 8, 8, 2],
  ])
  func otherAxesStayAsTheyAre(shape: [Int]) throws {
    let set = try trial.load(npz([("x", bytes(shape))]), as: "set.npz")
    #expect(set.train?.images.even?.shape == shape)
    #expect(set.notes.isEmpty)
  }

  @Test func axesThatCouldBeEitherAreSaid() throws {
    let set = try trial.load(npz([("x", bytes([2, 3, 9, 1]))]), as: "set.npz")
    #expect(set.train?.images.even?.shape == [2, 3, 9, 1])
    #expect(set.notes.first?.hasPrefix("x: (2, 3, 9, 1) is taken for (N, height, width, channels)") == true)
  }

  @Test func rowsOfColouredPixelsAreAsked() throws {
    #expect(
      try trial.message(npz([("x", bytes([2, 48]))]), as: "set.npz")
        .contains(
          "are its rows 3 planes of 4x4, or 4x4 pixels of 3 channels? In Python, x.reshape(-1, 3, 4, 4)"))
  }

  // MARK: - Values

  @Test func valuesThatAreNoNumbersAreCountedAtLoad() throws {
    var values = [Float](repeating: 0.5, count: 48)
    (values[17], values[18], values[40]) = (.nan, -.nan, .nan)
    let set = try trial.load(
      npz([("x_train", floats([3, 4, 4], values)), ("y_train", npy("|u1", [3], [0, 1, 1]))]), as: "set.npz")
    #expect(
      set.description.dropFirst() == [
        "train  images (3, 4, 4) float32 from nan to nan  labels (3,)", "       2 classes of 1 2 images",
        "       3 values are NaN, in 2 images, the first of them image 1: a training that meets them gives NaN",
      ])
    values = [Float](repeating: 0, count: 32)
    values[31] = .infinity
    #expect(
      try trial.load(npz([("x_test", floats([2, 4, 4], values))]), as: "set.npz").description.last
        == "       1 value is infinite, in image 1: a training that meets them gives NaN")
  }

  @Test func theValuesAreNumPys() {
    func values(_ floats: [Float]) -> ImageValues? {
      Tensor(shape: [floats.count, 1], floats: floats).values
    }
    #expect(values([3, -2]).map { [$0.min, $0.max] } == [-2, 3])
    #expect(values([3, .nan, .infinity])?.min.isNaN == true)
    #expect(values([.nan])?.max.isNaN == true)
    #expect(values([3, .infinity]).map { [$0.min, $0.max] } == [3, .infinity])
    #expect(values([]) == nil)
    #expect(values([.nan, .infinity, -.infinity]).map { [$0.nan, $0.infinite, $0.images] } == [1, 2, 3])
  }

  // MARK: - Labels

  private func labels(_ name: String) throws -> ArrayLabels {
    let path = try trial.folder.write(ReaderTrial.fixture("numpy2-labels.npz"), to: "labels.npz")
    let source = try DataSource(path: path)
    let file = try #require(source.file(named: [name + ".npy"]))
    return try NumPyFile.read(source.open(file)).labels(place: name)
  }

  @Test(arguments: ["digits", "onehot", "truth", "column", "float"])
  func labelsAreClassNumbersHoweverTheyAreWritten(name: String) throws {
    let labels = try labels(name)
    #expect(labels.classes == [0, 1, 2, 1])
    #expect(labels.names == nil)
  }

  @Test(arguments: ["text", "big", "bytes"]) func namesAreLabelsToo(name: String) throws {
    let labels = try labels(name)
    #expect(labels.classes == [0, 1, 0, 2])
    #expect(labels.names == ["cat", "dog", "bird"])
  }

  @Test func namesAreNumberedInTheOrderOfTheirCharacters() throws {
    let names = Array("cat\0dog\0cat\0".utf8)
    let set = try trial.load(npz([("x", bytes([3, 4, 4])), ("y", npy("|S4", [3], names))]), as: "set.npz")
    #expect(set.train?.labels.classNames == ["cat", "dog"])
    #expect(set.train?.labels.classes == [0, 1, 0])
  }

  @Test func vectorsThatAreNotOneHotAreRefused() throws {
    #expect(throws: DatasetError.self) { try labels("twice") }
  }
}
