import Core
import Foundation
import Testing

@testable import Datasets

/// Arrays that NumPy 2.4.6 wrote; see `Fixtures/generate.py`.
struct NumPyReaderTests {
  private let trial: ReaderTrial

  init() throws { trial = try ReaderTrial() }

  private let counting = (0..<72).map(Float.init)

  @Test(
    arguments: ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"],
    ["little", "big", "little-fortran", "big-fortran"])
  func everyTypeAndOrderIsRead(type: String, order: String) throws {
    let parts = order.split(separator: "-")
    let name = ([String(parts[0]), type] + parts.dropFirst().map(String.init)).joined(separator: "-")
    let array = try array(name, of: "numpy2-types.npz")
    #expect(array.shape == [4, 2, 3, 3])
    let images = try array.images(place: name, title: name).images
    #expect(images.dtype == .uint8)
    #expect(images.floats == counting)
  }

  private func array(_ name: String, of fixture: String) throws -> NumPyArray {
    let source = try DataSource(path: trial.folder.write(ReaderTrial.fixture(fixture), to: fixture))
    let file = try #require(source.file(named: [name + ".npy"]))
    return try NumPyFile.read(source.open(file))
  }

  @Test func fractionsStayFloats() throws {
    let images = try array("halves", of: "numpy2-types.npz").images(place: "halves", title: "x").images
    #expect(images.dtype == .float32)
    #expect(images.floats == counting.map { $0 / 2 })
  }

  @Test func truthValuesAreZerosAndOnes() throws {
    let images = try array("bool", of: "numpy2-types.npz").images(place: "bool", title: "x").images
    #expect(images.floats == (0..<72).map { Float($0 % 2) })
  }

  @Test(arguments: [1, 2, 3]) func everyVersionOfTheHeaderIsRead(version: Int) throws {
    let set = try trial.load(ReaderTrial.fixture("numpy2-version\(version).npy"), as: "mine.npy")
    #expect(set.train?.images.even?.floats == counting)
    #expect(set.train?.labels.areKnown == false)
  }

  @Test func kerasArchiveOfMNISTHasTwoSplits() throws {
    let set = try trial.load(ReaderTrial.fixture("numpy2-mnist.npz"), as: "mnist.npz")
    #expect(
      set.description == [
        "mnist.npz: NumPy arrays",
        "train  images (4, 2, 3, 3) uint8 from 0 to 71  labels (4,)", "       3 classes of 1 2 1 images",
        "test   images (2, 2, 3, 3) uint8 from 0 to 35  labels (2,)", "       3 classes of 1 1 0 images",
      ])
  }

  @Test func mnistIsFoundAsKerasArchive() throws {
    try trial.folder.write(ReaderTrial.fixture("numpy2-mnist.npz"), to: "mnist.npz")
    let search = DataSearch(dataOptions: [trial.folder.path], environment: [:], systemFolders: [])
    #expect(try DataCatalogue.load("mnist", seed: 0, search: search).train?.count == 4)
  }

  @Test(arguments: [
    ("train_images", "train_labels"), ("X_train", "y_train"), ("x", "y"), ("images", "labels"),
    ("arr_0", "arr_1"),
  ])
  func otherUsualNamesAreKnown(images: String, labels: String) throws {
    try trial.folder.write(npy("|u1", "(2, 4, 4)", Array(0..<32)), to: "set/\(images).npy")
    try trial.folder.write(
      npy("<i8", "(2, 1)", [1] + [UInt8](repeating: 0, count: 15)), to: "set/\(labels).npy")
    let set = try trial.load("set")
    #expect(set.train?.images.even?.shape == [2, 4, 4])
    #expect(set.train?.labels.classes == [1, 0])
    #expect(try trial.load("set/\(images).npy").train?.labels.classes == [1, 0])
  }

  @Test func flatImagesOfASquareAreGivenTheirShape() throws {
    let set = try trial.load(npy("|u1", "(2, 16)", Array(0..<32)), as: "x.npy")
    #expect(set.train?.images.even?.shape == [2, 4, 4, 1])
  }

  // MARK: - Bad input

  private func npy(_ descr: String, _ shape: String, _ elements: [UInt8]) -> [UInt8] {
    npy(header: "{'descr': '\(descr)', 'fortran_order': False, 'shape': \(shape), }", elements)
  }

  private func npy(header: String, _ elements: [UInt8]) -> [UInt8] {
    [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + elements
  }

  @Test func missingAndSurplusBytesAreCounted() throws {
    #expect(
      try trial.message(npy("<i2", "(2, 4, 4)", Array(0..<31)), as: "x.npy")
        == "x.npy is cut off: shape (2, 4, 4) of int16 needs 64 bytes after the header, found 31")
    #expect(
      try trial.message(npy("|u1", "(1, 4, 4)", Array(0..<17)), as: "x.npy")
        == "x.npy has bytes left over: shape (1, 4, 4) of uint8 needs 16 bytes after the header, found more")
    #expect(
      try trial.message(Array(npy("|u1", "(1, 4, 4)", []).prefix(30)), as: "x.npy")
        == "x.npy is cut off within its header: expected 62 bytes, found 20")
    #expect(
      try trial.message([0x93] + Array("NUMPY".utf8), as: "x.npy").contains("a NumPy file of no version"))
  }

  @Test func sizesThatCannotBeAreRefusedBeforeMemoryIsAskedFor() throws {
    #expect(
      try trial.message(npy("<f8", "(9223372036854775807, 9, 9)", []), as: "x.npy")
        == "x.npy is damaged or too large: its header promises shape (9223372036854775807, 9, 9) of float64, "
        + "and at most 2147483647 bytes are read")
    #expect(try trial.message(npy("|u1", "(1000, 1000, 1000)", []), as: "x.npy").hasSuffix("found 0"))
    #expect(
      try trial.message(gzip(npy("|u1", "(1000, 1000, 1000)", [])), as: "x.npy")
        .hasSuffix("cannot hold as many"))
    #expect(try trial.message(npy("|u1", "(-1, 4, 4)", []), as: "x.npy").contains("damaged or too large"))
    #expect(
      try trial.message(npy("|u1", "(0, 4, 4)", []), as: "x.npy")
        == "x.npy holds no images: its shape is (0, 4, 4)")
  }

  @Test(arguments: [
    ("'<U5'", "x.npy holds text; images must be numbers"),
    ("'|O'", "x.npy holds " + NumPyType.refusal(of: "|O")),
    ("'<c8'", "x.npy holds " + NumPyType.refusal(of: "<c8")),
    (
      "[('a', '<f4')]",
      "x.npy holds elements with several fields; in Python, a[\"NAME\"] gives one of them; save images and labels by "
        + "themselves"
    ),
  ])
  func otherTypesAreRefused(descr: String, message: String) throws {
    let header = "{'descr': \(descr), 'fortran_order': False, 'shape': (1, 4, 4), }"
    let elements = [UInt8](repeating: 65, count: descr.contains("U") ? 16 * 20 : 0)
    #expect(try trial.message(npy(header: header, elements), as: "x.npy") == message)
  }

  @Test(arguments: [
    ("{'fortran_order': False, 'shape': (1,), }", "its header does not tell 'descr'"),
    ("{'descr': '|u1', 'fortran_order': 3, 'shape': (1,), }", "fortran_order is neither True nor False"),
    ("{'descr': '|u1', 'fortran_order': True, 'shape': (1, x), }", "shape is not a tuple of lengths"),
    ("{'descr': '|u1', 'fortran_order': True, 'shape': (1", "shape is not a tuple of lengths"),
    ("", "its header does not tell 'descr'"),
  ])
  func damagedHeadersAreRefused(header: String, message: String) throws {
    #expect(try trial.message(npy(header: header, [0]), as: "x.npy").contains(message))
  }

  @Test func imagesAndLabelsMustBelongTogether() throws {
    try trial.folder.write(npy("|u1", "(2, 4, 4)", Array(0..<32)), to: "x.npy")
    try trial.folder.write(npy("|u1", "(3,)", [0, 1, 2]), to: "y.npy")
    #expect(trial.message("x.npy") == "x.npy holds 2 images, but y.npy holds 3 labels")
    try trial.folder.write(npy("<f4", "(2,)", [0, 0, 0, 0, 0, 0, 0, 0x3F]), to: "y.npy")
    #expect(trial.message("x.npy") == "y.npy: label 1 is 0.5; class numbers are whole, from 0 to 9999")
    try trial.folder.write(npy("|u1", "(2, 4)", Array(0..<8)), to: "y.npy")
    #expect(
      trial.message("x.npy")
        == "y.npy has shape (2, 4); labels are class numbers of shape (N,), or one-hot vectors, each a single 1 among zeros, "
        + "which row 0 is not")
    #expect(
      try trial.message(npy("|u1", "(5,)", Array(0..<5)), as: "z.npy")
        == "z.npy has shape (5,); images are (N, height, width) or (N, height, width, channels)")
  }

  @Test func anArchiveOfOtherArraysNamesThem() throws {
    let zip = try archive([("weights.npy", npy("|u1", "(1, 4, 4)", Array(0..<16)))], isZip: true)
    #expect(
      try trial.message(zip, as: "a.npz")
        == "a.npz holds weights.npy; expected names such as x_train and y_train, or x and y, as "
        + "np.savez(\"data.npz\", x_train=x, y_train=y) gives them")
    let many = try archive((10..<25).map { ("w\($0).npy", []) }, isZip: true)
    #expect(
      try trial.message(many, as: "a.npz")
        .hasPrefix(
          "a.npz holds w10.npy, w11.npy, w12.npy, w13.npy, w14.npy, w15.npy, w16.npy, w17.npy, w18.npy, "
            + "w19.npy and 5 more; expected"))
  }
}
