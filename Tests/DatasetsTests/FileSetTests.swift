import Foundation
import Testing

@testable import Datasets

/// Which files of a folder or an archive make a set, in the layouts in which sets are published.
struct FileSetTests {
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

  private func png(_ value: UInt8) throws -> [UInt8] {
    try RasterImage(height: 2, width: 2, channels: 1, pixels: [UInt8](repeating: value, count: 4))
      .pngEncoded()
  }

  private let pixels = (0..<16).map { "\($0)" }.joined(separator: ",")

  /// A table of 4x4 images: `label,pixel0,pixel1` ...
  private func table(_ labels: [Int]) -> [UInt8] {
    let names = (0..<16).map { "pixel\($0)" }.joined(separator: ",")
    return Array(("label,\(names)\n" + labels.map { "\($0),\(pixels)\n" }.joined()).utf8)
  }

  private func write(_ files: [(name: String, bytes: [UInt8])]) throws {
    for (name, bytes) in files { try trial.folder.write(bytes, to: name) }
  }

  private func write(images names: [String]) throws {
    for (k, name) in names.enumerated() { try trial.folder.write(png(UInt8(k)), to: name) }
  }

  private func load(_ path: String, files: [String]? = nil, classFolder: ClassFolder? = nil) throws -> Dataset
  {
    try DataCatalogue.load(
      trial.folder.path + "/" + path, seed: 0,
      options: LoadOptions(files: files.map(FileChoice.init), classFolder: classFolder),
      search: DataSearch(environment: [:], systemFolders: []))
  }

  private func labels(_ examples: Examples?) -> [Int32]? { examples?.labels.classes }

  // MARK: - NumPy's archives

  @Test func fourArchivesOfOneArrayEachAreOneSet() throws {
    try write([
      ("kmnist/kmnist-train-imgs.npz", npz([("arr_0", npy([3, 2, 2], Array(1...12)))])),
      ("kmnist/kmnist-train-labels.npz", npz([("arr_0", npy([3], [2, 0, 1]))])),
      ("kmnist/kmnist-test-imgs.npz", npz([("arr_0", npy([1, 2, 2], [9, 9, 9, 9]))])),
      ("kmnist/kmnist-test-labels.npz", npz([("arr_0", npy([1], [1]))])),
    ])
    let set = try load("kmnist")
    #expect(labels(set.train) == [2, 0, 1])
    #expect(labels(set.test) == [1])
    #expect(set.notes == [])
    // The labels are found, too, where one archive alone is named.
    #expect(labels(try load("kmnist/kmnist-train-imgs.npz").train) == [2, 0, 1])
  }

  @Test func archivesOfTwoSetsAreAskedAbout() throws {
    for name in ["bloodmnist", "pathmnist"] {
      try write([
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
    #expect(labels(try load("med", files: ["bloodmnist.npz"]).train) == [0])
    #expect(labels(try load("med", files: ["path*"]).train) == [0])
  }

  @Test func arraysThatAreNotReadAreNamed() throws {
    try write([
      (
        "set.npz",
        npz([("x_train", npy([1, 2, 2], [1, 2, 3, 4])), ("y_train", npy([1], [0])), ("ids", npy([1], [7]))])
      )
    ])
    #expect(try load("set.npz").notes == ["passed over: ids.npy"])
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
    try write([
      ("set/\(names.0)", idx([3, 2, 2], Array(1...12))), ("set/\(names.1)", idx([3], [0, 2, 1])),
      ("set/\(names.2)", idx([1, 2, 2], [1, 2, 3, 4])), ("set/\(names.3)", idx([1], [1])),
    ])
    let set = try load("set")
    #expect(labels(set.train) == [0, 2, 1])
    #expect(labels(set.test) == [1])
    #expect(set.notes == (names.0.contains("emnist") ? [Self.turned] : []))
    #expect(labels(try load("set/\(names.0)").train) == [0, 2, 1])
  }

  @Test func aFileAndItsGzipAreOne() throws {
    try writeSmallSet(to: trial.folder)
    try writeSmallSet(to: trial.folder, gzipped: true)
    #expect(labels(try load("").train) == [0, 2, 1])
  }

  /// What is said of EMNIST's files.
  private static let turned = "EMNIST's images lie transposed in their files; they were turned upright"

  @Test func filesOfTwoSetsAreAskedAbout() throws {
    for name in ["balanced", "letters"] {
      try write([
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
    let set = try load("e", files: ["emnist-letters-*"])
    #expect(labels(set.train) == [1])
    #expect(set.notes == [Self.turned])
    // A file that is named brings its own partner.
    #expect(labels(try load("e/emnist-letters-train-images-idx3-ubyte").train) == [1])
  }

  @Test func aPairThatNamesNoSplitIsSaid() throws {
    try write([
      ("set/images-idx3-ubyte", idx([1, 2, 2], [1, 2, 3, 4])), ("set/labels-idx1-ubyte", idx([1], [0])),
    ])
    #expect(try load("set").notes == ["no file's name says train or test: read as train"])
  }

  @Test func foldersOfTwoSetsAreAskedAbout() throws {
    for name in ["MNIST", "FashionMNIST"] {
      try write([
        ("all/\(name)/raw/train-images-idx3-ubyte", idx([1, 2, 2], [1, 2, 3, UInt8(name.count)])),
        ("all/\(name)/raw/train-labels-idx1-ubyte", idx([1], [0])),
      ])
    }
    #expect(trial.message("all").contains("say which to read, such as files=\"FashionMNIST/raw\""))
    #expect(labels(try load("all", files: ["MNIST"]).train) == [0])
  }

  // MARK: - Tables

  @Test func colabsSamplesAreMNISTAndTheRestIsNamed() throws {
    let digit = (0..<784).map { (100..<684).contains($0) ? "\($0 % 256)" : "0" }.joined(separator: ",")
    try write([
      ("sample_data/README.md", Array("# Samples".utf8)), ("sample_data/anscombe.json", Array("[]".utf8)),
      ("sample_data/california_housing_test.csv", Array("longitude,latitude\n-122.05,37.37\n".utf8)),
      ("sample_data/california_housing_train.csv", Array("longitude,latitude\n-114.31,34.19\n".utf8)),
      ("sample_data/mnist_test.csv", Array((0..<20).map { "\($0 / 2),\(digit)\n" }.joined().utf8)),
      ("sample_data/mnist_train_small.csv", Array((0..<20).map { "\($0 % 10),\(digit)\n" }.joined().utf8)),
    ])
    let set = try load("sample_data")
    #expect(labels(set.train) == (0..<20).map { $0 % 10 })
    #expect(labels(set.test) == (0..<20).map { $0 / 2 })
    #expect(
      set.notes.last
        == "passed over: anscombe.json, california_housing_test.csv, california_housing_train.csv")
  }

  @Test func tablesOfTwoSetsAreAskedAbout() throws {
    try write([("t/mnist_train.csv", table([1])), ("t/fashion_test.csv", table([2]))])
    #expect(trial.message("t").hasPrefix("t holds the files of 2 sets:"))
    try write([("u/train.csv", table([1])), ("u/train_small.csv", table([2]))])
    #expect(
      trial.message("u")
        == "u holds 2 files that could be the training images: train.csv, train_small.csv; say which to read, such as "
        + "files=\"train.csv\"")
    try write([("v/a.csv", table([1])), ("v/b.csv", table([2]))])
    #expect(
      trial.message("v").contains("none is called train or test: say which to read, such as files=\"a.csv\""))
    #expect(labels(try load("v", files: ["b.csv"]).train) == [2])
  }

  // MARK: - Archives beside each other

  @Test func archivesOfTrainAndTestAreOneSet() throws {
    let train = try archive([("cat/1.png", png(1)), ("dog/1.png", png(2))], isZip: true)
    let test = try archive([("cat/1.png", png(3)), ("dog/1.png", png(4))], isZip: true)
    try write([
      ("pets/train.zip", train), ("pets/test.zip", test),
      ("pets/sample_submission.csv", Array("id\n1\n".utf8)),
    ])
    let set = try load("pets")
    #expect(labels(set.train) == [0, 1])
    #expect(set.test?.images.floats.first == 3)
    #expect(set.notes == ["passed over: sample_submission.csv (labels= names the table of the classes)"])
  }

  @Test func archivesOfTwoSetsOfImagesAreAskedAbout() throws {
    try write([
      ("two/pets.zip", archive([("cat/1.png", png(1)), ("dog/1.png", png(2))], isZip: true)),
      ("two/flowers.zip", archive([("rose/1.png", png(1)), ("tulip/1.png", png(2))], isZip: true)),
    ])
    #expect(
      trial.message("two").hasPrefix(
        "two holds 2 archives of images: flowers.zip, pets.zip; say which to read"))
    #expect(try load("two", files: ["pets.zip"]).train?.labels.classNames == ["cat", "dog"])
    #expect(try load("two", files: ["pets.zip", "flowers.zip"]).train?.labels.numberOfClasses == 4)
  }

  @Test func theOfficialArchivesOfGTSRBAreReadUnopened() throws {
    func table(_ rows: [(String, Int)]) -> [UInt8] {
      let lines = rows.map { "\($0.0);2;2;0;0;1;1;\($0.1)\n" }.joined()
      return Array(("Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2;ClassId\n" + lines).utf8)
    }
    try write([
      (
        "gtsrb/GTSRB_Final_Training_Images.zip",
        archive(
          [
            ("GTSRB/Readme-Images.txt", Array("hello".utf8)),
            ("GTSRB/Final_Training/Images/00001/GT-00001.csv", table([("0.ppm", 1)])),
            ("GTSRB/Final_Training/Images/00001/0.ppm", Array("P6 1 1 255 abc".utf8)),
          ], isZip: true)
      ),
      (
        "gtsrb/GTSRB_Final_Test_Images.zip",
        archive([("GTSRB/Final_Test/Images/00000.ppm", Array("P6 1 1 255 def".utf8))], isZip: true)
      ),
      (
        "gtsrb/GTSRB_Final_Test_GT.zip",
        archive([("GT-final_test.csv", table([("00000.ppm", 2)]))], isZip: true)
      ),
    ])
    let search = DataSearch(dataOptions: [trial.folder.path], environment: [:], systemFolders: [])
    for name in ["gtsrb", "traffic-signs"] {
      let set = try DataCatalogue.load(name, seed: 0, search: search)
      #expect(labels(set.train) == [1])
      #expect(labels(set.test) == [2])
      #expect(set.notes == [])
    }
    #expect(
      DataCatalogue.location(of: .trafficSigns, in: search) == trial.folder.path + "/gtsrb")
  }

  @Test func anArchiveBesideItsFilesIsPassedOver() throws {
    try writeSmallSet(to: trial.folder)
    try trial.folder.write(archive([("x.png", png(1))], isZip: true), to: "mnist.zip")
    try trial.folder.write([1], to: "Thumbs.db")
    try trial.folder.write([1], to: ".DS_Store")
    try trial.folder.write([1], to: "__MACOSX/._train-images-idx3-ubyte")
    try trial.folder.write([1], to: ".ipynb_checkpoints/train-checkpoint.csv")
    try trial.folder.write([1], to: "LICENSE")
    #expect(try load("").notes == ["passed over: mnist.zip"])
  }

  @Test(arguments: ["tar.bz2", "tar.xz", "tar.zst", "7z"]) func otherArchivesAreRead(ending: String) throws {
    try writeSmallSet(to: trial.folder)
    let path = trial.folder.path
    let names = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"]
    try #require(packed(names, in: path, to: "set.\(ending)"))
    for name in names { try FileManager.default.removeItem(atPath: path + "/" + name) }
    #expect(labels(try load("set.\(ending)").train) == [0, 2, 1])
    #expect(labels(try load("").train) == [0, 2, 1])
  }

  // MARK: - Folders of images

  @Test(arguments: [
    ["cat/1.png", "dog/2.png"], ["set/cat/1.png", "set/dog/2.png"], ["cat/images/1.png", "dog/images/2.png"],
    ["train/cat/1.png", "train/dog/2.png"], ["set/train/cat/1.png", "set/train/dog/2.png"],
    ["seg_train/seg_train/cat/1.png", "seg_train/seg_train/dog/2.png"], ["cat/cat/1.png", "dog/dog/2.png"],
    ["data/images/cat/1.png", "data/images/dog/2.png"], ["cat/raw/1.png", "dog/raw/2.png"],
  ]) func classesAreFoundBelowOtherFolders(names: [String]) throws {
    try write(images: names.map { "s/" + $0 })
    let set = try load("s")
    #expect(set.train?.labels.classNames == ["cat", "dog"])
    #expect(labels(set.train) == [0, 1])
    #expect(set.notes == [])
    let packed = try archive(names.enumerated().map { ($1, try png(UInt8($0))) }, isZip: true)
    #expect(labels(try trial.load(packed, as: "s.zip").train) == [0, 1])
  }

  @Test(arguments: [
    ("train", "test"), ("training_set", "test_set"), ("Training", "Testing"),
    ("seg_train/seg_train", "seg_test/seg_test"),
    ("mnist_train", "mnist_test"), ("data/train/images", "data/test/images"),
  ]) func splitsAreFoundByWholeWords(train: String, test: String) throws {
    try write(
      images: ["\(train)/cat/1.png", "\(train)/dog/2.png", "\(test)/cat/3.png", "\(test)/dog/4.png"].map {
        "s/" + $0
      })
    let set = try load("s")
    #expect(labels(set.train) == [0, 1])
    #expect(labels(set.test) == [0, 1])
  }

  @Test func splitsMayBeWithinTheClasses() throws {
    try write(images: ["s/cat/train/1.png", "s/cat/test/2.png", "s/dog/train/3.png", "s/dog/test/4.png"])
    let set = try load("s")
    #expect(labels(set.train) == [0, 1])
    #expect(labels(set.test) == [0, 1])
    #expect(set.test?.images.floats.first == 1)
  }

  @Test func namesThatHoldTheWordsAreClasses() throws {
    try write(images: ["s/protest/1.png", "s/trainer/2.png", "s/value/3.png"])
    #expect(try load("s").train?.labels.classNames == ["protest", "trainer", "value"])
    try write(images: ["t/test_tube/1.png", "t/train_station/2.png"])
    #expect(try load("t").train?.labels.classNames == ["test_tube", "train_station"])
  }

  @Test func whatIsToBePredictedHasNoClass() throws {
    try write(images: ["s/train/cat/1.png", "s/train/dog/2.png", "s/test/unknown/3.png"])
    let set = try load("s")
    #expect(set.train?.labels.classNames == ["cat", "dog"])
    #expect(set.test?.labels.areKnown == false)
  }

  @Test func foldersWithinFoldersAreAskedAbout() throws {
    try write(images: ["s/cat/young/1.png", "s/cat/old/2.png", "s/dog/young/3.png", "s/dog/old/4.png"])
    let message = trial.message("s")
    #expect(message.hasPrefix("s holds images in folders within folders, such as cat/"))
    #expect(message.contains("class_folder=outer"))
    #expect(try load("s", classFolder: .outer).train?.labels.classNames == ["cat", "dog"])
    #expect(try load("s", classFolder: .inner).train?.labels.classNames == ["old", "young"])
  }

  @Test func imagesBesideClassFoldersAreNamed() throws {
    try write(images: ["s/cat/1.png", "s/dog/2.png", "s/stray.png", "s/other.png"])
    try trial.folder.write([1], to: "s/labels/1.xml")
    try trial.folder.write([1], to: "s/labels/2.xml")
    let set = try load("s")
    #expect(set.notes.last == "passed over: labels (2 files), other.png, stray.png")
  }

  @Test func aClassFolderWithoutImagesCounts() throws {
    try write(images: ["s/cat/1.png", "s/fox/2.png"])
    try FileManager.default.createDirectory(
      atPath: trial.folder.path + "/s/dog", withIntermediateDirectories: true)
    let set = try load("s")
    #expect(set.train?.labels.classNames == ["cat", "dog", "fox"])
    #expect(labels(set.train) == [0, 2])
    #expect(set.notes == ["folders without images, classes all the same: dog"])
  }

  // MARK: - Links

  private func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: trial.folder.path + "/" + name, withDestinationPath: target)
  }

  @Test func linksToFoldersAreFollowed() throws {
    try write(images: ["real/cat/1.png", "real/dog/2.png", "zebras/3.png", "mixed/cat/4.png"])
    try FileManager.default.createDirectory(
      atPath: trial.folder.path + "/split", withIntermediateDirectories: true)
    try link("pets", to: "real")
    try link("mixed/zebra", to: "../zebras")
    try link("split/train", to: "../real")
    try link("split/test", to: "../real")
    #expect(try load("pets").train?.labels.classNames == ["cat", "dog"])
    let search = DataSearch(dataOptions: [trial.folder.path], environment: [:], systemFolders: [])
    #expect(try DataCatalogue.load("pets", seed: 0, search: search).train?.count == 2)
    #expect(try load("mixed").train?.labels.classNames == ["cat", "zebra"])
    #expect(try load("split").splits.map(\.name) == ["train", "test"])
  }

  @Test func linksThatLeadNowhereOrInACircleAreNamed() throws {
    try write(images: ["s/cat/1.png", "s/dog/2.png"])
    try link("s/fox", to: "nowhere")
    try link("s/dog/around", to: "../../s")
    try link("s/itself", to: "itself")
    let line =
      "passed over: dog/around (a link back to a folder around it), fox (a link that leads nowhere), "
      + "itself (a link in a circle)"
    #expect(try load("s").notes == [line])
  }

  @Test func linksThatMultiplyFoldersAreBounded() throws {
    // Each folder holds two links to the next one: 2^30 paths.
    for k in 0..<30 {
      try FileManager.default.createDirectory(
        atPath: trial.folder.path + "/s/\(k)", withIntermediateDirectories: true)
      try link("s/\(k)/a", to: "../\(k + 1)")
      try link("s/\(k)/b", to: "../\(k + 1)")
    }
    #expect(trial.message("s").hasSuffix(" folders; name the folder of one data set"))
  }

  // MARK: - files=

  @Test func aChoiceThatMeansNothingNamesTheNearest() throws {
    try write([("t/train.csv", table([1])), ("t/test.csv", table([2]))])
    let error = #expect(throws: DatasetError.self) { try load("t", files: ["trian.csv"]) }
    #expect(
      error?.description
        == "files=\"trian.csv\": \(trial.folder.path)/t has no such file; did you mean \"train.csv\"?\nIt holds test.csv, "
        + "train.csv")
    #expect(error?.subject == "files")
    #expect(try load("t", files: ["test.csv"]).splits.map(\.name) == ["test"])
    #expect(throws: DatasetError.self) { try load("t/train.csv", files: ["train.csv"]) }
    #expect(throws: DatasetError("files is for sets of several files; digits is none", subject: "files")) {
      try DataCatalogue.load(
        "digits", seed: 0, options: LoadOptions(files: FileChoice(["a"])),
        search: DataSearch(environment: [:]))
    }
  }
}
