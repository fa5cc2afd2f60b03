import Foundation
import Testing

@testable import Datasets

struct TrafficSignTableTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let columns = "Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2;ClassId\r\n"

  private func write(_ text: String, to name: String) throws { try folder.write(Array(text.utf8), to: name) }

  /// A PPM image of 1x1 pixels.
  private func image(_ value: UInt8) -> [UInt8] { Array("P6\n1 1\n255\n".utf8) + [value, value, value] }

  private func load(_ name: String? = nil, skipsBroken: Bool = false) throws -> Dataset {
    try DataCatalogue.load(
      name ?? folder.path, seed: 0, options: LoadOptions(skipsBroken: skipsBroken),
      search: DataSearch(dataOptions: [folder.path], environment: [:], systemFolders: []))
  }

  private func error() -> String? {
    do {
      _ = try load()
      return nil
    } catch {
      return "\(error)".replacingOccurrences(of: folder.path, with: "FOLDER")
    }
  }

  /// GTSRB as its archives unpack: the classes of the test images come in an archive of their own.
  private func writeOfficialFolders() throws {
    for (folderName, classId) in [("00003", 3), ("00014", 14)] {
      let place = "GTSRB/Final_Training/Images/\(folderName)/"
      try folder.write(image(UInt8(classId)), to: place + "00000_00000.ppm")
      try folder.write(image(UInt8(classId + 100)), to: place + "00000_00001.ppm")
      try write(
        Self.columns + "00000_00001.ppm;1;1;0;0;1;1;\(classId)\r\n00000_00000.ppm;1;1;0;0;1;1;\(classId)\r\n",
        to: place + "GT-\(folderName).csv")
    }
    for k in 0..<3 { try folder.write(image(UInt8(k)), to: "GTSRB/Final_Test/Images/0000\(k).ppm") }
    try write(
      "Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2\r\n00000.ppm;1;1;0;0;1;1\r\n",
      to: "GTSRB/Final_Test/Images/GT-final_test.test.csv")
  }

  @Test func theOfficialFoldersAreReadByTheirTables() throws {
    try writeOfficialFolders()
    try write(
      Self.columns + "00002.ppm;1;1;0;0;1;1;42\r\n00000.ppm;1;1;0;0;1;1;0\r\n00001.ppm;1;1;0;0;1;1;3\r\n",
      to: "GT-final_test.csv")
    let set = try load()
    #expect(set.train?.labels.classes == [3, 3, 14, 14])
    #expect(values(set.train) == [103, 3, 114, 14])
    #expect(set.test?.labels.classes == [42, 0, 3])
    #expect(values(set.test) == [2, 0, 1])
    #expect(set.train?.labels.classNames == TrafficSignNames.all)
    #expect(set.origin == "images with tables of their classes")
  }

  @Test func testImagesWithoutTheirClassesAreUnlabelled() throws {
    try writeOfficialFolders()
    let set = try load()
    #expect(set.test?.labels.areKnown == false)
    #expect(values(set.test) == [0, 1, 2])
  }

  @Test func theyAreFoundUnderTheNameOfTheSet() throws {
    try writeOfficialFolders()
    #expect(try load("traffic-signs").train?.labels.classes == [3, 3, 14, 14])
  }

  @Test func otherImagesAreNotTakenForAKnownSet() throws {
    try folder.write(image(1), to: "cats/a.ppm")
    try folder.write(image(1), to: "dogs/a.ppm")
    #expect(throws: DatasetError.self) { try load("traffic-signs") }
  }

  @Test func kagglesTablesNameTheImagesByTheirPaths() throws {
    try folder.write(image(1), to: "Train/20/a.ppm")
    try folder.write(image(2), to: "Train/0/b.ppm")
    try folder.write(image(3), to: "Test/00000.ppm")
    try folder.write(image(4), to: "Meta/0.ppm")
    // The archive holds a second copy of the images.
    try folder.write(image(1), to: "train/20/a.ppm")
    let columns = "\u{FEFF}Width,Height,Roi.X1,Roi.Y1,Roi.X2,Roi.Y2,ClassId,Path\n"
    try write(columns + "1,1,0,0,1,1,20,Train/20/a.ppm\n1,1,0,0,1,1,0,Train/0/b.ppm\n", to: "Train.csv")
    try write(columns + "1,1,0,0,1,1,16,Test/00000.ppm\n", to: "Test.csv")
    let set = try load()
    #expect(set.train?.labels.classes == [20, 0])
    #expect(values(set.train) == [1, 2])
    #expect(set.test?.labels.classes == [16])
    #expect(set.test?.labels.classNames[16] == "Vehicles over 3.5 metric tons prohibited")
  }

  @Test func anImageThatIsNotThereIsNamedAndLeftOutOnlyWhenAsked() throws {
    try folder.write(image(1), to: "a.ppm")
    try write(Self.columns + "a.ppm;1;1;0;0;1;1;5\r\nb.ppm;1;1;0;0;1;1;5\r\n", to: "GT-00005.csv")
    #expect(
      error()
        == "FOLDER/GT-00005.csv, line 3: there is no image 'b.ppm' in FOLDER\n1 of 2 images cannot be read; "
        + "skip_broken=true leaves them out")
    let set = try load(skipsBroken: true)
    #expect(set.train?.labels.classes == [5])
    #expect(set.origin == "images with tables of their classes, 1 that the tables name are not there")
  }

  @Test func damagedTablesAreRefusedWithTheLine() throws {
    try folder.write(image(1), to: "a.ppm")
    try write(Self.columns + "a.ppm;1;1;0;0;1\r\n", to: "GT-00005.csv")
    #expect(error() == "FOLDER/GT-00005.csv, line 2: 6 columns, expected 8 as in the first line")
    try write(Self.columns + "\r\na.ppm;1;1;0;0;1;1;five\r\n", to: "GT-00005.csv")
    #expect(
      error()
        == "FOLDER/GT-00005.csv, line 3: the ClassId is 'five', expected a whole number from 0 to 9999")
    try write(Self.columns + "a.ppm;1;1;0;0;1;1;-1\r\n", to: "GT-00005.csv")
    #expect(error()?.contains("the ClassId is '-1'") == true)
  }

  @Test func emptyLinesAreCountedAndNotHeld() throws {
    let table = Array(Self.columns.utf8) + [UInt8](repeating: 0x0A, count: 1 << 24) + Array("a;b".utf8)
    #expect(throws: DatasetError("GT.csv, line 16777218: 2 columns, expected 8 as in the first line")) {
      try ImageTable(table, path: "GT.csv")
    }
  }

  /// Random damage to a table: it is refused with its name and line, or read.
  @Test func randomlyDamagedTablesAreRefusedOrRead() throws {
    let rows = (0..<5).map { "0000\($0).ppm;29;30;5;6;24;25;\($0)\r\n" }
    let valid = Array((Self.columns + rows.joined()).utf8)
    var mutation = Mutation(seed: 22)
    for _ in 0..<3000 {
      do {
        _ = try ImageTable(mutation.damage(valid), path: "GT.csv")
      } catch let error as DatasetError {
        #expect(error.description.hasPrefix("GT.csv, line "))
      }
    }
  }
}

/// A part of the real set, which a fresh checkout has not.
struct RealTrafficSignTests {
  private static let sample = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("shared/data/gtsrb/official-sample").path

  /// The images are those of Pillow 13.0.0 with BILINEAR, whose pixels have the sum 34,863,876, but for one, 31x33, of which
  /// that version resizes the columns first: 572 of its values differ by 1, and their sum by 18.
  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: sample),
      "GTSRB is not at hand: ../shared/data/gtsrb/official-sample is missing"))
  func theOfficialImagesAreThoseThatPillowGives() throws {
    let set = try DataCatalogue.load(Self.sample, seed: 0, search: DataSearch(environment: [:]))
    let train = try #require(set.train)
    #expect(train.images.even?.shape == [100, 32, 32, 3])
    #expect(train.labels.countsByClass[14] == 40)
    #expect(train.images.even?.floats.reduce(0) { $0 + Int($1) } == 34_863_876 - 18)
    #expect(train.images.even?.floats(ofRow: 0).prefix(3) == [75, 78, 80])
    #expect(train.images.even?.floats(ofRow: 99).suffix(3) == [7, 6, 8])
    #expect(set.origin.contains("from 26x27 to 131x132 pixels resized to 32x32"))
  }
}
