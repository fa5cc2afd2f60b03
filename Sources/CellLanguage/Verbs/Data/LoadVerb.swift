import Core
import Datasets

/// `load digits`, `load "my-folder"`
enum LoadVerb: Verb {
  static let declaration = Declaration(
    name: "load",
    summary: "loads a data set: a built-in one, a known one, or a folder of yours",
    discussion: """
      Looks for the name among the data sets that convbook knows (digits, signs and scans are built in and need no files), \
      then for a folder or file of that name, in the folders given with --data, in $CONVBOOK_DATA, in the user's cache and where \
      the system installs data. It tells what it read. The images keep their labels in whatever follows. A folder of \
      images (or an archive of them) has a folder for each class, perhaps within train, valid and test; or a table beside \
      them, such as train.csv, names the images and their classes. A table of pixels has an image a line. Where a table does \
      not tell which column is which, what was taken for the label is said, and label= says otherwise. With target= a table is one of \
      features: numbers as they stand, words as one-hot vectors (get_dummies), rows with a missing value left out and \
      counted; normalize by=column then brings its columns to one scale. Files that were not \
      read are named; where it is not clear which are meant, files= says it.
      """,
    parameters: [
      name, train, valid, test, seed, target, columns, size, files, classFolder, label, header, labels,
      classOrder,
      skipBroken,
    ],
    example: "digits = load digits train=1000 test=200\nshow digits.train grid=2x5")

  static let name = Required<String>.positional(
    "name", .text, "the data set, or a folder or file in quotes", words: .datasets)
  static let train = Key<Int?>.option(
    "train", .count, "how many training images (digits, signs: any number; else the first ones)")
  static let valid = Key<Int?>.option("valid", .count, "how many validation images")
  static let test = Key<Int?>.option("test", .count, "how many test images")
  static let seed = Key<UInt64>.option(
    "seed", .seed, "from which digits, signs and scans are drawn", default: 0)
  static let target = Key<String?>.option(
    "target", .text, "the column of the classes in a table of features: its name, its number, first or last")
  static let columns = Key<[String]>.option(
    "columns", .text, "the columns of a table of features that are used; all where not given")
  static let size = Key<Shape?>.option(
    "size", .shape,
    "height x width that a folder's images are resized to (where not given: their own if they agree, else 32x32), or "
      + "that the pixels of a table make; x3 after it, or 3x before it, for colours pixel by pixel, or one by one"
  )
  static let files = Key<[String]>.option(
    "files", .text,
    "which files of a folder or an archive are meant: names, or patterns such as \"emnist-letters-*\"")
  static let classFolder = Key<ClassFolder?>.option(
    "class_folder", .choice,
    "which folder names an image's class where folders lie within folders; Keras takes the outer one")
  static let label = Key<Value?>.option(
    "label", .word, "the label's column in a table: its name or number, first, last, or none")
  static let header = Key<Bool?>.option(
    "header", .flag, "whether a table's first line names the columns; where not given, by its values")
  static let labels = Key<String?>.option(
    "labels", .text, "the table that tells the classes of a folder's images, such as train.csv, or none",
    words: .files)
  static let classOrder = Key<LoadOptions.ClassOrder>.option(
    "class_order", .choice,
    "how folders are numbered as classes: by the numbers in their names, or as Keras does (0 1 10 11 2)",
    default: .number)
  static let skipBroken = Key<Bool>.option(
    "skip_broken", .flag, "leaves out a folder's broken images and names them", default: false)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let name = try arguments[Self.name]
    do {
      let dataset = try DataCatalogue.load(
        name,
        Splits(train: arguments[Self.train], valid: arguments[Self.valid], test: arguments[Self.test]),
        seed: arguments[Self.seed],
        options: options(arguments),
        search: session.search)
      session.say(
        dataset.description.joined(separator: "\n"), aside: dataset.location.map { "read from \($0)" })
      return .dataset(dataset)
    } catch {
      throw CellError(error, parameter: Self.name)
    }
  }

  private static func options(_ arguments: Arguments) -> LoadOptions {
    let label: String? =
      switch arguments[Self.label] {
      case .text(let text)?: text
      case .number(let number)?: shortNumber(number)
      case .shape(let shape)?: shape.crossDescription
      case .flag(let flag)?: String(flag)
      default: nil
      }
    let files = arguments[Self.files]
    let columns = arguments[Self.columns]
    return LoadOptions(
      files: files.isEmpty ? nil : FileChoice(files), size: arguments[Self.size],
      skipsBroken: arguments[Self.skipBroken], label: label, header: arguments[Self.header],
      labels: arguments[Self.labels],
      classOrder: arguments.isGiven(Self.classOrder) ? arguments[Self.classOrder] : nil,
      classFolder: arguments[Self.classFolder], target: arguments[Self.target],
      columns: columns.isEmpty ? nil : columns)
  }
}
