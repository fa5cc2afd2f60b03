/// A data set that `load` knows by name. One declaration drives loading, completion, help and error messages.
public struct KnownDataset: Sendable {
  public let name: String
  /// One line for lists and help.
  public let summary: String
  public let classNames: [String]
  /// How to get it, a step a line; empty where it is built in.
  public let howToGet: [String]

  /// How many images to draw of each split (nil: the usual number) and the seed to draw them from.
  typealias Draw = @Sendable (_ train: Int?, _ valid: Int?, _ test: Int?, _ seed: UInt64) throws -> Dataset
  /// Draws the set where it is built in; nil where it is read from files.
  let draw: Draw?

  /// Whether the set needs no files.
  public var isBuiltIn: Bool { draw != nil }
}

extension KnownDataset {
  static let digits = KnownDataset(
    name: "digits",
    summary: "handwritten digits drawn by the program itself, 28x28x1, 10 classes; needs no files",
    classNames: Digits.classNames, howToGet: [],
    draw: { train, valid, test, seed in
      if let valid { throw DatasetError("valid=\(valid): digits has no valid split") }
      return try Digits.generate(train: train, test: test, seed: seed)
    })

  static let signs = KnownDataset(
    name: "signs",
    summary: "German traffic signs drawn by the program itself, 32x32x3, 43 classes; needs no files",
    classNames: Signs.classNames, howToGet: [],
    draw: { try Signs.generate(train: $0, valid: $1, test: $2, seed: $3) })

  static let mnist = KnownDataset(
    name: "mnist",
    summary: "MNIST: 70,000 scanned handwritten digits, 28x28, 10 classes (LeCun, Cortes, Burges)",
    classNames: (0...9).map(String.init),
    howToGet: [
      "put its four files " + IDXReader.usualNames.joined(separator: ", ")
        + " (gzipped or not) into one folder",
      "and name that folder with --data, or call it 'mnist' in one of the folders above",
    ], draw: nil)

  static let fashionMNIST = KnownDataset(
    name: "fashion-mnist",
    summary: "Fashion-MNIST: 70,000 pictures of clothes in MNIST's format, harder than digits (Zalando)",
    classNames: [
      "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
      "Ankle boot",
    ],
    howToGet: [
      "on Debian and Ubuntu: apt install dataset-fashion-mnist",
      "elsewhere: put its four files (named as MNIST's) into a folder 'fashion-mnist' in one of the folders above",
    ], draw: nil)
}
