import Foundation
import Testing

@testable import Datasets

/// Which folders and archives of images are splits, which are classes, and which say nothing.
struct ImagePlacingTests {
  private let trial: ReaderTrial

  init() throws { trial = try ReaderTrial() }

  private func labels(_ examples: Examples?) -> [Int32]? { examples?.labels.classes }

  // MARK: - Archives beside each other

  @Test func archivesOfTrainAndTestAreOneSet() throws {
    let train = try archive([("cat/1.png", trial.png(1)), ("dog/1.png", trial.png(2))], isZip: true)
    let test = try archive([("cat/1.png", trial.png(3)), ("dog/1.png", trial.png(4))], isZip: true)
    try trial.write([
      ("pets/train.zip", train), ("pets/test.zip", test),
      ("pets/sample_submission.csv", Array("id\n1\n".utf8)),
    ])
    let set = try trial.load("pets")
    #expect(labels(set.train) == [0, 1])
    #expect(set.test?.images.even?.floats.first == 3)
    #expect(set.notes == ["passed over: sample_submission.csv (labels= names the table of the classes)"])
  }

  @Test func archivesOfTwoSetsOfImagesAreAskedAbout() throws {
    try trial.write([
      ("two/pets.zip", archive([("cat/1.png", trial.png(1)), ("dog/1.png", trial.png(2))], isZip: true)),
      (
        "two/flowers.zip",
        archive([("rose/1.png", trial.png(1)), ("tulip/1.png", trial.png(2))], isZip: true)
      ),
    ])
    #expect(
      trial.message("two").hasPrefix(
        "two holds 2 archives of images: flowers.zip, pets.zip; say which to read"))
    #expect(try trial.load("two", files: ["pets.zip"]).train?.labels.classNames == ["cat", "dog"])
    #expect(try trial.load("two", files: ["pets.zip", "flowers.zip"]).train?.labels.numberOfClasses == 4)
  }

  @Test func theOfficialArchivesOfGTSRBAreReadUnopened() throws {
    func table(_ rows: [(String, Int)]) -> [UInt8] {
      let lines = rows.map { "\($0.0);2;2;0;0;1;1;\($0.1)\n" }.joined()
      return Array(("Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2;ClassId\n" + lines).utf8)
    }
    try trial.write([
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

  // MARK: - Folders of images

  @Test(arguments: [
    ["cat/1.png", "dog/2.png"], ["set/cat/1.png", "set/dog/2.png"], ["cat/images/1.png", "dog/images/2.png"],
    ["train/cat/1.png", "train/dog/2.png"], ["set/train/cat/1.png", "set/train/dog/2.png"],
    ["seg_train/seg_train/cat/1.png", "seg_train/seg_train/dog/2.png"], ["cat/cat/1.png", "dog/dog/2.png"],
    ["data/images/cat/1.png", "data/images/dog/2.png"], ["cat/raw/1.png", "dog/raw/2.png"],
  ]) func classesAreFoundBelowOtherFolders(names: [String]) throws {
    try trial.write(images: names.map { "s/" + $0 })
    let set = try trial.load("s")
    #expect(set.train?.labels.classNames == ["cat", "dog"])
    #expect(labels(set.train) == [0, 1])
    #expect(set.notes == [])
    let packed = try archive(names.enumerated().map { ($1, try trial.png(UInt8($0))) }, isZip: true)
    #expect(labels(try trial.load(packed, as: "s.zip").train) == [0, 1])
  }

  @Test(arguments: [
    ("train", "test"), ("training_set", "test_set"), ("Training", "Testing"),
    ("seg_train/seg_train", "seg_test/seg_test"),
    ("mnist_train", "mnist_test"), ("data/train/images", "data/test/images"),
  ]) func splitsAreFoundByWholeWords(train: String, test: String) throws {
    try trial.write(
      images: ["\(train)/cat/1.png", "\(train)/dog/2.png", "\(test)/cat/3.png", "\(test)/dog/4.png"].map {
        "s/" + $0
      })
    let set = try trial.load("s")
    #expect(labels(set.train) == [0, 1])
    #expect(labels(set.test) == [0, 1])
  }

  @Test func splitsMayBeWithinTheClasses() throws {
    try trial.write(images: [
      "s/cat/train/1.png", "s/cat/test/2.png", "s/dog/train/3.png", "s/dog/test/4.png",
    ])
    let set = try trial.load("s")
    #expect(labels(set.train) == [0, 1])
    #expect(labels(set.test) == [0, 1])
    #expect(set.test?.images.even?.floats.first == 1)
  }

  @Test func namesThatHoldTheWordsAreClasses() throws {
    try trial.write(images: ["s/protest/1.png", "s/trainer/2.png", "s/value/3.png"])
    #expect(try trial.load("s").train?.labels.classNames == ["protest", "trainer", "value"])
    try trial.write(images: ["t/test_tube/1.png", "t/train_station/2.png"])
    #expect(try trial.load("t").train?.labels.classNames == ["test_tube", "train_station"])
  }

  @Test func whatIsToBePredictedHasNoClass() throws {
    try trial.write(images: ["s/train/cat/1.png", "s/train/dog/2.png", "s/test/unknown/3.png"])
    let set = try trial.load("s")
    #expect(set.train?.labels.classNames == ["cat", "dog"])
    #expect(set.test?.labels.areKnown == false)
  }

  @Test func foldersWithinFoldersAreAskedAbout() throws {
    try trial.write(images: ["s/cat/young/1.png", "s/cat/old/2.png", "s/dog/young/3.png", "s/dog/old/4.png"])
    let message = trial.message("s")
    #expect(message.hasPrefix("s holds images in folders within folders, such as cat/"))
    #expect(message.contains("class_folder=outer"))
    #expect(try trial.load("s", classFolder: .outer).train?.labels.classNames == ["cat", "dog"])
    #expect(try trial.load("s", classFolder: .inner).train?.labels.classNames == ["old", "young"])
  }

  @Test func imagesBesideClassFoldersAreNamed() throws {
    try trial.write(images: ["s/cat/1.png", "s/dog/2.png", "s/stray.png", "s/other.png"])
    try trial.folder.write([1], to: "s/labels/1.xml")
    try trial.folder.write([1], to: "s/labels/2.xml")
    let set = try trial.load("s")
    #expect(set.notes.last == "passed over: labels (2 files), other.png, stray.png")
  }

  @Test func aClassFolderWithoutImagesCounts() throws {
    try trial.write(images: ["s/cat/1.png", "s/fox/2.png"])
    try FileManager.default.createDirectory(
      atPath: trial.folder.path + "/s/dog", withIntermediateDirectories: true)
    let set = try trial.load("s")
    #expect(set.train?.labels.classNames == ["cat", "dog", "fox"])
    #expect(labels(set.train) == [0, 2])
    #expect(set.notes == ["folders without images, classes all the same: dog"])
  }
}
