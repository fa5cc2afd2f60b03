import CellLanguage
import Core
import Datasets
import Foundation
import Prompt

/// `convbook data [list]`: every known data set, whether it is here, and how to get it where it is not.
struct DataListCommand: Command {
  var data = DataOption()

  static let declaration = CommandDeclaration<DataListCommand>(
    name: "data list", summary: "the known data sets, and where they were found",
    parameters: [DataOption.parameter.of(\.data)],
    operandAdvice: "it lists all sets",
    example: "convbook data list --data ~/sets")

  func run() throws -> Int32 {
    let search = data.search
    let rows = DataCatalogue.known.map { DataListRow($0, in: search) }
    let nameWidth = (rows.map(\.name.count).max() ?? 0) + 2
    for row in rows {
      StandardStream.output.writeLine(
        TerminalText(row.lines(nameWidth: nameWidth).joined(separator: "\n")))
    }
    StandardStream.output.writeLine("\nSets that are not built in were looked for in:")
    for folder in search.namedFolders {
      StandardStream.output.writeLine("  \(folder)/NAME and \(folder)")
    }
    for folder in search.sharedFolders { StandardStream.output.writeLine("  \(folder)/NAME") }
    return 0
  }
}

/// One set of the list: name, state and what it is, side by side.
private struct DataListRow {
  let name: String
  private let state: String
  /// The lines of the last column; a path stays whole, so that it can be copied.
  private let details: [(text: String, isPath: Bool)]

  private static let width = 80
  private static let stateWidth = 11

  init(_ set: KnownDataset, in search: DataSearch) {
    name = set.name
    let location = DataCatalogue.location(of: set, in: search)
    state = set.isBuiltIn ? "built in" : location == nil ? "not found" : "found"
    var details = [(set.summary, false)]
    if let location { details.append((location, true)) }
    if location == nil { details += set.howToGet.map { ($0, false) } }
    if let download = set.download { details.append(("licence: \(download.licence)", false)) }
    self.details = details
  }

  func lines(nameWidth: Int) -> [String] {
    let indent = nameWidth + Self.stateWidth
    let texts = details.flatMap { text, isPath in
      isPath
        ? [text]
        : Reference.wrapped(text, width: Self.width - indent, others: 2).components(separatedBy: "\n")
    }
    let head = padded(name, nameWidth) + padded(state, Self.stateWidth)
    return texts.enumerated().map { ($0 == 0 ? head : String(repeating: " ", count: indent)) + $1 }
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
