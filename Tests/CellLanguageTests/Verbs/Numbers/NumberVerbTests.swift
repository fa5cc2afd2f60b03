import Testing

@testable import CellLanguage

/// NumPy's functions of numbers, lists and arrays.
@Suite struct NumberVerbTests {
  @Test(arguments: [
    ("log 0.1", "-2.3025850929940455"), ("exp 1", "2.718281828459045"), ("exp -1000", "0"),
    ("sqrt 2", "1.4142135623731"),
    ("log 1", "0"), ("abs -3", "3"), ("round 2.5", "2"), ("round 3.5", "4"), ("round -0.125 2", "-0.12"),
    ("round 1234.5 -2", "1200"), ("round 1e300 30", "1e+300"), ("clip 3 0 1", "1"), ("sqrt [1, 4]", "[1, 2]"),
    ("log [1, 0, -1]", "[0, -inf, nan]"), ("abs [[-1], [2]]", "[[1], [2]]"), ("sum []", "0"),
    ("sum [1, 2, 3.5]", "6.5"),
    ("mean [1, 2]", "1.5"), ("std [1, 2, 3, 4]", "1.118033988749895"), ("min [3, 1, 2]", "1"),
    ("max [3, 1, 2]", "3"),
    ("argmin [3, 1, 1]", "1"), ("argmax [3, 1, 3]", "0"), ("argsort [3, 1, 2, 1]", "[1, 3, 2, 0]"),
    ("len [3, 1]", "2"),
    ("len \"häuser\"", "6"), ("range 3", "[0, 1, 2]"), ("range 1 4", "[1, 2, 3]"),
    ("range 10 0 -5", "[10, 5]"),
    ("range 10 0 step=-3", "[10, 7, 4, 1]"), ("range 5 1", "[]"), ("append [1] 2", "[1, 2]"),
    ("append [] [1]", "[[1]]"),
    ("[1, 2, 3].mean", "2"), ("[1, 5].argmax", "1"), ("sum ([1, 2, 3] > 1)", "2"), ("max 3", "3"),
    ("(images [[0, 1], [1, 0]]).shape", "(2, 2, 1)"), ("(images [[[0, 1]], [[1, 0]]]).shape", "(2, 1, 2, 1)"),
    ("(images [[[[0, 1, 2], [1, 0, 3]]]]).shape", "(1, 1, 2, 3)"),
    ("len (images [[0, 1], [1, 0], [1, 1]])", "3"),
    ("mean (images [[0, 1], [1, 0]])", "0.5"), ("(min [2, log(0.5)]) < 0", "true"),
  ])
  func computes(cell: String, printed: String) {
    #expect(Trial().run(cell) == printed)
  }

  @Test(arguments: [
    ("log 0", "log takes a number above 0, not 0"), ("log -1", "log takes a number above 0"),
    ("sqrt -1", "sqrt takes a number of at least 0, not -1"), ("exp 1000", "exp takes a number up to 709"),
    ("clip 1 2 1", "the least number is above the greatest"), ("min []", "there are no numbers"),
    ("mean [\"a\"]", "a text is no number"), ("sum \"a\"", "data cannot be 'a'"),
    ("len 3", "a number has no elements"),
    ("range 1.5", "start cannot be 1.5"), ("append 1 2", "a number is no list"),
    ("images [[1, 2], [3]]", "of one length"),
    ("images [1, 2]", "an image is a list of rows"), ("images [[[[1, 2]]]]", "an image is a list of rows"),
    ("images []", "an image is a list of rows"), ("log [\"a\"]", "a text is no number"),
    ("argsort 3", "takes a list"),
    ("digits = load digits train=20 test=10\nmean digits", "say which part of digits"),
  ])
  func refuses(cell: String, message: String) {
    let text = Trial().run(cell)
    #expect(text.contains("^") && text.contains(message), "\(cell): \(text)")
  }

  /// A member and the verb of its name give the same, of bytes, floats and lists.
  @Test func membersAndVerbsAgree() {
    let trial = Trial.withModel()
    _ = trial.run(
      "p = predict net digits.test\nl = [3, 1, 2]\nb = digits.test.images\nh = fit net digits.train epochs=3")
    for value in ["p", "l", "b", "p[0]", "h.loss", "p[0] * 2"] {
      for statistic in Statistic.allCases where value != "b" || statistic != .argmax && statistic != .argmin {
        let member = trial.run("(\(value)).\(statistic)")
        #expect(!member.contains("^"), "\(value) \(statistic): \(member)")
        #expect(trial.run("\(statistic) (\(value))") == member, "\(value) \(statistic)")
      }
    }
    #expect(trial.run("b.mean").contains("."))
    #expect(trial.run("l.foo").contains("it has min, max, mean, std, sum, argmin, argmax"))
  }

  /// A learner may call a value as a verb is called, and the verb is still there.
  @Test func aValueMayHaveTheNameOfAVerb() {
    let trial = Trial.withModel()
    #expect(trial.run("filters = 4\nfilters") == "4")
    #expect(trial.run("filters * 2") == "8")
    #expect(trial.run("x = filters\nx + filters") == "8")
    #expect(trial.run("print filters (filters + 1)") == "4 5")
    #expect(trial.run("mean = [1, 2]\nmean(mean)") == "1.5")
    #expect(trial.run("m = model input=8x8x1\n  Conv2D filters 3x3\nend\nm.output_shape") == "(6, 6, 4)")
    #expect(trial.run("fit = 1\nfit net digits.train").contains("loss"))
    #expect(trial.run("undo = 3").contains("'undo' is a verb and cannot be the name of a value"))
    #expect(trial.run("sweep = 3").contains("'sweep' is a verb and cannot be the name of a value"))
    #expect(trial.run("std * 2").contains("std is a verb, and no value is called so"))
  }
}
