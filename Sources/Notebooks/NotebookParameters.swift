import CellLanguage
import Core

extension NotebookFile {
  /// The tag of the cells whose values `--set` may replace (papermill's convention).
  static let parametersTag = "parameters"

  /// The notebook with `NAME = value` of its parameter cells replaced by other values. The transcript shows them, so
  /// that it can be replayed as it is.
  ///
  /// - Parameters:
  ///   - settings: names and texts, as `--set NAME=TEXT` gives them. A text that is not a number, shape, list,
  ///     true, false or quoted text is taken as one: `--set data=mnist` means "mnist".
  ///   - file: the notebook's name in errors.
  /// - Throws: ``NotebookError`` where no parameter cell sets such a name.
  public func setting(_ settings: [(name: String, text: String)], file: String) throws(NotebookError)
    -> NotebookFile
  {
    var notebook = self
    var unused = settings
    var names: [String] = []
    for cell in cells where cell.tags.contains(Self.parametersTag) {
      // A cell that does not parse says so when it runs.
      let assignments = (try? Session.assignments(in: cell.source)) ?? []
      names += assignments.map(\.name)
      var text = Array(cell.source.utf8)
      for assignment in assignments.reversed() {
        guard let setting = settings.last(where: { $0.name == assignment.name }) else { continue }
        text.replaceSubrange(assignment.value, with: Session.literal(setting.text).utf8)
        unused.removeAll { $0.name == assignment.name }
      }
      notebook = notebook.replacingSource(ofCell: cell.number, with: String(decoding: text, as: UTF8.self))
    }
    if let setting = unused.first {
      var message = "--set \(setting.name): "
      if names.isEmpty {
        message += "this notebook has no cell tagged parameters"
      } else {
        message += "no parameter has this name; the parameters are \(names.joined(separator: ", "))"
        if let near = nearestName(to: setting.name, in: names) { message += "; did you mean '\(near)'?" }
      }
      throw NotebookError(file: file, line: nil, message: message)
    }
    return notebook
  }
}
