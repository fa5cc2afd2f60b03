import Testing

@testable import CellLanguage

struct ParserTests {
  @Test(arguments: [
    ("signs = load traffic-signs   # a comment", "(let signs (load! traffic-signs))"),
    ("signs = load \"traffic-signs-data\"", "(let signs (load! \"traffic-signs-data\"))"),
    ("load cifar-10 limit=5", "(load! cifar-10 limit=5)"),
    ("show signs.train[3100]", "(show! (at (. signs train) 3100))"),
    ("signs = shuffle signs seed=7", "(let signs (shuffle! signs seed=7))"),
    ("norm = (gray - 128) / 128", "(let norm (/ (- gray 128) 128))"),
    ("normalize gray subtract=128 divide=128.", "(normalize! gray subtract=128 divide=128.0)"),
    ("show a.train[60] b.train[60]", "(show! (at (. a train) 60) (at (. b train) 60))"),
    (
      "history = fit LeNet norm.train batch_size=500 validation_data=norm.valid",
      "(let history (fit! LeNet (. norm train) batch_size=500 validation_data=(. norm valid)))"
    ),
    (
      "plot history.accuracy title=\"Training and \\\"validation\\\"\"",
      "(plot! (. history accuracy) title=\"Training and \"validation\"\")"
    ),
    (
      "show signs.test predictions=(predict LeNet norm.test) grid=7x7",
      "(show! (. signs test) predictions=(predict! LeNet (. norm test)) grid=<7x7>)"
    ),
    (
      "set_weights net [[-1,0,1],[-2,0,2]] layer=1",
      "(set_weights! net [[-1 0 1] [-2 0 2]] layer=1)"
    ),
    ("history.accuracy", "(. history accuracy)"),
    ("x[3].labels", "(. (at x 3) labels)"),
    ("x[0:10]", "(slice x 0 10)"),
    ("x[-5:]", "(slice x -5 _)"),
    ("x[:5][-1]", "(at (slice x _ 5) -1)"),
    ("x[:]", "(slice x _ _)"),
    ("[1, 2, 3]", "[1 2 3]"),
    ("[]", "[]"),
    ("help fit", "(help! fit)"),
    ("show(x)", "(show! x)"),
    ("summary", "(summary!)"),
    ("roll = -1", "(let roll -1)"),
    ("show x -1 at=-.5", "(show! x -1 at=-0.5)"),
  ])
  func readsTheStatementsOfTheLessons(source: String, tree: String) {
    #expect(trees(source) == [tree])
  }

  @Test(arguments: [
    ("2+3*4", "(+ 2 (* 3 4))"),
    ("2*3+4", "(+ (* 2 3) 4)"),
    ("8 - 4 - 2", "(- (- 8 4) 2)"),
    ("8 / 4 / 2", "(/ (/ 8 4) 2)"),
    ("(2+3)*4", "(* (+ 2 3) 4)"),
    ("-(x)", "(neg x)"),
    ("-x.mean", "(neg (. x mean))"),
    ("-x * y", "(* (neg x) y)"),
    ("-2 * -3", "(* -2 -3)"),
    ("-(1)", "(neg 1)"),
    ("2 - -1", "(- 2 -1)"),
    ("gray-128", "(- gray 128)"),
    ("x -1", "(- x 1)"),
    ("1 - (mean x)", "(- 1 (mean! x))"),
    ("2 ** 3 ** 2", "(** 2 (** 3 2))"), ("-2 ** 2", "(neg (** 2 2))"), ("2 ** -1", "(** 2 -1)"),
    ("-x ** -y", "(neg (** x (neg y)))"), ("(-2) ** 2", "(** -2 2)"), ("7 % 3 * 2", "(* (% 7 3) 2)"),
    ("a + 1 < b * 2", "(< (+ a 1) (* b 2))"), ("x == -1", "(== x -1)"), ("x!=y", "(!= x y)"),
    ("a < b and not c >= d or e", "(or (and (< a b) (not (>= c d))) e)"), ("not not x", "(not (not x))"),
    ("x and y", "(and x y)"), ("(a < b) == c", "(== (< a b) c)"),
    ("x[i + 1]", "(at x (+ i 1))"), ("x[-i:n - 1]", "(slice x (neg i) (- n 1))"),
  ])
  func bindsAsInPython(source: String, tree: String) {
    #expect(trees(source) == [tree])
  }

  /// A verb with its one input in parentheses right behind it can be computed with, as a function.
  @Test(arguments: [
    ("-mean(x)", "(neg (mean! x))"), ("2 * mean(x) + 1", "(+ (* 2 (mean! x)) 1)"),
    ("mean(x) / mean(y)", "(/ (mean! x) (mean! y))"), ("mean(x)[0]", "(at (mean! x) 0)"),
    ("mean(x) - 1", "(- (mean! x) 1)"), ("mean(x)", "(mean! x)"),
    ("show(x) title=\"a\"", "(show! x title=\"a\")"),
    ("show(x) y", "(show! x y)"), ("show mean(x) at=mean(y)", "(show! (mean! x) at=(mean! y))"),
    ("[mean(x), 1]", "[(mean! x) 1]"), ("mean(mean(x) + 1)", "(mean! (+ (mean! x) 1))"),
  ])
  func readsFunctions(source: String, tree: String) {
    #expect(trees(source) == [tree])
  }

  /// A value may have the name of a verb, which then is the verb where inputs follow it.
  @Test(arguments: [
    ("mean = 3", "(let mean 3)"), ("mean * 2", "(* mean 2)"), ("mean - 1", "(- mean 1)"),
    ("mean-1", "(- mean 1)"),
    ("mean -1", "(mean! -1)"), ("mean.shape", "(. mean shape)"), ("mean[0]", "(at mean 0)"),
    ("mean [0]", "(mean! [0])"), ("mean", "(mean!)"), ("x = mean", "(let x (mean!))"),
    ("1 + mean", "(+ 1 mean)"), ("mean == mean", "(== mean mean)"), ("mean(x) ** 2", "(** (mean! x) 2)"),
  ])
  func readsNamesOfVerbs(source: String, tree: String) {
    #expect(trees(source) == [tree])
  }

  @Test(arguments: [
    ("x = (1 + 2)", "(let x (+ 1 2))")
  ])
  func bindsAsInArithmetic(source: String, tree: String) {
    #expect(trees(source) == [tree])
  }

  @Test(arguments: [
    ("1", "1"), ("0.5", "0.5"), (".5", "0.5"), ("1e-3", "0.001"), ("1.", "1.0"), ("2.5E+2", "250.0"),
    ("007", "7"), ("9007199254740992", "9007199254740992"), ("3x3", "<3x3>"), ("32x32x1", "<32x32x1>"),
  ])
  func readsNumbersAndShapes(source: String, tree: String) {
    #expect(trees(source) == [tree])
  }

  @Test func replacesTheEscapesOfAString() {
    #expect(trees(#"show "a\\b\n\t\"é""#) == ["(show! \"a\\b\n\t\"é\")"])
  }

  @Test func readsAModel() {
    let source = """
      # a small one
      net = model input=32x32x1   # grey

        Conv2D 6 5x5 activation=relu  # twelve numbers

        # the classifier
        Flatten
        Dense 43 activation=softmax
        FourierTransform weights=[1,
          2]
      end  # done
      summary net
      """
    #expect(
      trees(source) == [
        "(let net (model! input=<32x32x1> {Conv2D! 6 <5x5> activation=relu; Flatten!; Dense! 43 activation=softmax; "
          + "FourierTransform! weights=[1 2]}))",
        "(summary! net)",
      ])
  }

  @Test func continuesALineInsideBracketsOnly() {
    #expect(trees("x = (1 +\n  2)\ny = [1,\n\n 2,\n]\n") == ["(let x (+ 1 2))", "(let y [1 2])"])
    #expect(trees("x = 1\n+ 2").first?.contains("expected a value, found '+'") == true)
  }

  @Test func readsWindowsLineBreaksAndBlankLines() {
    #expect(trees("\r\n\r\nx = 1\r\n  \t\r\ny = 2 # two\r\n") == ["(let x 1)", "(let y 2)"])
    #expect(trees("") == [])
    #expect(trees("# nothing\n\n") == [])
  }

  @Test func givesEveryNodeItsPlace() throws {
    let source = "x = 1\n\thistory = fit net (a - b) epochs=5 # train"
    let statement = try #require(try lessonParser(source).parse().last)
    #expect(statement.range.text(in: source) == "history = fit net (a - b) epochs=5")
    #expect(statement.target?.range.text(in: source) == "history")
    #expect(statement.target?.range.location(in: source) == SourceLocation(line: 2, column: 2))
    guard case .call(let call) = statement.expression.kind else {
      Issue.record("not a call")
      return
    }
    #expect(call.verb.range.text(in: source) == "fit")
    #expect(call.arguments.map { $0.range.text(in: source) } == ["net", "(a - b)"])
    #expect(call.options.map { $0.name.range.text(in: source) } == ["epochs"])
    #expect(call.options.map { $0.value.range.text(in: source) } == ["5"])
    let model = "model input=3x3\n  Dense 4 # four\nend"
    guard case .call(let call)? = try lessonParser(model).parse().first?.expression.kind else {
      Issue.record("not a call")
      return
    }
    #expect(call.block?.map { $0.range.text(in: model) } == ["Dense 4"])
    #expect(call.block?.first?.layer.range.location(in: model) == SourceLocation(line: 2, column: 3))
  }

  @Test(arguments: [
    "x = (1 +", "show x predictions=(predict a", "x = [1,\n", "net = model input=3x3",
    "model a\n  Dense 4\n\n",
    "model a\n  Dense 4 w=[1,", "(((", "x[", "x[0:",
  ])
  func asksForMoreLines(source: String) {
    #expect(lessonParser(source).isIncomplete)
  }

  @Test(arguments: [
    "", "x = 1", "x = ", "x = (1 +)", "x = \"abc", "(\"abc", "model a\n  Dense 4\nend\n", "model a=",
    "x = 3)",
    "(1 2", "model a\n Dense 4 ?\n",
  ])
  func asksForNoMoreLinesWhereTheyWouldNotHelp(source: String) {
    #expect(!lessonParser(source).isIncomplete)
  }
}
