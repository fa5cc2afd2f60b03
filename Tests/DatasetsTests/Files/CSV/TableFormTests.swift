import Core
import Foundation
import Testing

@testable import Datasets

/// The forms in which tables of pixels are found in public. What is right is what pandas reads.
struct TableFormTests {
  private let trial: ReaderTrial

  init() throws { trial = try ReaderTrial() }

  /// Twenty images of 8x8, the value of pixel k of image i, and labels 0 ... 9 0 ... 9.
  private static func pixel(_ i: Int, _ k: Int) -> Int {
    k == 0 ? 0 : k == 63 ? i % 3 * 100 : (7 * i + 3 * k) % 17
  }
  private static let rows = (0..<20).map { i in (0..<64).map { "\(pixel(i, $0))" } }
  private static let pixels = (0..<20).flatMap { i in (0..<64).map { Float(pixel(i, $0)) } }
  private static let labels = (0..<20).map { Int32($0 % 10) }
  private static let names = (0..<64).map { "pixel\($0)" }

  private func load(
    _ lines: [[String]], separator: String = ",", end: String = "\n", as name: String = "digits.csv",
    options: LoadOptions = LoadOptions()
  ) throws -> Dataset {
    try load(lines.map { $0.joined(separator: separator) + end }.joined(), as: name, options: options)
  }

  private func load(_ text: String, as name: String = "digits.csv", options: LoadOptions = LoadOptions())
    throws -> Dataset
  {
    try trial.folder.write(Array(text.utf8), to: name)
    return try DataCatalogue.load(
      trial.folder.path + "/" + name, seed: 0, options: options,
      search: DataSearch(environment: [:], systemFolders: []))
  }

  private func error(_ lines: [[String]], options: LoadOptions = LoadOptions()) -> DatasetError? {
    do {
      _ = try load(lines, options: options)
      return nil
    } catch let error as DatasetError {
      return DatasetError(
        error.description.replacingOccurrences(of: trial.folder.path + "/", with: ""), subject: error.subject)
    } catch { return nil }
  }

  private func check(
    _ set: Dataset, labels: [Int32]? = labels, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(set.train?.images.even?.shape == [20, 8, 8, 1], sourceLocation: sourceLocation)
    #expect(set.train?.images.even?.floats == Self.pixels, sourceLocation: sourceLocation)
    #expect(set.train?.labels.areKnown == (labels != nil), sourceLocation: sourceLocation)
    if let labels { #expect(set.train?.labels.classes == labels, sourceLocation: sourceLocation) }
  }

  private static func rows(_ change: (Int, [String]) -> [String]) -> [[String]] {
    rows.enumerated().map(change)
  }

  // MARK: - Which column is the label

  @Test func theLabelIsTheFirstOrTheLastColumnByItsValues() throws {
    let last = try load(Self.rows { $1 + ["\($0 % 10)"] })
    check(last)
    #expect(last.notes == ["digits.csv: the label is the last column (0 to 9), the pixels are 8x8"])
    // The last pixel has the values 0, 100 and 200.
    let first = try load(Self.rows { ["\($0 % 10)"] + $1 })
    check(first)
    #expect(first.notes == ["digits.csv: the label is the first column (0 to 9), the pixels are 8x8"])
  }

  @Test func whereBothCanBeItTheErrorAsks() throws {
    let both = Self.rows { ["\($0 % 10)"] + $1.dropLast() + ["\($0 % 4)"] }
    #expect(
      error(both)
        == DatasetError(
          "digits.csv: is the label the first column (0 to 9) or the last (0 to 3)? say label=first or label=last, or "
            + "label=none with size=HEIGHTxWIDTH where there is none", subject: "label"))
    #expect(try load(both, options: LoadOptions(label: "first")).train?.labels.classes == Self.labels)
    #expect(try load(both, options: LoadOptions(label: "last")).train?.labels.countsByClass.count == 4)
    #expect(
      try load(both, options: LoadOptions(size: [5, 13], label: "none")).train?.images.even?.shape == [
        20, 5, 13, 1,
      ])
  }

  @Test func sortedClassesAreNotTakenForACornerOfThePicture() throws {
    // The first 100 KB have the label 0 alone, and the last pixel changes there.
    let lines = (0..<3000).map { i in ["\(i / 1500)"] + (0..<64).map { "\($0 == 63 ? i % 2 * 200 : 100)" } }
    let set = try load(lines)
    #expect(set.train?.labels.classes == (0..<3000).map { Int32($0 / 1500) })
  }

  @Test(arguments: ["", "Unnamed: 0", "id", "index", "ImageId", "image_id"])
  func aColumnThatNumbersTheRowsIsPassedOverAndNamed(name: String) throws {
    let set = try load([[name] + Self.names] + Self.rows { ["\($0)"] + $1 })
    check(set, labels: nil)
    let title = name.isEmpty ? "the first column, which numbers the rows" : "'\(name)'"
    #expect(set.notes == ["digits.csv: no label, the pixels are 8x8; passed over: \(title)"])
    let both = try load([[name, "label"] + Self.names] + Self.rows { ["\($0)", "\($0 % 10)"] + $1 })
    check(both)
    let apart = try load([[name] + Self.names + ["class"]] + Self.rows { ["\($0)"] + $1 + ["\($0 % 10)"] })
    check(apart)
  }

  @Test func anIndexWithoutNamesIsToldFromTheLabel() throws {
    check(try load(Self.rows { ["\($0)", "\($0 % 10)"] + $1 }))
    check(try load(Self.rows { ["\($0)"] + $1 + ["\($0 % 10)"] }))
    // Numbers of rows alone may be twenty classes too.
    #expect(error(Self.rows { ["\($0)"] + $1 })?.subject == "label")
  }

  @Test func theLabelIsFoundByItsNameOrAskedFor() throws {
    check(try load([Self.names + ["Class"]] + Self.rows { $1 + ["\($0 % 10)"] }))
    #expect(
      error([Self.names + ["kind"]] + Self.rows { $1 + ["\($0 % 10)"] })?.description
        == "digits.csv: is 'kind' the label? say label=kind, or label=none")
    let kinds = [Self.names + ["kind"]] + Self.rows { $1 + ["\($0 % 10)"] }
    for label in ["kind", "KIND", "last", "65"] { check(try load(kinds, options: LoadOptions(label: label))) }
    #expect(
      error(kinds, options: LoadOptions(label: "kin"))?.description
        == "digits.csv has no column 'kin'; did you mean 'kind'?\nlabel= is a column's name or its number from 1 to 65, "
        + "first, last, or none")
    let two = [["class", "label"] + Self.names] + Self.rows { ["1", "\($0 % 10)"] + $1 }
    #expect(
      error(two)?.description == "digits.csv: which column is the label, 'class' or 'label'? say label=class")
  }

  // MARK: - Names of columns

  @Test(arguments: [
    (0..<64).map { "\($0 / 8)x\($0 % 8)" }, (0..<64).map { "r\($0 / 8)c\($0 % 8)" }, (0..<64).map { "\($0)" },
    (1...64).map { "\($0)" }, (1...64).map { "V\($0)" }, (0..<64).map { "pixel_\($0 / 8)_\($0 % 8)" },
  ])
  func pixelsMayHaveAnyNumberedNames(names: [String]) throws {
    check(try load([["label"] + names] + Self.rows { ["\($0 % 10)"] + $1 }))
    check(try load([names] + Self.rows), labels: nil)
    check(try load([names + ["y"]] + Self.rows { $1 + ["\($0 % 10)"] }))
  }

  @Test func numbersMayBeTheNamesOfTheColumns() throws {
    let names = (0...64).map { "\($0)" }
    check(try load([names] + Self.rows { $1 + ["\($0 % 10)"] }))
    check(try load([names] + Self.rows { ["\($0 % 10)"] + $1 }))
    check(try load([[""] + names] + Self.rows { ["\($0)"] + $1 + ["\($0 % 10)"] }))
    let asData = try load(
      [names] + Self.rows { $1 + ["\($0 % 10)"] }, options: LoadOptions(label: "last", header: false))
    #expect(asData.train?.count == 21)
  }

  @Test func anImageThatPandasTookForNamesIsAskedAbout() throws {
    let names = ["6", "0"] + (1..<64).map { "0.\($0)" }
    let lines = [names] + Self.rows { ["\($0 % 10)"] + $1 }
    #expect(error(lines)?.subject == "header")
    check(try load(lines, options: LoadOptions(header: true)))
  }

  @Test func rowNamesOfRHaveNoNameOfTheirOwn() throws {
    let lines = [Self.names.map { "\"\($0)\"" }] + Self.rows { ["\"\($0 + 1)\""] + $1 }
    check(try load(lines, separator: " "), labels: nil)
  }

  // MARK: - Separators, quotes, line ends, encodings

  @Test(arguments: [",", ";", "\t", "|", " ", "   ", ", ", " ; "], ["\n", "\r\n", "\r"])
  func anySeparatorAndLineEndIsRead(separator: String, end: String) throws {
    let lines = [["label"] + Self.names] + Self.rows { ["\($0 % 10)"] + $1 }
    check(try load(lines, separator: separator, end: end))
    check(try load(Array(lines.dropFirst()), separator: separator, end: end))
  }

  @Test(arguments: [",", ";", "\t", " "])
  func aSeparatorMayEndEachLine(separator: String) throws {
    check(
      try load(
        [["label"] + Self.names] + Self.rows { ["\($0 % 10)"] + $1 }, separator: separator,
        end: separator + "\n"))
    check(try load(Self.rows { $1 + ["\($0 % 10)"] }, separator: separator, end: separator + "\n"))
    check(try load([["label"] + Self.names] + Self.rows { ["\($0 % 10)"] + $1 + [""] }, separator: ","))
  }

  @Test func everyFieldMayBeQuoted() throws {
    let lines = ([["label"] + Self.names] + Self.rows { ["\($0 % 10)"] + $1 }).map { $0.map { "\"\($0)\"" } }
    check(try load(lines))
    check(try load(lines, separator: ";"))
  }

  @Test func utf16IsRead() throws {
    let lines = ([["label"] + Self.names] + Self.rows { ["größe\u{1F600}\($0 % 10)"] + $1 })
    let text = lines.map { $0.joined(separator: "\t") }.joined(separator: "\r\n")
    for (encoding, mark) in [
      (String.Encoding.utf16LittleEndian, [UInt8]([0xFF, 0xFE])), (.utf16BigEndian, [0xFE, 0xFF]),
      (.utf16LittleEndian, []),
      (.utf8, [0xEF, 0xBB, 0xBF]),
    ] {
      let bytes = mark + Array(try #require(text.data(using: encoding)))
      let set = try trial.load(bytes, as: "digits.csv")
      check(set)
      #expect(set.train?.labels.classNames == (0..<10).map { "größe\u{1F600}\($0)" })
    }
  }

  // MARK: - Numbers

  @Test func floatsThatAreWholeAreBytesAndOthersFloats() throws {
    let whole = try load([["label"] + Self.names] + Self.rows { ["\($0 % 10).0"] + $1.map { $0 + ".0" } })
    check(whole)
    #expect(whole.train?.images.dtype == .uint8)
    let scaled = try load(
      [["label"] + Self.names] + Self.rows { ["\($0 % 10)"] + $1.map { "\((Double($0) ?? 0) / 255)" } })
    #expect(scaled.train?.images.dtype == .float32)
    #expect(scaled.train?.images.even?.floats == Self.pixels.map { Float(Double($0) / 255) })
    // Whole ones first: what was held as bytes goes on as floats.
    let late = try load(
      [["label"] + Self.names] + Self.rows { ["\($0 % 10)"] + ($0 < 10 ? $1 : $1.map { $0 + ".5" }) })
    #expect(late.train?.images.even?.floats == Self.pixels.enumerated().map { $0 < 640 ? $1 : $1 + 0.5 })
  }

  @Test(
    arguments: [
      ("1e-3", 0.001), ("-0.5", -0.5), ("+7", 7), (".5", 0.5), ("5.", 5), ("1E2", 100), ("256", 256),
      ("-1", -1),
      ("0.1000000000000000055511151231257827", 0.1), ("123456789012345678901234567890", 1.2345679e29),
      ("1e-60", 0),
      ("16777217", 16_777_216), ("3.4028234e38", .greatestFiniteMagnitude),
      ("0.000000000000000000000000000001", 1e-30),
    ] as [(String, Float)])
  func numbersAreThoseOfNumPy(text: String, value: Float) throws {
    let set = try load(
      [["label"] + Self.names] + Self.rows { ["\($0 % 10)"] + ($0 == 3 ? [text] + $1.dropFirst() : $1) })
    #expect(set.train?.images.even?.floats[3 * 64] == value)
  }

  @Test func aDecimalCommaIsOneWhereItSeparatesNoColumns() throws {
    let set = try load(
      [["label"] + Self.names] + Self.rows { ["\($0 % 10)"] + $1.map { "\($0),5" } }, separator: ";")
    #expect(set.train?.images.even?.floats == Self.pixels.map { $0 + 0.5 })
    let bare = try load(
      Self.rows { ["\($0 % 10)"] + $1.map { "\($0),5" } }, separator: ";", options: LoadOptions(label: "1"))
    #expect(bare.train?.images.even?.floats == Self.pixels.map { $0 + 0.5 })
  }

  @Test(arguments: [
    "", "?", "NA", "nan", "NaN", "null", "inf", "1e999", "x", "0x10", "1.2.3", "--1", "1e", "\"1",
  ])
  func whatIsNoNumberIsNamedOrLeftOutWhenAsked(text: String) throws {
    let lines =
      [["label"] + Self.names]
      + Self.rows { ["\($0 % 10)"] + ($0 == 3 ? ["5", text] + $1.dropFirst(2) : $1) }
    let found = try #require(error(lines)).description
    #expect(found.hasPrefix("digits.csv, line 5, column 3 (pixel1): "))
    let set = try load(lines, options: LoadOptions(skipsBroken: true))
    #expect(set.train?.count == 19)
    #expect(set.train?.labels.classes == Self.labels.enumerated().filter { $0.offset != 3 }.map(\.element))
    #expect(set.notes == ["digits.csv: 1 broken left out: line 5"])
  }

  // MARK: - Labels

  @Test func lettersAndWordsAreClasses() throws {
    let letters = "JIHGFEDCBA".map(String.init)
    let set = try load([["label"] + Self.names] + Self.rows { [letters[$0 % 10]] + $1 })
    check(set, labels: Self.labels.map { 9 - $0 })
    #expect(set.train?.labels.classNames == "ABCDEFGHIJ".map(String.init))
    #expect(
      set.notes == ["digits.csv: the label is the column 'label' (10 names, A to J), the pixels are 8x8"])
    check(try load(Self.rows { [letters[$0 % 10]] + $1 }), labels: Self.labels.map { 9 - $0 })
    check(try load(Self.rows { $1 + ["\"a, \(letters[$0 % 10])\""] }), labels: Self.labels.map { 9 - $0 })
  }

  @Test func namesAreNumberedInAllSplitsAlike() throws {
    let header = ["label"] + Self.names
    try trial.folder.write(
      Array(
        ([header] + Self.rows { [["b", "c"][$0 % 2]] + $1 }).map { $0.joined(separator: ",") + "\n" }.joined()
          .utf8),
      to: "set/train.csv")
    try trial.folder.write(
      Array(
        ([header] + Self.rows { [["a", "c"][$0 % 2]] + $1 }).map { $0.joined(separator: ",") + "\n" }.joined()
          .utf8),
      to: "set/test.csv")
    let set = try trial.load("set")
    #expect(set.train?.labels.classNames == ["a", "b", "c"])
    #expect(set.train?.labels.classes.prefix(2) == [1, 2])
    #expect(set.test?.labels.classes.prefix(2) == [0, 2])
  }

  @Test func aWordAmongNumbersIsNoClass() throws {
    let lines = (0..<4000).map { i in ["\(i == 3999 ? "x" : "\(i % 10)")"] + Self.rows[i % 20] }
    #expect(
      error([["label"] + Self.names] + lines)?.description
        == "digits.csv, line 4001, column 1 (label): expected a whole number from 0 to 9999, found 'x'")
  }

  @Test func oneHotColumnsAreALabel() throws {
    func oneHot(_ label: Int) -> [String] { (0..<10).map { $0 == label ? "1" : "0" } }
    let set = try load(Self.rows { $1.map { $0 == "0" ? "0" : "1" } + oneHot($0 % 10) })
    #expect(set.train?.labels.classes == Self.labels)
    #expect(set.notes == ["digits.csv: the label is 10 columns, a 1 in one of them, the pixels are 8x8"])
    // Semeion's own form.
    check(try load(Self.rows { $1.map { $0 + ".0000" } + oneHot($0 % 10) }, separator: " ", end: " \n"))
    // pandas's get_dummies.
    let names = "abcdefghij".map { "label_\($0)" }
    let dummies = try load([Self.names + names] + Self.rows { $1 + oneHot($0 % 10) })
    check(dummies)
    #expect(dummies.train?.labels.classNames == "abcdefghij".map(String.init))
    let two = Self.rows { row, pixels in
      pixels + (row == 19 ? ["1", "1"] + oneHot(5).dropFirst(2) : oneHot(row % 10))
    }
    #expect(error([Self.names + names] + two) != nil)
  }

  // MARK: - Sizes

  @Test func coloursAreAskedForAndTakenEitherWay() throws {
    let lines =
      [["label"] + (0..<192).map { "pixel\($0)" }]
      + (0..<4).map { i in ["\(i)"] + (0..<192).map { "\(($0 + i) % 256)" } }
    #expect(
      error(lines)?.description
        == "digits.csv: its rows have 192 numbers for the pixels, images of 8x8 in colour: say size=8x8x3 where each "
        + "pixel's red, green and blue stand together, or size=3x8x8 where all the reds come first")
    let together = try load(lines, options: LoadOptions(size: [8, 8, 3]))
    #expect(together.train?.images.even?.shape == [4, 8, 8, 3])
    #expect(together.train?.images.even?.floats(ofRow: 1) == (1...192).map(Float.init))
    let planes = try load(lines, options: LoadOptions(size: [3, 8, 8]))
    #expect(planes.train?.images.even?.shape == [4, 8, 8, 3])
    #expect(planes.train?.images.even?.floats(ofRow: 0).prefix(4) == [0, 64, 128, 1])
  }

  @Test func otherShapesAreAskedFor() throws {
    let lines =
      [["label"] + (0..<96).map { "pixel\($0)" }] + (0..<4).map { i in ["\(i)"] + (0..<96).map { "\($0)" } }
    #expect(
      error(lines)?.description
        == "digits.csv: its rows have 96 numbers for the pixels, which make no square; say size=HEIGHTxWIDTH, such as "
        + "size=8x12, or label=COLUMN where not all of them are pixels")
    #expect(try load(lines, options: LoadOptions(size: [8, 12])).train?.images.even?.shape == [4, 8, 12, 1])
    #expect(
      error(lines, options: LoadOptions(size: [9, 9]))
        == DatasetError(
          "digits.csv: size=9x9 is 81 numbers an image, but its rows have 96 for the pixels", subject: "size")
    )
    // Sixteen numbers may be anything.
    let small = Self.rows { Array($1[1..<17]) + ["\($0 % 10)"] }
    #expect(error(small)?.description.contains("say size=4x4") == true)
    #expect(
      try load(small, options: LoadOptions(size: [4, 4], label: "last")).train?.labels.classes == Self.labels)
  }

  // MARK: - Hostile tables

  @Test func aQuoteThatIsNeverClosedEndsWithItsLine() throws {
    let lines =
      [["label"] + Self.names] + Self.rows { ["\($0 % 10)"] + ($0 == 3 ? ["\"7"] + $1.dropFirst() : $1) }
    #expect(
      error(lines)?.description
        == "digits.csv, line 5, column 2 (pixel0): the quote is never closed, found '\"7'")
  }

  @Test(arguments: ["\0", "\u{1B}[31m", "\u{202E}"])
  func controlCharactersAreNotShown(text: String) throws {
    let lines =
      [["label"] + Self.names] + Self.rows { ["\($0 % 10)"] + ($0 == 3 ? [text] + $1.dropFirst() : $1) }
    let found = try #require(error(lines)).description
    #expect(found.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F })
  }

  @Test func moreColumnsThanAnyPictureHasAreRefused() throws {
    let text = String(repeating: "1,", count: 1_500_000) + "1\n"
    let found = try trial.message(Array((text + text).utf8), as: "digits.csv")
    #expect(found == "digits.csv has more than 1048576 columns")
  }
}
