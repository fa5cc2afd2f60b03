import Testing

@testable import CellLanguage

/// An error of the targets below knows which word it is about: the caret stands under that word, and not under the verb.
@Suite struct FaultTests {
  private static let model = """
    d = load digits train=30 test=20
    net = model input=28x28x1
      Conv2D 2 5x5 activation=relu
      Flatten
      Dense 10 activation=softmax
    end
    compile net loss=sparse_categorical_crossentropy
    """

  @Test(arguments: [
    ("load digits train=60 valid=5", "5"), ("load digits size=9", "9"),
    ("load digits header=true", "true"), ("load scans train=4", "4"), ("load nosuchset", "nosuchset"),
    ("fit net d.train early_stopping=val_loss", "val_loss"), ("fit net d.train patience=3", "3"),
    ("fit net d.train checkpoint=\"x.txt\"", "\"x.txt\""),
    ("fit net d.train checkpoint=\"x.h5\" checkpoint_monitor=val_accuracy", "val_accuracy"),
    ("fit net (resize d.train 20)", "(resize d.train 20)"), ("fit net d.train[0:0]", "d.train[0:0]"),
    ("fit net d.train validation_data=(resize d.test 20)", "(resize d.test 20)"),
    ("evaluate net (resize d.test 20)", "(resize d.test 20)"),
    ("confusion_matrix net (resize d.test 20)", "(resize d.test 20)"),
    ("mistakes net (resize d.test 20)", "(resize d.test 20)"),
    ("evaluate net d.test[0:0]", "d.test[0:0]"), ("mistakes net d.test[0:0]", "d.test[0:0]"),
    ("confusion_matrix net d.test[0:0]", "d.test[0:0]"),
    ("explain net d.test layer=3 weight=0,99", "d.test"),
    ("explain net d.test[0:4] layer=3 weight=0,99", "0,99"),
    ("explain net d.test[0:4] layer=3 weight=[1, 2, 3]", "[1, 2, 3]"),
    ("explain net d.test[0:4] layer=flatten weight=1", "flatten"),
    ("occlusion net d.test[0] size=99", "99"), ("maximize net layer=conv2d filter=77", "77"),
    ("maximize net layer=conv2d unit=77", "77"), ("gradcam net d.test[0] layer=flatten", "flatten"),
    ("gradcam net d.test[0] layer=dense", "dense"), ("gradcam net d.test[0] class=11", "11"),
    ("set_weights net layer=flatten filter=0 [[1]]", "flatten"),
    ("set_weights net layer=conv2d filter=0 [[1]]", "[[1]]"),
    ("set_weights net layer=conv2d filter=0 channel=4 [[1]]", "4"),
    ("set_weights net layer=conv2d filter=9 [[1]]", "9"),
    ("set_weights net layer=conv2d tensor=gamma [1]", "gamma"),
    ("set_weights net layer=flatten bias=1", "flatten"),
    ("embed net d.test layer=conv2d", "conv2d"),
    ("predict net (resize d.test 20)", "(resize d.test 20)"),
  ])
  func theCaretStandsUnderTheWord(cell: String, word: String) throws {
    let trial = Trial()
    _ = trial.run(Self.model)
    let error = #expect(throws: Diagnostic.self) { try trial.session.run(cell, for: trial) }
    #expect(try #require(error).range.text(in: cell) == word, "\(error?.message ?? "")")
  }

  /// What one verb that measures refuses, and how, the others refuse too.
  @Test(arguments: [
    "net (resize d.test 20)", "net d.test[0:0]", "maps d.test", "net d", "net d.test.images", "net 3",
  ])
  func verbsThatMeasureRefuseAlike(arguments: String) {
    let trial = Trial()
    _ = trial.run(Self.model + "\nmaps = model input=28x28x1\n  Conv2D 2 5x5\nend")
    let refusals = ["evaluate", "confusion_matrix", "classification_report", "mistakes"].map { verb in
      var text = trial.run("\(verb) \(arguments)").replacing(verb, with: "VERB")
      // Only the caret's line is as far to the right as the verb is long.
      text.replace(#/\n +\^/#) { _ in "\n ^" }
      return text
    }
    #expect(refusals[0].contains("^"))
    #expect(Set(refusals).count == 1, "\(refusals)")
  }
}
