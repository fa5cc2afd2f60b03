import Testing

@testable import Datasets

/// Tables of labels beside images, in the forms in which competitions publish them.
struct LabelTableTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ text: String, to name: String) throws { try folder.write(Array(text.utf8), to: name) }

  /// Images of one pixel, whose value is the number in their name.
  private func images(_ names: String...) throws {
    for name in names {
      let value = UInt8(name.split(separator: "/").last.map { $0.filter(\.isNumber) } ?? "") ?? 0
      try folder.write(Array("P5 1 1 255\n".utf8) + [value], to: name)
    }
  }

  private func load(_ options: LoadOptions = LoadOptions()) throws -> Dataset {
    try DataCatalogue.load(
      folder.path, seed: 0, options: options, search: DataSearch(environment: [:], systemFolders: []))
  }

  private func error(_ options: LoadOptions = LoadOptions()) -> DatasetError? {
    do {
      _ = try load(options)
      return nil
    } catch let error as DatasetError {
      return DatasetError(
        error.description.replacingOccurrences(of: folder.path, with: "FOLDER"), subject: error.subject)
    } catch { return nil }
  }

  /// The pixel of each image with its class.
  private func pairs(_ examples: Examples?) -> [String] {
    guard let examples = examples?.even else { return [] }
    return (0..<examples.count).map { k in
      let label = examples.labels.classes[k]
      return
        "\(Int(examples.images.floats[k])) \(label < 0 ? "?" : examples.labels.classNames[Int(label)])"
    }
  }

  @Test(arguments: [
    "id,label", "image,breed", "file_name;class", "Id\tCategory", "\"image_id\",\"whatever\"",
  ])
  func aTableWithAnyNamesIsRead(header: String) throws {
    try images("images/0.pgm", "images/1.pgm", "images/2.pgm")
    let separator = header.contains(";") ? ";" : header.contains("\t") ? "\t" : ","
    try write(
      "\(header)\r\n0.pgm,cat\r\n1.pgm,dog\r\n2.pgm,cat\r\n".replacingOccurrences(of: ",", with: separator),
      to: "train.csv")
    let set = try load()
    #expect(pairs(set.train) == ["0 cat", "1 dog", "2 cat"])
    #expect(set.origin == "images with tables of their classes")
    #expect(set.notes.count == 1)
    #expect(set.notes[0].hasPrefix("train.csv: the images are '"))
  }

  @Test func namesMayLackTheirEndingOrHaveAFolder() throws {
    try images("images/10.pgm", "images/11.pgm")
    try write("id,label\n10,5\n11,7\n", to: "labels.csv")
    #expect(pairs(try load().train) == ["10 5", "11 7"])
    try write("path,label\nimages/10.pgm,5\n./images/11.pgm,7\n", to: "labels.csv")
    #expect(pairs(try load().train) == ["10 5", "11 7"])
    try write("10.pgm,a\n11.pgm,b\n", to: "labels.csv")
    #expect(pairs(try load().train) == ["10 a", "11 b"])
  }

  /// The label 1 is the name of an image too.
  @Test func classNumbersAreNotTakenForNamesOfImages() throws {
    try images("images/0.pgm", "images/1.pgm", "images/2.pgm")
    try write("label,id\n1,0\n1,1\n0,2\n", to: "train.csv")
    #expect(pairs(try load().train) == ["0 1", "1 1", "2 0"])
    try write("kind,image\n1,0\n1,1\n0,2\n", to: "train.csv")
    #expect(pairs(try load().train) == ["0 1", "1 1", "2 0"])
  }

  @Test func splitsAreThoseOfTheFoldersOrTheTables() throws {
    try images("train/1.pgm", "train/2.pgm", "test/3.pgm")
    try write("id,breed\n1,pug\n2,boxer\n", to: "labels.csv")
    try write("id,breed\n3,0.5\n", to: "sample_submission.csv")
    let set = try load()
    #expect(pairs(set.train) == ["1 pug", "2 boxer"])
    #expect(pairs(set.test) == ["3 ?"])
    #expect(set.notes.contains("passed over: sample_submission.csv (labels= names the table of the classes)"))
  }

  @Test func aListWithoutClassesTellsTheTestImages() throws {
    try images("images/Train_1.pgm", "images/Train_2.pgm", "images/Test_3.pgm", "images/Test_4.pgm")
    try write("image_id,healthy,rust\nTrain_1,1,0\nTrain_2,0,1\n", to: "train.csv")
    try write("image_id\nTest_3\n", to: "test.csv")
    try write("image_id,healthy\nTest_3,\n", to: "other.csv")
    let set = try load()
    #expect(pairs(set.train) == ["1 healthy", "2 rust"])
    #expect(
      set.notes.contains(
        "train.csv: the images are 'image_id', the class is the column with a 1 (healthy, rust)"))
  }

  @Test func whatTheLabelIsIsAskedForAndSaid() throws {
    try images("images/1.pgm", "images/2.pgm")
    try write("id,colour,breed2\n1,red,pug\n2,blue,pug\n", to: "train.csv")
    #expect(
      error()
        == DatasetError(
          "FOLDER/train.csv: which column is the class: colour, breed2? say label=colour", subject: "label"))
    #expect(pairs(try load(LoadOptions(label: "breed2")).train) == ["1 pug", "2 pug"])
    #expect(pairs(try load(LoadOptions(label: "last")).train) == ["1 pug", "2 pug"])
    #expect(
      error(LoadOptions(label: "size"))?.description
        == "FOLDER/train.csv has no column 'size'; it has id, colour, breed2")
  }

  @Test func theTableIsAskedForAndSaid() throws {
    try images("images/1.pgm", "images/2.pgm")
    try write("id,label\n1,a\n2,b\n", to: "first.csv")
    try write("id,label\n1,c\n2,d\n", to: "second.csv")
    #expect(
      error()
        == DatasetError(
          "which table tells the classes: first.csv, second.csv? say labels=\"first.csv\"", subject: "labels")
    )
    #expect(pairs(try load(LoadOptions(labels: "second.csv")).train) == ["1 c", "2 d"])
    #expect(try load(LoadOptions(labels: "none")).test?.labels.areKnown == false)
    #expect(error(LoadOptions(labels: "third.csv"))?.subject == "labels")
  }

  @Test func classFoldersComeBeforeATable() throws {
    try images("cat/1.pgm", "dog/2.pgm")
    try write("id,label,more\n1,a,x\n2,b,y\n", to: "notes.csv")
    let set = try load()
    #expect(pairs(set.train) == ["1 cat", "2 dog"])
    #expect(set.notes == ["passed over: notes.csv (labels= names the table of the classes)"])
    #expect(pairs(try load(LoadOptions(label: "label", labels: "notes.csv")).train) == ["1 a", "2 b"])
  }

  @Test func anImageOfTwoClassesIsRefused() throws {
    try images("images/1.pgm")
    try write("id,label\n1,a\n1,b\n", to: "train.csv")
    #expect(
      error()?.description
        == "FOLDER/train.csv, line 3: the image '1' is of the class 'b' here, and of 'a' further up; an image has one class"
    )
  }

  @Test func imagesThatNoTableNamesAreCounted() throws {
    try images("images/1.pgm", "images/2.pgm", "images/3.pgm")
    try write("id,label\n1,a\n2,b\n", to: "train.csv")
    #expect(try load().notes.contains("1 images that no table names are passed over"))
    try write("id,label\n1,a\n9,b\n", to: "train.csv")
    #expect(error()?.description.contains("line 3: there is no image '9'") == true)
    try write("id,label\n1,a\n2,\n", to: "train.csv")
    #expect(error()?.description == "FOLDER/train.csv, line 3: no class; found '' in 'label'")
  }

  // MARK: - The order of classes

  @Test func kerassOrderOfNumberedFoldersIsOfferedAndSaid() throws {
    for k in 0..<12 { try images("\(k)/\(k).pgm") }
    let own = try load()
    #expect(pairs(own.train).prefix(3) == ["0 0", "1 1", "2 2"])
    #expect(own.train?.labels.classes.prefix(3) == [0, 1, 2])
    #expect(
      own.notes == [
        "the folders' numbers are the classes; Keras counts the folders in the order 0 1 10 11 2 3 ... (class_order=keras)"
      ])
    #expect(own.train?.labels.kerasOrder?.prefix(3) == ["0", "1", "10"])
    let keras = try load(LoadOptions(classOrder: .keras))
    #expect(pairs(keras.train).prefix(4) == ["0 0", "1 1", "10 10", "11 11"])
    #expect(keras.train?.labels.classes == (0..<12).map(Int32.init))
    #expect(keras.notes == [])
    #expect(keras.train?.labels.kerasOrder == nil)
  }

  @Test func foldersThatKerasCountsAlikeNeedNoWord() throws {
    for k in 0..<12 { try images("\(k < 10 ? "0" : "")\(k)/\(k).pgm") }
    #expect(try load().notes == [])
  }

  @Test func aFolderWithoutImagesIsAClass() throws {
    try images("train/cat/1.pgm", "train/dog/2.pgm", "test/cat/3.pgm")
    try write("", to: "train/bird/notes.txt")
    try write("", to: "train/.hidden/notes.txt")
    let set = try load()
    #expect(set.train?.labels.classNames == ["bird", "cat", "dog"])
    #expect(set.train?.labels.classes == [1, 2])
    #expect(
      set.notes == [
        "folders without images, classes all the same: bird", "passed over: train/bird (1 file)",
      ])
  }

  // MARK: - Data that come class by class

  @Test func theFirstOnesOfSortedImagesAreSaidToLackClasses() throws {
    for k in 0..<5 { for i in 0..<4 { try images("\(k)/\(i).pgm") } }
    let few = try DataCatalogue.load(
      folder.path, Splits(train: 6), seed: 0, search: DataSearch(environment: [:], systemFolders: []))
    #expect(
      few.notes == [
        "the images come class by class: the first 6 of train are of 0, 1 alone; for some of each, load all of them, "
          + "shuffle, and take stop=6"
      ])
    let all = try load()
    let parts = try #require(try all.train?.split(fraction: 0.2))
    #expect(all.train?.labels.hint(onValidation: parts.valid.labels, "the last 4") != nil)
    let mixed = try #require(all.train?.shuffled(seed: 1))
    #expect(mixed.labels.hint(onValidation: try mixed.split(fraction: 0.2).valid.labels, "the last 4") == nil)
  }
}
