import CellLanguage

/// Where the session's cells come from: a person at a terminal, or a file or pipe.
protocol CellReader: AnyObject {
  /// Whether a person types the cells: only then there is a banner, and an error or Ctrl-C ends nothing.
  var isInteractive: Bool { get }

  /// Waits for the next cell.
  func readCell(_ request: CellRequest) -> CellInput

  /// Gives the terminal back as it was found. No cell can be read afterwards.
  func close()
}

/// What a cell is asked for with.
struct CellRequest {
  /// What stands before the first line; dots of the same width stand before the others.
  var prompt: String
  /// The text to start from, to be edited or run as it is.
  var prefill = ""
  /// The last cell, where it failed. The cursor stands at the place of its error when it comes back.
  var failure: FailedCell?
  /// Whether Ctrl-D leaves where the text to start from is still as it was.
  var leavesUntouched = false
  /// A line below the cell while it is edited: what the keys do. Not where nothing is drawn in place, for it would be
  /// said each time.
  var status: String?
  /// Names of commands that end the reading when they are typed behind the cell, `x = 1 :skip`; they come as
  /// ``CellInput/key(_:text:)``, with the colon. Nil where what is typed is no cell, and a `?` or `:` nothing but that.
  var commands: [String]? = []
  /// Whether a text still lacks lines, such as a model block without its `end`.
  var isIncomplete: (String) -> Bool = { _ in false }
  /// What the help key shows where no word stands.
  var help: () -> String = { Reference.page("keys", width: Terminal.textWidth) ?? "" }
  /// Whether a text is to be recalled later; not an answer, nor a word for a lesson.
  var isForHistory: (String) -> Bool = { _ in true }
  /// Hears of each new line what there is of the cell, so that it can be kept.
  var noteDraft: (String) -> Void = { _ in }

  /// The prompt of the session's cell with this number; the first is 1.
  static func numbered(_ number: Int) -> String { "In [\(number)]: " }

  /// What stands before every line but the first.
  var continuation: String { Self.continuation(of: prompt) }

  static func continuation(of prompt: String) -> String {
    let dots = "...: "
    return String(repeating: " ", count: max(0, prompt.count - dots.count)) + dots
  }
}

/// A cell that failed.
struct FailedCell: Equatable {
  let text: String
  /// The Unicode scalars before the words that are wrong.
  let place: Int

  init(_ text: String, _ error: Diagnostic) {
    self.text = text
    let bytes = text.utf8
    let start = bytes.index(bytes.startIndex, offsetBy: error.range.start, limitedBy: bytes.endIndex)
    place = text.unicodeScalars[..<(start ?? bytes.endIndex)].count
  }
}

/// What came instead of, or as, the next cell.
enum CellInput: Equatable {
  /// A whole cell, its lines joined with newlines, none at the end.
  case cell(String)
  /// A key that was bound with ``LineEditor/endReading(on:as:)`` or one of ``CellRequest/commands``, and the text as it
  /// was then.
  case key(String, text: String)
  /// Ctrl-C: what was typed is dropped.
  case interrupted
  /// Ctrl-D on an empty line, the end of the input, or a signal that ends the session.
  case endOfFile
}
