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
      not tell which column is which, what was taken for the label is said, and label= says otherwise. Files that were not \
      read are named; where it is not clear which are meant, files= says it.
      """,
    parameters: [
      .positional("name", .text, "the data set, or a folder or file in quotes", words: .datasets),
      .option("train", .count, "how many training images (digits, signs: any number; else the first ones)"),
      .option("valid", .count, "how many validation images"),
      .option("test", .count, "how many test images"),
      .option(
        "seed", .integer(0...Int.max), "from which digits, signs and scans are drawn", default: .integer(0)),
      .option(
        "size", .shape,
        "height x width that a folder's images are resized to (where not given: their own if they agree, else 32x32), or "
          + "that the pixels of a table make; x3 after it, or 3x before it, for colours pixel by pixel, or one by one"
      ),
      .option(
        "files", .text,
        "which files of a folder or an archive are meant: names, or patterns such as \"emnist-letters-*\"",
        isRepeated: true),
      .option(
        "class_folder", .choice(ClassFolder.allCases.map(\.rawValue)),
        "which folder names an image's class where folders lie within folders; Keras takes the outer one"),
      .option(
        "label", .value(.word), "the label's column in a table: its name or number, first, last, or none"),
      .option(
        "header", .flag, "whether a table's first line names the columns; where not given, by its values"),
      .option(
        "labels", .text, "the table that tells the classes of a folder's images, such as train.csv, or none",
        words: .files),
      .option(
        "class_order", .choice(LoadOptions.ClassOrder.allCases.map(\.rawValue)),
        "how folders are numbered as classes: by the numbers in their names, or as Keras does (0 1 10 11 2)",
        default: .text("number")),
      .option(
        "skip_broken", .flag, "leaves out a folder's broken images and names them", default: .flag(false)),
    ],
    example: "digits = load digits train=1000 test=200\nshow digits.train grid=2x5")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let name = arguments.text("name") ?? ""
    do {
      let dataset = try DataCatalogue.load(
        name,
        Splits(
          train: arguments.integer("train"), valid: arguments.integer("valid"),
          test: arguments.integer("test")),
        seed: UInt64(arguments.integer("seed") ?? 0),
        options: options(arguments),
        search: session.search)
      session.say(
        dataset.description.joined(separator: "\n"), aside: dataset.location.map { "read from \($0)" })
      return .dataset(dataset)
    } catch {
      let option = (error as? DatasetError)?.option
      throw CellError(error, parameter: option.flatMap { arguments.isGiven($0) ? $0 : nil } ?? "name")
    }
  }

  private static func options(_ arguments: Arguments) -> LoadOptions {
    let label: String? =
      switch arguments.all("label").first {
      case .text(let text): text
      case .number(let number): shortNumber(number)
      case .shape(let shape): shape.crossDescription
      case .flag(let flag): String(flag)
      default: nil
      }
    return LoadOptions(
      files: arguments.isGiven("files") ? FileChoice(arguments.all("files").map(\.printed)) : nil,
      size: arguments.shape("size"), skipsBroken: arguments.flag("skip_broken"), label: label,
      header: arguments.isGiven("header") ? arguments.flag("header") : nil, labels: arguments.text("labels"),
      classOrder: arguments.isGiven("class_order")
        ? arguments.text("class_order").flatMap(LoadOptions.ClassOrder.init) : nil,
      classFolder: arguments.text("class_folder").flatMap(ClassFolder.init))
  }
}
