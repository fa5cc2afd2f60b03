/// The cells that the tests of the prompt type.
package enum TrialCells {
  package static let hello = #"print "hello""#
  package static let modelBlock = ["m = model input=28x28x1", "  Flatten", "end"]

  /// A training that outlasts any test, what it needs, and what the terminal shows as it begins.
  package static let endlessNeeds = [
    "digits = load digits train=1000 test=100",
    "m = model input=28x28x1\n  Flatten\n  Dense 10 activation=softmax\nend",
    "compile m optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy",
  ]
  package static let endless = "h = fit m (digits.train / 255) epochs=1000000"
  /// Part of every line that names an epoch: the first ones may have left the screen before they were looked at.
  package static let endlessShows = "/1000000"
}
