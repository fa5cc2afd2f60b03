import Foundation
import Testing

@testable import Datasets

struct PixelTableTests {
  private let trial: ReaderTrial

  init() throws { trial = try ReaderTrial() }

  private static let names = (0..<16).map { "pixel\($0)" }
  private let header = "label," + names.joined(separator: ",")
  private let zeros = [String](repeating: "0", count: 15).joined(separator: ",")

  private func message(_ text: String) throws -> String {
    try trial.message(Array(text.utf8), as: "train.csv")
  }

  @Test func kagglesTablesAreASplitWithLabelsAndOneWithout() throws {
    try trial.folder.write(Array("\(header)\n3,\(zeros),255\n0,1,\(zeros)\n".utf8), to: "kaggle/train.csv")
    try trial.folder.write(
      Array("\(Self.names.joined(separator: ","))\n\(zeros),9\n".utf8), to: "kaggle/test.csv")
    try trial.folder.write(Array("ImageId,Label\n1,0\n".utf8), to: "kaggle/sample_submission.csv")
    let set = try trial.load("kaggle")
    #expect(
      set.description == [
        "kaggle: CSV tables of pixels", "passed over: sample_submission.csv",
        "train  images (2, 4, 4, 1) uint8 from 0 to 255  labels (2,)", "       4 classes of 1 0 0 1 images",
        "test   images (1, 4, 4, 1) uint8 from 0 to 9  labels none",
        "       without labels: to be shown and predicted, not to be learned from",
      ])
    #expect(set.train?.images.even?.floats(ofRow: 0) == [Float](repeating: 0, count: 15) + [255])
    #expect(set.test?.labels.classNames == ["0", "1", "2", "3"])
  }

  @Test(arguments: [
    "\u{FEFF}label,HEADER\r\n3,ROW\r\n", "label,HEADER\n3,ROW", "HEADER,label\nROW,3\n\n\n",
    "\"label\",HEADER\n\n3 , ROW \n", "label,HEADER\r\n3,ROW\r\n\r\n",
  ])
  func byteOrderMarksLineEndsAndBlankLinesDoNotMatter(form: String) throws {
    let row = (0..<16).map(String.init).joined(separator: ",")
    let text = form.replacingOccurrences(of: "HEADER", with: Self.names.joined(separator: ","))
      .replacingOccurrences(of: "ROW", with: row)
    let train = try #require(try trial.load(Array(text.utf8), as: "train.csv").train)
    #expect(train.images.even?.floats == (0..<16).map(Float.init))
    #expect(train.labels.classes == [3])
  }

  @Test func linesAcrossPiecesAreRead() throws {
    let lines = (0..<40_000).map {
      "\($0 % 10)," + [String](repeating: "\($0 % 256)", count: 16).joined(separator: ",")
    }
    let text = ([header] + lines).joined(separator: "\n")
    let train = try #require(try trial.load(gzip(Array(text.utf8)), as: "train.csv.gz").train)
    #expect(train.labels.classes == (0..<40_000).map { Int32($0 % 10) })
    #expect(
      (0..<40_000).allSatisfy {
        train.images.even?.floats(ofRow: $0) == [Float](repeating: Float($0 % 256), count: 16)
      })
  }

  // MARK: - Bad input

  @Test(arguments: [
    ("3,ROW,1,7", "line 2: expected 17 values as in the first line, found 18"),
    ("3,ROW", "line 2: expected 17 values as in the first line, found 16"),
    ("3,ROW,", "line 2, column 17 (pixel15): expected a number, found nothing"),
    ("3,ROW,x1", "line 2, column 17 (pixel15): expected a number, found 'x1'"),
    ("3,ROW,1 2", "line 2, column 17 (pixel15): expected a number, found '1 2'"),
    ("3,ROW,\u{1B}[2J", "found '?[2J'"),
    ("10000,ROW,0", "line 2, column 1 (label): expected a whole number from 0 to 9999, found '10000'"),
  ])
  func errorsNameFileLineAndColumn(row: String, message: String) throws {
    let found = try self.message("\(header)\n\(row.replacingOccurrences(of: "ROW", with: zeros))\n")
    #expect(found.hasPrefix("train.csv, line 2"))
    #expect(found.hasSuffix(message))
  }

  @Test func tablesWithoutImagesAreRefused() throws {
    #expect(try message(header + "\n") == "train.csv has a header, but no rows")
    #expect(try message("").hasPrefix("train.csv looks like an empty file\n`load` reads "))
    #expect(try message("a,b,c\n1,2,3\n").hasPrefix("train.csv looks like a text file"))
    try trial.folder.write(Array("\(header)\n3,\(zeros),255\n".utf8), to: "kaggle/train.csv")
    try trial.folder.write([], to: "kaggle/test.csv")
    #expect(trial.message("kaggle") == "kaggle/test.csv is empty; expected a table of pixels")
    try trial.folder.write(Array("a,b\n1,2\n".utf8), to: "kaggle/test.csv")
    #expect(
      trial.message("kaggle")
        == "kaggle/test.csv has 2 columns; expected the pixels of square images, such as 784 for 28x28, with a "
        + "label or without")
  }

  @Test func aLineWithoutEndIsRefused() throws {
    let text = header + "\n" + String(repeating: "1", count: 5_000_000)
    #expect(try message(text) == "train.csv, line 2, is longer than 4194304 bytes")
  }

  @Test func aLabelOutsideTheKnownClassesNamesTheFile() throws {
    try trial.folder.write(Array("\(header)\n12,\(zeros),255\n".utf8), to: "digit-recognizer/train.csv")
    let search = DataSearch(dataOptions: [trial.folder.path], environment: [:], systemFolders: [])
    let error = #expect(throws: DatasetError.self) {
      try DataCatalogue.load("digit-recognizer", seed: 0, search: search)
    }
    #expect(
      error?.description
        == "\(trial.folder.path)/digit-recognizer/train.csv: label 0 is 12, but there are 10 classes, numbered 0 to 9"
    )
  }
}
