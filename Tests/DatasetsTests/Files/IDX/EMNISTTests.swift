import Core
import Testing

@testable import Datasets

struct EMNISTTests {
  private let trial: ReaderTrial

  init() throws { trial = try ReaderTrial() }

  @Test(
    arguments: [
      ("emnist-letters-train-images-idx3-ubyte", "letters"),
      ("emnist-byclass-test-images-idx3-ubyte.gz", "byclass"),
      ("train-images-idx3-ubyte", nil), ("my-emnist-letters-train", nil), ("emnist-letters.mat", nil),
    ] as [(String, String?)])
  func itsFilesAreKnownByTheirNames(name: String, set: String?) {
    #expect(EMNIST.set(of: name) == set)
  }

  @Test func itsImagesAreTurnedUpright() throws {
    let turned = try EMNIST.upright(Tensor(shape: [2, 2, 2], bytes: [1, 2, 3, 4, 5, 6, 7, 8]))
    #expect(turned.shape == [2, 2, 2])
    #expect(turned.dtype == .uint8)
    #expect(turned.floats == [1, 3, 2, 4, 5, 7, 6, 8])
  }

  @Test func itsMappingNamesTheClasses() throws {
    try trial.folder.write(Array("1 65 97\n2 66 98\n4 48\n".utf8), to: "emnist/emnist-letters-mapping.txt")
    let source = try DataSource(path: trial.folder.path + "/emnist")
    #expect(try EMNIST.classNames(of: "letters", in: source) == ["0", "Aa", "Bb", "3", "0"])
    #expect(try EMNIST.classNames(of: "balanced", in: source) == nil)
  }

  @Test(arguments: ["1 65\n2 x", "1 65\n2", "1 65\n-1 66", "1 65\n2 7"])
  func aLineThatIsNoMappingIsNamed(text: String) throws {
    let path = try trial.folder.write(Array(text.utf8), to: "emnist/emnist-letters-mapping.txt")
    let source = try DataSource(path: trial.folder.path + "/emnist")
    #expect(
      throws: DatasetError(
        "\(path), line 2: expected a class number and the codes of its characters, such as 36 97")
    ) { try EMNIST.classNames(of: "letters", in: source) }
  }
}
