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
  typealias Draw = @Sendable (_ counts: Splits<Int>, _ seed: UInt64) throws -> Dataset
  /// Draws the set where it is built in; nil where it is read from files.
  let draw: Draw?

  /// What else its folder or archives are called where they come from.
  var otherNames: [String] = []

  /// What its folder or archive may be called, in small letters.
  var names: Set<String> { Set([name] + otherNames.map { $0.lowercased() }) }

  /// How to download it; nil where it is built in or not given to everyone.
  public var download: Download? = nil

  /// Whether the set needs no files.
  public var isBuiltIn: Bool { draw != nil }

  /// Draws a built-in set.
  /// - Parameters:
  ///   - counts: how many images of each split; the usual number where it has none.
  ///   - seed: what the images are drawn from.
  /// - Throws: ``DatasetError`` where the set is not built in, has no such split or draws no such number.
  public func drawn(_ counts: Splits<Int> = Splits(), seed: UInt64) throws -> Dataset {
    guard let draw else { throw DatasetError("\(name) is not built in") }
    return try draw(counts, seed)
  }
}

extension KnownDataset {
  static let digits = KnownDataset(
    name: "digits",
    summary: "handwritten digits drawn by the program itself, 28x28x1, 10 classes; needs no files",
    classNames: Digits.classNames, howToGet: [], readers: [],
    draw: Digits.generate)

  static let signs = KnownDataset(
    name: "signs",
    summary: "German traffic signs drawn by the program itself, 32x32x3, 43 classes; needs no files",
    classNames: Signs.classNames, howToGet: [], readers: [],
    draw: Signs.generate)

  static let scans = KnownDataset(
    name: "scans",
    summary: "150 scanned pages with one handwritten digit each, 112x112x1, only to test; needs no files",
    classNames: Digits.classNames, howToGet: [], readers: [],
    draw: Scans.generate)

  static let mnist = KnownDataset(
    name: "mnist",
    summary: "MNIST: 70,000 scanned handwritten digits, 28x28, 10 classes (LeCun, Cortes, Burges)",
    classNames: (0...9).map(String.init),
    howToGet: [
      "convbook data fetch mnist",
      "or put Keras's mnist.npz, or the four files " + IDXReader.usualNames.joined(separator: ", ")
        + " (gzipped or not), into a folder and name it with --data",
    ], readers: [IDXReader(families: ["", "mnist"]), NumPyReader(), PixelTableReader()], draw: nil,
    otherNames: ["MNIST"], download: .mnist)

  static let fashionMNIST = KnownDataset(
    name: "fashion-mnist",
    summary: "Fashion-MNIST: 70,000 pictures of clothes in MNIST's format, harder than digits (Zalando)",
    classNames: [
      "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
      "Ankle boot",
    ],
    howToGet: [
      "convbook data fetch fashion-mnist",
      "or, on Debian and Ubuntu: apt install dataset-fashion-mnist",
      "or put its four files, named as MNIST's, into a folder and name it with --data",
    ], readers: [IDXReader(families: ["", "fashion", "fashion-mnist"]), NumPyReader(), PixelTableReader()],
    draw: nil, otherNames: ["FashionMNIST", "fashion_mnist", "fashion"], download: .fashionMNIST)

  static let digitRecognizer = KnownDataset(
    name: "digit-recognizer",
    summary: "Kaggle's digit-recognizer: MNIST as 42,000 labelled and 28,000 unlabelled rows of a table",
    classNames: (0...9).map(String.init),
    howToGet: [
      "from kaggle.com/competitions/digit-recognizer, with an account there: digit-recognizer.zip",
      "put it, or its train.csv and test.csv, into a folder and name it with --data",
    ], readers: [PixelTableReader()], draw: nil)

  static let trafficSigns = KnownDataset(
    name: "traffic-signs",
    summary: "GTSRB: 51,839 photographs of German traffic signs, 32x32x3, 43 classes (Stallkamp et al.)",
    classNames: TrafficSignNames.all,
    howToGet: [
      "convbook data fetch traffic-signs",
      "or put the pickles train.p, valid.p and test.p of the traffic-sign lesson into a folder and name it with "
        + "--data",
      "or GTSRB's own images, or Kaggle's: a folder for each class, with GT-*.csv, Train.csv or neither",
    ], readers: [PickleReader(), ImageFolderReader()], draw: nil,
    otherNames: [
      "gtsrb", "GTSRB", "gtsrb-german-traffic-sign", "traffic-signs-data", "GTSRB_Final_Training_Images",
      "GTSRB_Final_Test_Images", "GTSRB_Final_Test_GT", "GTSRB-Training_fixed",
    ], download: .trafficSigns)

  static let cifar10 = KnownDataset(
    name: "cifar-10",
    summary: "CIFAR-10: 60,000 colour photographs of animals and vehicles, 32x32x3, 10 classes (Krizhevsky)",
    classNames: CIFARReader.classNames,
    howToGet: [
      "convbook data fetch cifar-10",
      "or put cifar-10-binary.tar.gz or cifar-10-python.tar.gz of www.cs.toronto.edu/~kriz/cifar.html, unpacked or not, into a folder and name "
        + "it with --data",
    ], readers: [CIFARReader(), CIFARPickleReader()], draw: nil,
    otherNames: [
      "cifar10", "CIFAR10", "CIFAR-10", "cifar-10-batches-bin", "cifar-10-batches-py", "cifar-10-binary",
    ],
    download: .cifar10)
}
