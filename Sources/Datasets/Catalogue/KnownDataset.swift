/// A data set that `load` knows by name. One declaration drives loading, completion, help and error messages.
public struct KnownDataset: Sendable {
  public let name: String
  /// One line for lists and help.
  public let summary: String
  public let classNames: [String]
  /// How to get it, a step a line; empty where it is built in.
  public let howToGet: [String]
  /// The formats in which it is published; empty where it is built in.
  let readers: [any DatasetReader]

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
    classNames: Digits.classNames, howToGet: [], readers: [],
    draw: { train, valid, test, seed in
      if let valid { throw DatasetError("valid=\(valid): digits has no valid split") }
      return try Digits.generate(train: train, test: test, seed: seed)
    })

  static let signs = KnownDataset(
    name: "signs",
    summary: "German traffic signs drawn by the program itself, 32x32x3, 43 classes; needs no files",
    classNames: Signs.classNames, howToGet: [], readers: [],
    draw: { try Signs.generate(train: $0, valid: $1, test: $2, seed: $3) })

  static let scans = KnownDataset(
    name: "scans",
    summary: "150 scanned pages with one handwritten digit each, 112x112x1, only to test; needs no files",
    classNames: Digits.classNames, howToGet: [], readers: [],
    draw: { train, valid, test, seed in
      for (split, number) in [("train", train), ("valid", valid)] {
        guard let number else { continue }
        throw DatasetError(
          "\(split)=\(number): scans has no \(split) split; test=\(number) draws that many pages")
      }
      return try Scans.generate(count: test, seed: seed)
    })

  static let mnist = KnownDataset(
    name: "mnist",
    summary: "MNIST: 70,000 scanned handwritten digits, 28x28, 10 classes (LeCun, Cortes, Burges)",
    classNames: (0...9).map(String.init),
    howToGet: [
      "put Keras's mnist.npz, or the four files " + IDXReader.usualNames.joined(separator: ", ")
        + " (gzipped or not), into one folder",
      "and name that folder with --data, or call it 'mnist' in one of the folders above",
    ], readers: [IDXReader(), NumPyReader(), PixelTableReader()], draw: nil)

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
    ], readers: [IDXReader(), NumPyReader(), PixelTableReader()], draw: nil)

  static let digitRecognizer = KnownDataset(
    name: "digit-recognizer",
    summary: "Kaggle's digit-recognizer: MNIST as 42,000 labelled and 28,000 unlabelled rows of a table",
    classNames: (0...9).map(String.init),
    howToGet: [
      "from kaggle.com/competitions/digit-recognizer, with an account there: digit-recognizer.zip",
      "put it, or its train.csv and test.csv, into a folder 'digit-recognizer' in one of the folders above",
    ], readers: [PixelTableReader()], draw: nil)

  static let trafficSigns = KnownDataset(
    name: "traffic-signs",
    summary: "GTSRB: 51,839 photographs of German traffic signs, 32x32x3, 43 classes (Stallkamp et al.)",
    classNames: TrafficSignNames.all,
    howToGet: [
      "put the pickles train.p, valid.p and test.p of the traffic-sign lesson into a folder 'traffic-signs' in one "
        + "of the folders above,",
      "or put GTSRB's own images there, or Kaggle's: a folder for each class, with GT-*.csv, Train.csv or neither,",
      "or name their folder with --data",
    ], readers: [PickleReader(), ImageFolderReader()], draw: nil)

  static let cifar10 = KnownDataset(
    name: "cifar-10",
    summary: "CIFAR-10: 60,000 colour photographs of animals and vehicles, 32x32x3, 10 classes (Krizhevsky)",
    classNames: CIFARReader.classNames,
    howToGet: [
      "from www.cs.toronto.edu/~kriz/cifar.html: cifar-10-binary.tar.gz, the binary version",
      "put it, unpacked or not, into a folder 'cifar-10' in one of the folders above",
    ], readers: [CIFARReader()], draw: nil)
}
