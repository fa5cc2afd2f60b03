import Foundation
import Testing

@testable import Datasets

/// Which files of a folder or an archive make a set, in the layouts in which sets are published.
struct SplitFilesTests {
  private let trial: ReaderTrial

  init() throws { trial = try ReaderTrial() }

  // MARK: - Files of other tests' making

  /// A `.npy` file of bytes.
  private func npy(_ shape: [Int], _ elements: [UInt8]) -> [UInt8] {
    let tuple = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (\(tuple)), }"
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + elements
  }

  private func npz(_ arrays: [(name: String, bytes: [UInt8])]) throws -> [UInt8] {
    try archive(arrays.map { ($0.name + ".npy", $0.bytes) }, isZip: true)
  }

  private let pixels = (0..<16).map { "\($0)" }.joined(separator: ",")

  /// A table of 4x4 images: `label,pixel0,pixel1` ...
  private func table(_ labels: [Int]) -> [UInt8] {
    let names = (0..<16).map { "pixel\($0)" }.joined(separator: ",")
    return Array(("label,\(names)\n" + labels.map { "\($0),\(pixels)\n" }.joined()).utf8)
  }

  private func labels(_ examples: Examples?) -> [Int32]? { examples?.labels.classes }

  // MARK: - NumPy's archives

  @Test func fourArchivesOfOneArrayEachAreOneSet() throws {
    try trial.write([
      ("kmnist/kmnist-train-imgs.npz", npz([("arr_0", npy([3, 2, 2], Array(1...12)))])),
      ("kmnist/kmnist-train-labels.npz", npz([("arr_0", npy([3], [2, 0, 1]))])),
      ("kmnist/kmnist-test-imgs.npz", npz([("arr_0", npy([1, 2, 2], [9, 9, 9, 9]))])),
      ("kmnist/kmnist-test-labels.npz", npz([("arr_0", npy([1], [1]))])),
    ])
    let set = try trial.load("kmnist")
    #expect(labels(set.train) == [2, 0, 1])
    #expect(labels(set.test) == [1])
    #expect(set.notes == [])
    // The labels are found, too, where one archive alone is named.
    #expect(labels(try trial.load("kmnist/kmnist-train-imgs.npz").train) == [2, 0, 1])
  }

  @Test func archivesOfTwoSetsAreAskedAbout() throws {
    for name in ["bloodmnist", "pathmnist"] {
      try trial.write([
        (
          "med/\(name).npz",
          npz([
            ("train_images", npy([1, 2, 2], [1, 2, 3, 4])), ("train_labels", npy([1, 1], [0])),
            ("test_images", npy([1, 2, 2], [1, 2, 3, 4])), ("test_labels", npy([1, 1], [0])),
          ])
        )
      ])
    }
    let message = trial.message("med")
    #expect(message.hasPrefix("med holds the files of 2 sets:\n  bloodmnist.npz/"))
    #expect(message.contains("say which to read, such as files=\"bloodmnist.npz\""))
    #expect(labels(try trial.load("med", files: ["bloodmnist.npz"]).train) == [0])
    #expect(labels(try trial.load("med", files: ["path*"]).train) == [0])
  }

  @Test func arraysThatAreNotReadAreNamed() throws {
    try trial.write([
      (
        "set.npz",
        npz([("x_train", npy([1, 2, 2], [1, 2, 3, 4])), ("y_train", npy([1], [0])), ("ids", npy([1], [7]))])
      )
    ])
    #expect(try trial.load("set.npz").notes == ["passed over: ids.npy"])
  }

  // MARK: - IDX files

  @Test(arguments: [
    (
      "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "test-images-idx3-ubyte", "test-labels-idx1-ubyte"
    ),
    (
      "train-images.idx3-ubyte", "train-labels.idx1-ubyte", "t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"
    ),
    ("train-images-idx-ubyte", "train-labels-idx-ubyte", "test-images-idx-ubyte", "test-labels-idx-ubyte"),
    ("train-images.idx", "train-labels.idx", "test-images.idx", "test-labels.idx"),
    ("train_images", "train_labels", "test_images", "test_labels"),
    ("x_train.idx", "y_train.idx", "x_test.idx", "y_test.idx"),
    (
      "emnist-letters-train-images-idx3-ubyte", "emnist-letters-train-labels-idx1-ubyte",
      "emnist-letters-test-images-idx3-ubyte", "emnist-letters-test-labels-idx1-ubyte"
    ),
    (
      "train-images-idx3-ubyte/train-images-idx3-ubyte", "train-labels-idx1-ubyte/train-labels-idx1-ubyte",
      "t10k-images-idx3-ubyte/t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte/t10k-labels-idx1-ubyte"
    ),
    (
      "train/images-idx3-ubyte", "train/labels-idx1-ubyte", "test/images-idx3-ubyte", "test/labels-idx1-ubyte"
    ),
  ]) func filesWithOddNamesAreTwoSplits(names: (String, String, String, String)) throws {
    try trial.write([
      ("set/\(names.0)", idx([3, 2, 2], Array(1...12))), ("set/\(names.1)", idx([3], [0, 2, 1])),
      ("set/\(names.2)", idx([1, 2, 2], [1, 2, 3, 4])), ("set/\(names.3)", idx([1], [1])),
    ])
    let set = try trial.load("set")
    #expect(labels(set.train) == [0, 2, 1])
    #expect(labels(set.test) == [1])
    #expect(set.notes == (names.0.contains("emnist") ? [Self.turned] : []))
    #expect(labels(try trial.load("set/\(names.0)").train) == [0, 2, 1])
  }

  @Test func aFileAndItsGzipAreOne() throws {
    try writeSmallSet(to: trial.folder)
    try writeSmallSet(to: trial.folder, gzipped: true)
    #expect(labels(try trial.load("").train) == [0, 2, 1])
  }

  /// What is said of EMNIST's files.
  private static let turned = "EMNIST's images lie transposed in their files; they were turned upright"

  @Test func filesOfTwoSetsAreAskedAbout() throws {
    for name in ["balanced", "letters"] {
      try trial.write([
        ("e/emnist-\(name)-train-images-idx3-ubyte", idx([1, 2, 2], [1, 2, 3, 4])),
        ("e/emnist-\(name)-train-labels-idx1-ubyte", idx([1], [1])),
      ])
    }
    #expect(
      trial.message("e")
        == """
        e holds the files of 2 sets:
          emnist-balanced-train-images-idx3-ubyte, emnist-balanced-train-labels-idx1-ubyte
          emnist-letters-train-images-idx3-ubyte, emnist-letters-train-labels-idx1-ubyte
        say which to read, such as files="emnist-balanced-train-*"
        """)
    let set = try trial.load("e", files: ["emnist-letters-*"])
    #expect(labels(set.train) == [1])
    #expect(set.notes == [Self.turned])
    // A file that is named brings its own partner.
    #expect(labels(try trial.load("e/emnist-letters-train-images-idx3-ubyte").train) == [1])
  }

  @Test func aPairThatNamesNoSplitIsSaid() throws {
    try trial.write([
      ("set/images-idx3-ubyte", idx([1, 2, 2], [1, 2, 3, 4])), ("set/labels-idx1-ubyte", idx([1], [0])),
    ])
    #expect(try trial.load("set").notes == ["no file's name says train or test: read as train"])
  }

  @Test func foldersOfTwoSetsAreAskedAbout() throws {
    for name in ["MNIST", "FashionMNIST"] {
      try trial.write([
        ("all/\(name)/raw/train-images-idx3-ubyte", idx([1, 2, 2], [1, 2, 3, UInt8(name.count)])),
        ("all/\(name)/raw/train-labels-idx1-ubyte", idx([1], [0])),
      ])
    }
    #expect(trial.message("all").contains("say which to read, such as files=\"FashionMNIST/raw\""))
    #expect(labels(try trial.load("all", files: ["MNIST"]).train) == [0])
  }

  // MARK: - Tables

  @Test func colabsSamplesAreMNISTAndTheRestIsNamed() throws {
    let digit = (0..<784).map { (100..<684).contains($0) ? "\($0 % 256)" : "0" }.joined(separator: ",")
    try trial.write([
      ("sample_data/README.md", Array("# Samples".utf8)), ("sample_data/anscombe.json", Array("[]".utf8)),
      ("sample_data/california_housing_test.csv", Array("longitude,latitude\n-122.05,37.37\n".utf8)),
      ("sample_data/california_housing_train.csv", Array("longitude,latitude\n-114.31,34.19\n".utf8)),
      ("sample_data/mnist_test.csv", Array((0..<20).map { "\($0 / 2),\(digit)\n" }.joined().utf8)),
      ("sample_data/mnist_train_small.csv", Array((0..<20).map { "\($0 % 10),\(digit)\n" }.joined().utf8)),
    ])
    let set = try trial.load("sample_data")
    #expect(labels(set.train) == (0..<20).map { $0 % 10 })
    #expect(labels(set.test) == (0..<20).map { $0 / 2 })
    #expect(
      set.notes.last
        == "passed over: anscombe.json, california_housing_test.csv, california_housing_train.csv")
  }

  @Test func tablesOfTwoSetsAreAskedAbout() throws {
    try trial.write([("t/mnist_train.csv", table([1])), ("t/fashion_test.csv", table([2]))])
    #expect(trial.message("t").hasPrefix("t holds the files of 2 sets:"))
    try trial.write([("u/train.csv", table([1])), ("u/train_small.csv", table([2]))])
    #expect(
      trial.message("u")
        == "u holds 2 files that could be the training images: train.csv, train_small.csv; say which to read, such as "
        + "files=\"train.csv\"")
    try trial.write([("v/a.csv", table([1])), ("v/b.csv", table([2]))])
    #expect(
      trial.message("v").contains("none is called train or test: say which to read, such as files=\"a.csv\""))
    #expect(labels(try trial.load("v", files: ["b.csv"]).train) == [2])
  }

  // MARK: - Archives

  @Test func anArchiveBesideItsFilesIsPassedOver() throws {
    try writeSmallSet(to: trial.folder)
    try trial.folder.write(archive([("x.png", trial.png(1))], isZip: true), to: "mnist.zip")
    try trial.folder.write([1], to: "Thumbs.db")
    try trial.folder.write([1], to: ".DS_Store")
    try trial.folder.write([1], to: "__MACOSX/._train-images-idx3-ubyte")
    try trial.folder.write([1], to: ".ipynb_checkpoints/train-checkpoint.csv")
    try trial.folder.write([1], to: "LICENSE")
    #expect(try trial.load("").notes == ["passed over: mnist.zip"])
  }

  @Test(arguments: ["tar.bz2", "tar.xz", "tar.zst", "7z"]) func otherArchivesAreRead(ending: String) throws {
    try writeSmallSet(to: trial.folder)
    let path = trial.folder.path
    let names = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"]
    try #require(packed(names, in: path, to: "set.\(ending)"))
    for name in names { try FileManager.default.removeItem(atPath: path + "/" + name) }
    #expect(labels(try trial.load("set.\(ending)").train) == [0, 2, 1])
    #expect(labels(try trial.load("").train) == [0, 2, 1])
  }

  // MARK: - files=

  @Test func aChoiceThatMeansNothingNamesTheNearest() throws {
    try trial.write([("t/train.csv", table([1])), ("t/test.csv", table([2]))])
    let error = #expect(throws: DatasetError.self) { try trial.load("t", files: ["trian.csv"]) }
    #expect(
      error?.description
        == "files=\"trian.csv\": \(trial.folder.path)/t has no such file; did you mean \"train.csv\"?\nIt holds test.csv, "
        + "train.csv")
    #expect(error?.subject == "files")
    #expect(try trial.load("t", files: ["test.csv"]).splits.named.map(\.name) == [.test])
    #expect(throws: DatasetError.self) { try trial.load("t/train.csv", files: ["train.csv"]) }
    #expect(throws: DatasetError("files is for sets of several files; digits is none", subject: "files")) {
      try DataCatalogue.load(
        "digits", seed: 0, options: LoadOptions(files: FileChoice(["a"])),
        search: DataSearch(environment: [:]))
    }
  }
}
