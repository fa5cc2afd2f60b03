import Testing

@testable import CellLanguage

/// `for NAME in LIST ... end`
@Suite struct LoopTests {
  @Test func goesThroughWhatHasElements() {
    let trial = Trial.withModel()
    for (cell, printed) in [
      ("for x in [1, 2, 3]\n  print x\nend", "1\n2\n3"),
      ("for i in range 3\n  print (i * i)\nend", "0\n1\n4"),
      ("for i in range(2)\nprint i\nend", "0\n1"), ("for x in 3x4\n  print x\nend", "3\n4"),
      ("for x in []\n print x\nend", ""),
      ("for i in digits.test.images[0:2]\n  print i.shape\nend", "(28, 28, 1)\n(28, 28, 1)"),
      ("for i in digits.test[0:2]\n  print i.shape\nend", "(28, 28, 1)\n(28, 28, 1)"),
      ("for a in [1, 2]\n  for b in [10, 20]\n    print (a + b)\n  end\nend", "11\n21\n12\n22"),
      ("total = 0\nfor x in [1, 2]\n  total = total + x\nend\nprint total x", "3 2"),
      ("squares = []\nfor i in range 4\n  squares = append squares (i ** 2)\nend\nsquares", "[0, 1, 4, 9]"),
      ("x = [1, 2]\nfor x in x\n  print x\nend", "1\n2"),
    ] { #expect(trial.run(cell) == printed, "\(cell)") }
  }

  @Test func modelsStandInItsLines() {
    let trial = Trial.withModel()
    let text = trial.run(
      """
      sizes = []
      for units in [2, 4]
        m = model input=28x28x1
          Flatten
          Dense units
        end
        sizes = append sizes m.count_params
      end
      sizes
      """)
    #expect(text == "[1570, 3140]")
  }

  @Test func errorsStandWhereTheyAre() {
    #expect(
      Trial().run("x = 1\nfor i in [2, 1, 0]\n  print (4 / i)\nend") == """
        2
        4
        line 3: division by zero
            print (4 / i)
                  ^^^^^^^
        """)
    #expect(
      Trial().run("for i in 3\n  print i\nend") == """
        line 1: a number has no elements to go through
          for i in 3
                   ^
          for takes a list, an array or images: for rate in [0.1, 0.01]
        """)
  }

  @Test(arguments: [
    ("for", "expected a name after 'for', found the end of the cell"),
    ("for x", "expected 'in' after 'for x'"),
    ("for x in [1]", "this 'for' has no line 'end' after its lines"), ("for x in", "expected a value"),
    ("for 3 in x\nend", "expected a name after 'for', found '3'"),
    ("for fit in x y\nend", "unknown verb 'x'"),
    ("x = for y in z", "'for' begins a line and gives no value"),
    ("for = 3", "'for' is a word of the language"),
    ("in = 3", "'in' is a word of the language"),
    ("for x in [1]: print x\nend", "expected the end of the line"),
    ("end", "none is open"), ("for x in [1]\nend x", "expected the end of the line"),
    (String(repeating: "for x in [1]\n", count: 9), "more than 8 loops would stand within each other"),
  ])
  func refuses(cell: String, message: String) {
    let text = Trial().run(cell)
    #expect(text.contains("^") && text.contains(message), "\(cell): \(text)")
  }

  @Test func thePromptWaitsForItsEnd() {
    for cell in [
      "for x in [1]", "for x in [1]\n  print x\n", "define f", "for x in a\n  own x\n",
      "for x in [1]\n  m = model input=4\n  Dense 1\nend",
      "define f x\n  for y in x\n    print y\n  end\n",
    ] { #expect(Session.isIncomplete(cell), "\(cell)") }
    for cell in [
      "for x in [1]\nend", "for", "for x in", "for x in [1]\n  m = model input=4\n  Dense 1\nend\nend",
      "for x in ]", "own x\n",
    ] { #expect(!Session.isIncomplete(cell), "\(cell)") }
  }

  @Test func isUndoneAsAWhole() {
    let trial = Trial.withModel()
    let before = trial.run("evaluate net digits.test")
    _ = trial.run("x = 5\ny = 6")
    _ = trial.run("for x in range 3\n  y = y + x\n  fit net digits.train\n  seed x\nend")
    #expect(trial.run("print x y") == "2 9")
    #expect(trial.run("undo") == "undone: for x in range 3 ...")
    #expect(trial.run("print x y") == "5 6")
    #expect(trial.run("evaluate net digits.test") == before)
    #expect(trial.run("for x in [1]\n  undo\nend").contains("undo takes a whole statement back"))
  }

  @Test(.timeLimit(.minutes(1))) func isBounded() {
    let trial = Trial()
    #expect(
      trial.run("for i in range 100001\nend").contains(
        "these are 100001 rounds, and a cell has at most 100000"))
    #expect(
      trial.run("for i in range 1000\n  for j in range 1000\n    x = j\n  end\nend").contains(
        "these are 1000 rounds after 99100, and a cell has at most 100000"))
    #expect(trial.run("x = 1\nfor i in range 1000\n  x = [x, x]\nend").contains("more than 64 lists"))
    #expect(trial.run("t = \"a\"\nfor i in range 1000\n  t = t + t\nend").contains("a text has at most"))
    #expect(
      trial.run("t = \"a\"\nfor i in range 20\n  t = t + t\nend\nfor i in range 1000\n  print t\nend")
        .contains("64 MB"))
    #expect(
      trial.run("x = [1]\nfor i in range 1000\n  x = append x x\nend").contains(
        "a list that grows has at most 1048576 elements"))
  }

  @Test func aRequestToStopEndsIt() {
    let trial = Trial.withModel()
    trial.interrupts = 1
    let text = trial.run("for i in range 3\n  fit net digits.train\n  print i\nend\nprint \"after\"")
    #expect(text.contains("interrupted in epoch 1") && text.contains("interrupted in round 1 of 3"))
    #expect(!text.contains("\n0") && text.hasSuffix("after"))
    trial.interrupts = 2
    #expect(trial.run("for i in range 3\n  x = i\nend").contains("line 2: interrupted in round 1 of 3"))
  }

  @Test func progressSaysWhichRound() {
    let trial = Trial.withModel()
    _ = trial.run("for i in range 2\n  fit net digits.train batch_size=32\n  evaluate net digits.test\nend")
    let progress = trial.outputs.compactMap { if case .progress(let state?) = $0 { state } else { nil } }
    #expect(progress.first?.label == "round 1/2:" && progress.first?.fraction == 0.25)
    #expect(progress.contains { $0.label == "round 2/2, evaluate" })
    #expect(progress.last?.fraction == 1)
  }
}
