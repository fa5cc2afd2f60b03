import Core
import Foundation
import Testing

@testable import Datasets

/// Arrays as people publish them: their names, their axes, their labels, and pickles of several of them.
struct ArraySetTests {
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
    let images = try #require(set.train?.images)
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
    #expect(set.train?.images.shape == shape)
    #expect(set.notes.isEmpty)
  }

  @Test func axesThatCouldBeEitherAreSaid() throws {
    let set = try trial.load(npz([("x", bytes([2, 3, 9, 1]))]), as: "set.npz")
    #expect(set.train?.images.shape == [2, 3, 9, 1])
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

  // MARK: - Pickles

  @Test func threePairsAreThreeSplits() throws {
    let set = try trial.load(ReaderTrial.fixture("numpy2-three-pairs.pkl.gz"), as: "mnist.pkl.gz")
    #expect(set.splits.map { $0.examples.count } == [4, 2, 3])
    #expect(set.train?.images.shape == [4, 4, 4, 1])
    #expect(set.train?.images.floats == (0..<64).map { Float($0) / 64 })
    #expect(set.test?.labels.classes == [0, 1, 2])
    #expect(set.notes == ["3 pairs of images and labels, taken for train, valid and test"])
  }

  /// What Python 2 wrote: bytes as texts in quotes, with escapes.
  @Test func protocol0OfPython2IsRead() throws {
    let pixels = (0..<16).map { String(format: "\\x%02x", $0 == 9 ? 0 : $0) }.joined().replacingOccurrences(
      of: "\\x0a", with: "\\n")
    let pickle = """
      (dp0
      S'features'
      p1
      cnumpy.core.multiarray
      _reconstruct
      p2
      (cnumpy
      ndarray
      p3
      (I0
      tp4
      S'b'
      p5
      tp6
      Rp7
      (I1
      (I1
      I4
      I4
      tp8
      cnumpy
      dtype
      p9
      (S'u1'
      p10
      I0
      I1
      tp11
      Rp12
      (I3
      S'|'
      p13
      NNNI-1
      I-1
      I0
      tp14
      bI00
      S'\(pixels)'
      p15
      tp16
      bsS"labels"
      p17
      (lp18
      L3L
      asS'mean'
      p19
      F0.5
      s.
      """
    let set = try trial.load(Array(pickle.utf8), as: "train.p")
    #expect(set.train?.images.floats == (0..<16).map { $0 == 9 ? 0 : Float($0) })
    #expect(set.train?.labels.classes == [3])
    // Each line can be wrong.
    for (line, wrong) in [
      ("L3L", "LxL"), ("F0.5", "Fx"), ("S\"labels\"", "Slabels"), ("S'b'", "S'\\q'"), ("p18", "px"),
      ("S'u1'", "S'\\x1'"),
    ] {
      let damaged = pickle.replacingOccurrences(of: line, with: wrong)
      #expect(
        try trial.message(Array(damaged.utf8), as: "train.p").hasPrefix("train.p is damaged"), "\(wrong)")
    }
  }

  @Test func whatNeedsPythonIsNamedWithTheWay() throws {
    for (module, what) in [
      ("pandas.core.frame", "a pandas DataFrame"), ("sklearn.utils", "an object of scikit-learn"),
      ("torch._utils", "PyTorch's tensors"), ("PIL.Image", "Pillow's images"),
      ("joblib.numpy_pickle", "joblib"),
    ] {
      let message = try trial.message([0x80, 2] + Array("c\(module)\nThing\n".utf8), as: "data.pkl")
      #expect(message.contains("nothing was executed\nIt holds "))
      #expect(message.contains(what))
    }
  }

  @Test func cifar10sPythonFilesAreRead() throws {
    let set = try trial.load(ReaderTrial.fixture("numpy2-cifar-10.tar.gz"), as: "cifar-10-python.tar.gz")
    #expect(set.train?.labels.classes == [1, 0, 2, 0, 3, 0, 4, 0, 5, 0])
    #expect(set.test?.labels.classes == [9, 8])
    #expect(set.train?.labels.classNames[9] == "truck")
    #expect(set.train?.images.shape == [10, 32, 32, 3])
    // Planes of 10, 11 and 12, then of 13, 14 and 15.
    #expect(set.train?.images.bytes(ofRow: 1)?.prefix(6) == [13, 14, 15, 13, 14, 15])
    let search = DataSearch(dataOptions: [trial.folder.path], environment: [:], systemFolders: [])
    try trial.folder.write(
      ReaderTrial.fixture("numpy2-cifar-10.tar.gz"), to: "cifar-10/cifar-10-python.tar.gz")
    #expect(try DataCatalogue.load("cifar-10", seed: 0, search: search).test?.count == 2)
  }

  @Test func cifar100HasFineAndCoarseLabels() throws {
    let archive = try ReaderTrial.fixture("numpy2-cifar-100.tar.gz")
    let set = try trial.load(archive, as: "cifar-100-python.tar.gz")
    #expect(set.train?.labels.classes == [2, 0])
    #expect(set.test?.labels.classNames == ["apple", "fish", "baby"])
    let search = DataSearch(environment: [:], systemFolders: [])
    func load(_ label: String) throws -> Dataset {
      try DataCatalogue.load(
        trial.folder.path + "/cifar-100-python.tar.gz", seed: 0, options: LoadOptions(label: label),
        search: search)
    }
    #expect(try load("coarse_labels").train?.labels.classes == [1, 0])
    #expect(try load("coarse").train?.labels.classNames == ["food", "water"])
    #expect(throws: DatasetError.self) { try load("middle") }
  }

  // MARK: - Other files

  @Test(arguments: [
    ("PAR1", "a Parquet table", "read_parquet"), ("ARROW1\0\0", "an Arrow (Feather) table", "read_feather"),
    ("%PDF-1.7", "a PDF", "pdftoppm"),
    ("MATLAB 5.0 MAT-file, Platform", "a MATLAB .mat file", "loadmat"),
    ("version https://git-lfs.github.com/spec/v1", "a Git LFS pointer", "git lfs pull"),
    ("{\"cells\": []}", "a Jupyter notebook", "jupytext"), ("[{\"a\": 1}]", "a JSON file", "read_json"),
    ("import numpy as np\n", "a Python program", "not run"),
    ("<svg xmlns=", "an SVG drawing", "rsvg-convert"),
    ("\n<!DOCTYPE html>", "an HTML page", "download it again"),
    ("SQLite format 3\0", "an SQLite database", "read_sql"),
    ("\0\0\0\u{18}ftypheic", "a HEIC image", "convert"), ("\0\0\0\u{18}ftypisom", "a video", "ffmpeg"),
  ])
  func aFileOfAnotherKindIsNamedWithTheWay(start: String, kind: String, way: String) throws {
    let message = try trial.message(Array(start.utf8) + [UInt8](repeating: 0x20, count: 20), as: "train.bin")
    #expect(message.hasPrefix("train.bin looks like \(kind)"))
    #expect(message.contains(way) && !message.contains("FILE"))
    // And in a folder, where nothing else is.
    try trial.folder.write(Array(start.utf8), to: "folder/deep/train.bin")
    #expect(trial.message("folder").contains("deep/train.bin looks like \(kind)"))
  }

  @Test func archivesOfOtherProgramsAreNamed() throws {
    for (member, kind) in [
      ("archive/data.pkl", "a PyTorch file"), ("xl/workbook.xml", "an Excel workbook"),
      ("inner/train.rar", "an archive of"),
    ] {
      let zip = try archive([(member, [1, 2, 3])], isZip: true)
      #expect(try trial.message(zip, as: "data.bin").hasPrefix("data.bin looks like \(kind)"))
    }
  }
}
