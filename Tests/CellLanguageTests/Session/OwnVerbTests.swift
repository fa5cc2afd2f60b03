import Testing

@testable import CellLanguage

/// `define NAME inputs ... end`
@Suite struct OwnVerbTests {
  private func expect(_ cells: [(String, String)], _ trial: Trial = Trial()) {
    for (cell, printed) in cells { #expect(trial.run(cell) == printed, "\(cell)") }
  }

  @Test func isUsedLikeTheOthers() {
    expect([
      ("define twice x\n  # two times x\n  x * 2\nend\ntwice 4", "8"), ("twice [1, 2]", "[2, 4]"),
      ("1 + twice(3)", "7"),
      ("y = twice (twice 2)\ny", "8"), ("define scaled x by=10\n  x * by\nend\nscaled 2", "20"),
      ("scaled 2 by=3", "6"),
      ("define hello\n  print \"hello\"\nend\nhello", "hello"), ("define nothing\nend\nnothing", ""),
      ("define area h w\n  a = h * w\n  a\nend\narea 2 3", "6"),
      ("for i in range 2\n  print (twice i)\nend", "0\n2"),
      ("twice", "line 1: twice needs a value for x: a value\n  twice\n  ^^^^^"),
      ("define twice x\n  x + x + 1\nend\ntwice 1", "3"), ("print twice", "define twice x (1 line)"),
    ])
  }

  @Test func itsNamesAreItsOwn() {
    let trial = Trial()
    _ = trial.run("a = 1\nx = 2\nscale = 10\ndefine f x\n  a = x * scale\n  a\nend")
    expect([("f 3", "30"), ("print a x", "1 2"), ("scale = 100\nf 3", "300")], trial)
    #expect(trial.run("define g\n  b = 3\nend\ng\nb").contains("unknown name 'b'"))
    #expect(trial.run("x = g").contains("this gives no value that 'x' could stand for"))
  }

  @Test func trainsModelsAndDrawsTheSessionsNumbers() {
    let trial = Trial.withModel()
    let before = trial.run("evaluate net digits.test")
    _ = trial.run("define train net data\n  h = fit net data\n  h.loss[-1]\nend")
    let first = trial.run("x = train net digits.train\nx")
    #expect(trial.run("evaluate net digits.test") != before)
    _ = trial.run("undo")
    #expect(trial.run("evaluate net digits.test") == before)
    #expect(trial.run("x = train net digits.train\nx") == first)
  }

  @Test func errorsSayTheLine() {
    let trial = Trial()
    _ = trial.run("y = 1\ndefine f x\n  # a comment\n  4 / x\nend\ndefine g x\n  f x\nend")
    #expect(
      trial.run("z = 2\nf 0") == """
        line 2: division by zero
          f 0
          ^^^
          in line 3 of f: 4 / x
        """)
    #expect(
      trial.run("g 0") == """
        line 1: division by zero
          g 0
          ^^^
          in line 2 of g: f x
          in line 3 of f: 4 / x
        """)
    #expect(trial.run("f 1 2").contains("one value too many for f"))
    #expect(trial.run("f 1 b=2").contains("unknown option 'b' for f"))
    #expect(trial.run("f unknown").contains("unknown name 'unknown'"))
  }

  @Test(arguments: [
    ("define fit x\nend", "'fit' is a verb already"), ("define model\nend", "'model' is a verb already"),
    ("define f x x\nend", "'x' is there twice"), ("define f 3\nend", "an input of a verb is a name, not '3'"),
    ("define f x", "this 'f' has no line 'end' after its lines"),
    ("define", "expected a name after 'define'"),
    ("define f x\n  f x\nend", "'f' cannot use itself"),
    ("define f end\nend", "'end' cannot be the name of a value"),
    ("for i in [1]\n  define f\n  end\nend", "'define' stands by itself"),
    ("x = define f\nend", "'define' begins a line"),
    ("define and x\nend", "'and' is an operator"),
    ("define f x\n  undo\nend\nf 1", "undo takes a whole statement back"),
    ("define f x\n  y x\nend", "unknown verb 'y'"),
    ("define f model\nend", "'model' cannot be the name of a value"),
  ])
  func refuses(cell: String, message: String) {
    let text = Trial().run(cell)
    #expect(text.contains("^") && text.contains(message), "\(cell): \(text)")
  }

  @Test func verbsThatUseEachOtherEnd() {
    let trial = Trial()
    _ = trial.run("define a x\n  x\nend\ndefine b x\n  a x\nend\ndefine a x\n  b x\nend")
    let text = trial.run("a 1")
    #expect(text.contains("verbs are used in verbs more than 16 deep") && text.contains("does a use itself?"))
    #expect(trial.run("1 + 1") == "2")
  }

  @Test func helpShowsItsComment() throws {
    let trial = Trial()
    _ = trial.run("define scaled x by=10\n  # multiplies\n  # by a number\n  x * by\nend")
    let page = trial.session.help(on: "scaled")
    #expect(page.hasPrefix("scaled: multiplies by a number\n\nUsage: scaled <x> [by=...]"))
    #expect(page.contains("a value for by; 10 where left out") && page.contains("x * by"))
    #expect(trial.run("help scaled").hasPrefix("scaled: multiplies"))
    let completion = trial.session.completion(of: "sca", at: 3)
    #expect(completion.candidates.contains { $0.text == "scaled" && $0.summary == "multiplies by a number" })
  }

  @Test func isUndone() {
    let trial = Trial()
    _ = trial.run("define f x\n  x\nend")
    #expect(trial.run("undo") == "undone: define f x ...")
    #expect(trial.run("f 1").contains("unknown verb 'f'"))
  }
}
