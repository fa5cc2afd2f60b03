import Core
import Foundation
import Testing

@testable import Datasets

/// Tables whose rows are no images: numbers, words, and a column of classes.
@Suite struct FeatureTableTests {
  private static let penguins = """
    rowid,species,island,bill,mass,sex,note
    1,Adelie,Torgersen,39.1,3750,male,a
    2,Adelie,Torgersen,39.5,3800,female,
    3,Gentoo,Biscoe,NA,,female,
    4,Gentoo,Biscoe,46.1,4500,female,
    5,Chinstrap,Dream,46.5,3500,male,
    6,Chinstrap,Dream,50,3900,NA,

    7,Gentoo,Biscoe,50.0,5700,male,b
    """

  private func load(
    _ text: String, name: String = "penguins.csv", _ options: LoadOptions = LoadOptions(target: "species")
  ) throws -> Dataset {
    let folder = try TemporaryFolder()
    let file = URL(fileURLWithPath: folder.path + "/" + name)
    try Data(text.utf8).write(to: file)
    return try DataCatalogue.load(
      file.path, seed: 0, options: options, search: DataSearch(environment: [:], systemFolders: []))
  }

  @Test func numbersStandAndWordsAreOneHot() throws {
    let set = try load(Self.penguins)
    let train = try #require(set.train?.even)
    // bill, mass, island=Biscoe|Dream|Torgersen, sex=female|male.
    #expect(train.images.shape == [5, 7])
    #expect(train.images.floats(ofRow: 0) == [0, 0, 1, 39.1, 3750, 0, 1])
    #expect(train.images.floats(ofRow: 4) == [1, 0, 0, 50, 5700, 0, 1])
    #expect(train.labels.classNames == ["Adelie", "Chinstrap", "Gentoo"])
    #expect(train.labels.classes == [0, 0, 2, 1, 2])
    #expect(set.notes.contains("features: island=Biscoe|Dream|Torgersen, bill, mass, sex=female|male"))
    #expect(set.notes.contains("left out: 'rowid' (names the rows), 'note' (missing in 5 of 7 rows)"))
    #expect(
      set.notes.contains(
        "train: 2 of 7 rows have a missing value and are left out (bill 1, mass 1, sex 1)"))
  }

  @Test func columnsAreChosenByNameOrNumber() throws {
    let set = try load(Self.penguins, LoadOptions(target: "2", columns: ["mass", "4"]))
    #expect(set.train?.even?.images.floats(ofRow: 0) == [3750, 39.1])
    #expect(set.train?.count == 6)
    // Without names: semicolons, decimal commas, the class in front.
    let plain = try load("a;1,5;2\nb;2,5;3\na;0;1\nb;7;7\n", LoadOptions(target: "first"))
    #expect(plain.train?.even?.images.floats == [1.5, 2, 2.5, 3, 0, 1, 7, 7])
    #expect(plain.train?.labels.classes == [0, 1, 0, 1])
  }

  @Test(arguments: [
    ("a,b\n1,2\n3\n", "line 3: expected 2 values, found 1"), ("a,b\n\"1,2\n", "no partner"), ("", "empty"),
    ("a,species\n", "but no rows"), ("a,b\n1,2\n", "no column 'species'"),
    ("species\nx\ny\n", "no column of numbers"),
    ("a,species\n1,u\n2,v\n3,w\n4,x\n5,y\n6,z\n", "that is no class"),
    ("a,species\nNA,u\n1,NA\n2,NA\n", "every row"), ("a,species\n1,\u{0}\n", "no text"),
  ])
  func whatIsNoTableIsRefused(text: String, message: String) {
    #expect { try load(text) } throws: { "\($0)".contains(message) }
  }

  @Test func trainAndTestShareTheirColumns() throws {
    let folder = try TemporaryFolder()
    let files = [
      "train.csv": "x,colour,species\n1,red,a\n2,blue,b\n3,red,a\n4,red,b\n",
      "test.csv": "colour,x\ngreen,5\nred,6\n",
    ]
    for (name, text) in files {
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path + "/" + name))
    }
    let set = try DataCatalogue.load(
      folder.path, seed: 0, options: LoadOptions(target: "species"),
      search: DataSearch(environment: [:], systemFolders: []))
    #expect(set.train?.even?.images.floats(ofRow: 0) == [1, 0, 0, 1])
    #expect(set.test?.even?.images.floats == [5, 0, 1, 0, 6, 0, 0, 1])
    #expect(set.test?.labels.areKnown == false)
  }

  @Test func columnsComeToOneScale() throws {
    let table = Tensor(shape: [4, 3], floats: [1, 10, 5, 2, 20, 5, 3, 30, 5, 4, 40, 5])
    let scale = try #require(ColumnScale(of: table))
    #expect(scale.means == [2.5, 25, 5] && scale.deviations[2] == 1)
    let scaled = try scale.applied(to: table).floats
    // scikit-learn's StandardScaler.
    let expected: [Float] = [-1.3416408, -0.4472136, 0.4472136, 1.3416408]
    for row in 0..<4 {
      #expect(abs(scaled[3 * row] - expected[row]) < 1e-6 && abs(scaled[3 * row + 1] - expected[row]) < 1e-6)
      #expect(scaled[3 * row + 2] == 0)
    }
    #expect(ColumnScale(of: Tensor(shape: [4], floats: [1, 2, 3, 4])) == nil)
    #expect(throws: DatasetError.self) { try scale.applied(to: Tensor(shape: [1, 2], floats: [1, 2])) }
  }
}
