@testable import CellLanguage

let lessonVerbs: Set<String> = [
  "load", "show", "shuffle", "grayscale", "normalize", "summary", "compile", "fit", "evaluate", "plot",
  "predict", "confusion_matrix", "set_weights", "mean", "help",
]

func lessonParser(_ source: String) -> Parser {
  Parser(source: source, verbs: lessonVerbs, blockVerbs: ["model"])
}

/// The statements of `source` in prefix form, or the error as it is shown.
func trees(_ source: String) -> [String] {
  do {
    return try lessonParser(source).parse().map(prefixForm)
  } catch {
    return [error.rendered(source: source, cell: nil)]
  }
}

/// The error of `source` as it is shown, or nil where there is none.
func syntaxError(_ source: String, cell: Int? = nil) -> String? {
  do {
    _ = try lessonParser(source).parse()
    return nil
  } catch {
    return error.rendered(source: source, cell: cell)
  }
}
