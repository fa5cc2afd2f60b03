/// The cells that the tests of the prompt type.
///
/// TO BE REPLACED when the REPL runs the real session: `endless` is a word of the interpreter that stands in
/// for it in `main.swift`. A real one trains a small model for very many epochs, after cells that define it:
/// put those into `endlessNeeds`, and into `endlessShows` a text that the training shows as it begins.
enum TrialCells {
  static let hello = #"print "hello""#
  static let modelBlock = ["m = model input=28x28x1", "  Flatten", "end"]

  static let endlessNeeds: [String] = []
  static let endless = "sleep"
  static let endlessShows = "sleeping"
}
