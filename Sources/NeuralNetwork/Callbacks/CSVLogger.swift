import Core

/// Writes what was measured in each epoch as a table. Source: https://keras.io/api/callbacks/csv_logger
public struct CSVLogger: Callback {
  public static let declaration = Declaration(
    name: "log",
    summary: "writes what each epoch measured as a table",
    discussion: """
      log="epochs.csv" writes a row after every epoch: its number, counted from 0 as Keras's CSVLogger does, and what was \
      measured, the columns in the order of their names.
      """,
    parameters: [fileName],
    example: "help fit")

  static let fileName = Required<String>.option("log", .text, "a .csv file with a row for each epoch")

  private let path: String
  private var text = ""

  public init(_ options: Options) throws(ModelError) { path = try options[Self.fileName] }

  public var table: String? { path }

  public mutating func epochEnded(_ fit: inout FitState) throws(ModelError) {
    let logs = fit.logs.sorted { $0.key < $1.key }
    if text.isEmpty { text = (["epoch"] + logs.map(\.key)).joined(separator: ",") + "\n" }
    text += (["\(fit.epoch - 1)"] + logs.map { "\($0.value)" }).joined(separator: ",") + "\n"
    try fit.write(text, to: path)
  }
}
