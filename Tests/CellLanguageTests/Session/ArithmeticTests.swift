import Foundation
import Testing

@testable import CellLanguage

/// What operators give, in a cell, as in NumPy and Python.
@Suite struct ArithmeticTests {
  private func expect(_ cases: [(String, String)], _ trial: Trial = Trial()) {
    for (cell, printed) in cases { #expect(trial.run(cell) == printed, "\(cell)") }
  }

  private func refuse(_ cases: [(String, String)], _ trial: Trial = Trial()) {
    for (cell, message) in cases {
      let text = trial.run(cell)
      #expect(
        text.hasPrefix("line 1: ") && text.contains(message) && text.utf8.count < 2000, "\(cell): \(text)")
    }
  }

  @Test func numbers() {
    expect([
      ("7 % 3", "1"), ("-7 % 3", "2"), ("7 % -3", "-2"), ("-7 % -3", "-1"), ("7.5 % 2", "1.5"),
      ("2 ** 10", "1024"), ("2 ** -1", "0.5"), ("-2 ** 2", "-4"), ("(-2) ** 3", "-8"), ("10 ** 6", "1000000"),
      ("2 ** 0.5", "1.4142135623731"), ("0 ** 0", "1"), ("2 ** 3 ** 2", "512"), ("9 ** 0.5", "3"),
      ("1 < 2", "true"), ("1 == 1", "true"), ("1 != 1", "false"), ("2 <= 1", "false"), ("2 >= 1", "true"),
      ("1 < 2 and not 3 < 2", "true"), ("false or true", "true"), ("false and unknown", "false"),
      ("\"a\" + \"b\"", "ab"), ("\"a\" == \"b\"", "false"), ("3x3 == 3x3", "true"), ("3x3 != 3x4", "true"),
      ("true == false", "false"),
    ])
    refuse([
      ("1 % 0", "division by zero"), ("1 / 0", "division by zero"), ("0 ** -1", "division by zero"),
      ("2 ** 1e9", "this number is too large"),
      ("(-1) ** 0.5", "a negative number has no power with a fraction"),
      ("1 and 2", "a number and a number cannot be computed"), ("not 1", "not a number cannot be computed"),
      ("\"a\" + 1", "a text + a number cannot be computed"),
      ("\"a\" < \"b\"", "a text < a text cannot be computed"),
      ("1 == \"1\"", "a number == a text cannot be computed"),
    ])
  }

  @Test func lists() {
    expect([
      ("[1, 2, 3] + 1", "[2, 3, 4]"), ("2 * [1, 2]", "[2, 4]"), ("[1, 2] + [10, 20]", "[11, 22]"),
      ("-[1, 2]", "[-1, -2]"), ("[1, 2, 3] ** 2", "[1, 4, 9]"), ("[5, 6] % 4", "[1, 2]"),
      ("1 / [2, 4]", "[0.5, 0.25]"),
      ("[1, 2, 3] > 1", "[false, true, true]"), ("[1, 2] == [1, 3]", "[true, false]"),
      ("[1, 2] > 1 and [1, 2] < 5", "[false, true]"), ("not ([1, 2] > 1)", "[true, false]"),
      ("[[1, 2], [3]] * 2", "[[2, 4], [6]]"), ("[\"a\", \"b\"] == \"a\"", "[true, false]"),
      ("[\"a\", \"b\"] + \"c\"", "['ac', 'bc']"), ("[1, 2, 3][1:]", "[2, 3]"), ("i = 1\n[1, 2, 3][i]", "2"),
      ("[1, 2, 3][i - 2]", "3"), ("[1, 2, 3][:-i]", "[1, 2]"), ("[] + 1", "[]"),
    ])
    refuse([
      ("[1, 2] + [1]", "lists of 2 and 1 elements do not fit"),
      ("[1, \"a\"] + 1", "a text + a number cannot be computed"),
      ("[1] / 0", "division by zero"), ("[1, 2][0.5 + 1]", "an index is a whole number, not 1.5"),
      ("[1, 2][\"a\"]", "an index is a whole number, not a text"), ("[1, 2][2]", "there is no element 2"),
    ])
  }

  /// Floats of arrays stay floats; comparisons are arrays of ones and zeros; lists of numbers go with arrays.
  @Test func arrays() {
    let trial = Trial.withModel()
    _ = trial.run(
      "p = predict net digits.test\nx = images [[0, 1], [2, 3]]\ny = x[0]\nscore = evaluate net digits.test")
    let accuracy = trial.run("score.accuracy")
    expect(
      [
        ("(p == p).mean", "1"), ("(x > 1).sum", "2"), ("(x >= 1 and not (x == 2)).sum", "2"),
        ("(x ** 2).max", "9"), ("(x % 2).sum", "2"), ("(x / 2).dtype", "float32"),
        ("sum (x / 255 * 255 - x)", "0"),
        ("(p * 100).shape", "(32, 10)"), ("mean((argmax p) == digits.test.labels)", accuracy),
        ("(digits.test.labels % 2).max", "1"), ("p[0].argmax == argmax(p)[0]", "true"),
        ("v = p[0] * 0 + [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\nv[2]", "3"),
        ("([1, 2, 3, 4, 5, 6, 7, 8, 9, 10] - v).max", "0"), ("(digits.test[0].image > 100).max", "1"),
        ("(2 ** x).max", "8"), ("-log(p[0][0]) > 0", "true"), ("-log(p[0][0]) == log(1 / p[0][0])", "true"),
      ], trial)
    refuse(
      [
        ("p + p[0]", "arrays of shapes (32, 10) and (10,) do not fit"), ("p % 0", "division by zero"),
        ("p + [1, 2]", "do not fit"), ("p + \"a\"", "cannot be computed"), ("p and 1", "cannot be computed"),
      ], trial)
    #expect(trial.run("m = feature_maps net digits.test[0] layer=1\n(m / 255).shape") == "(7, 7, 1)")
    #expect(trial.run("history = fit net digits.train epochs=2\nlen (100 * history.loss)").hasSuffix("2"))
    #expect(trial.run("min history.loss") == trial.run("history.loss.min"))
  }

  @Test func whatImagesCanHaveIsKnown() {
    let trial = Trial()
    _ = trial.run("digits = load digits train=40 test=20")
    for (cell, values) in [
      ("invert (sqrt digits)", "values 0 to 15.968719"), ("invert (clip digits 0 100)", "values 0 to 100"),
      ("invert (digits / 255 > 0.5)", "values 0 to 1"), ("invert (abs (digits - 255))", "values 0 to 255"),
      ("invert ((digits / 255) ** 2)", "values 0 to 1"),
      ("invert (not (digits.train.images > 3))", "values 0 to 1"),
      ("invert (exp (digits / 255))", "values 1 to 2.7182817"),
      ("invert (images [[0, 1], [1, 0]])", "values 0 to 1"),
      ("invert (round (digits / 255))", "values 0 to 1"),
    ] { #expect(trial.run(cell).contains(values), "\(cell): \(trial.text)") }
  }

  /// Nothing that grows is computed without end.
  @Test(.timeLimit(.minutes(1))) func sizes() {
    let trial = Trial()
    _ = trial.run("a = [1, 2]\n" + String(repeating: "a = [a, a]\n", count: 41))
    _ = trial.run("t = \"0123456789abcdef\"\n" + String(repeating: "t = t + t\n", count: 16))
    refuse(
      [
        ("a + 1", "too many elements"), ("a == a", "too many elements"), ("not a", "too many elements"),
        ("sum a", "too many elements"), ("log a", "too many elements"), ("argsort a", "too many elements"),
        ("append a 1", "at most"), ("t + t", "a text has at most 1048576 bytes"),
        ("range 9000000000000000", "at most 1048576"),
        ("range 0 10 0", "a step of 0"), ("images a", "a list of"), ("range 1e18", "start cannot be"),
        ("max a", "too many elements"), ("round a 3", "too many elements"),
      ], trial)
    #expect(trial.run("a.max").contains("has no 'max'"))
    #expect(trial.run("len a") == "2")
  }
}
