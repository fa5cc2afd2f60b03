import Testing

@testable import CellLanguage

/// Branches, blocks and repeated lines of a model.
@Suite struct ModelVerbTests {
  private static let branches = """
    net = model input=8x8x1
      Conv2D 4 3x3 padding=same name=a
      Conv2D 4 3x3 padding=same activation=relu name=b
      Conv2D 2 1x1 from=a
      Concatenate b
      Flatten
      Dense 10 activation=softmax
    end
    """

  @Test func aBranchBeginsAtANamedLayer() {
    let trial = Trial()
    #expect(trial.run(Self.branches) == "")
    let summary = trial.run("summary net").split(separator: "\n").map(String.init)
    #expect(summary[2].hasSuffix("Connected to"))
    #expect(summary[4].hasSuffix(" input"))
    #expect(summary[6].hasPrefix(" conv2d (Conv2D)") && summary[6].hasSuffix(" a"))
    #expect(summary[7].hasPrefix(" concatenate (Concatenate)") && summary[7].hasSuffix("b, conv2d"))
    #expect(summary[7].contains("(None, 8, 8, 6)"))
  }

  @Test func aChainHasNoConnections() {
    let trial = Trial()
    _ = trial.run("net = model input=8x8x1\n  Flatten\n  Dense 10\nend")
    #expect(!trial.run("summary net").contains("Connected to"))
  }

  @Test func aBlockIsManyLayers() {
    let trial = Trial()
    _ = trial.run(
      """
      residual = block filters strides=1 project=false
        Conv2D filters 3x3 strides=strides padding=same activation=relu
        Conv2D filters 3x3 padding=same name=main
        Conv2D filters 1x1 strides=strides from=input when=project
        Add main
        Activation relu
      end
      """)
    #expect(
      trial.run("residual")
        == "block filters strides=1 project=false (5 lines: Conv2D, Conv2D, Conv2D, Add, Activation)")
    _ = trial.run(
      """
      net = model input=8x8x1
        Conv2D 4 3x3 padding=same
        repeat 2 residual 4
        residual 8 strides=2 project=true name=last
        Flatten
        Dense 10 activation=softmax
      end
      """)
    let summary = trial.run("summary net").split(separator: "\n").map(String.init)
    #expect(summary.filter { $0.contains("(Add)") }.count == 3)
    #expect(summary.contains { $0.hasPrefix(" last_main (Conv2D)") })
    // 40, two of 2 x 148, 296 + 584 + 40, and 4 x 4 x 8 values to 10.
    #expect(summary.contains("Total params: 2,842"))
    // Without a block it is the same network.
    _ = trial.run(
      """
      seed 0
      plain = model input=8x8x1 seed=5
        Conv2D 4 3x3 padding=same name=x
        Conv2D 4 3x3 padding=same activation=relu
        Conv2D 4 3x3 padding=same
        Add x
        Activation relu
        Flatten
        Dense 10 activation=softmax
      end
      short = model input=8x8x1 seed=5
        Conv2D 4 3x3 padding=same
        residual 4
        Flatten
        Dense 10 activation=softmax
      end
      digits = load digits train=20 test=20
      small = resize digits 8x8
      """)
    #expect(trial.run("predict plain small.test") == trial.run("predict short small.test"))
  }

  @Test(arguments: [
    ("Conv2D 2 3x3 name=a\n  Flatten\n  Dense 2 from=b", "no layer above is called 'b'", "b"),
    ("Conv2D 2 3x3 name=first\n  Add frist", "no layer above is called 'frist'", "frist"),
    ("Conv2D 2 3x3\n  Add", "Add needs the names of layers above", "Add"),
    ("Conv2D 2 3x3 name=a\n  Flatten\n  Flatten from=a", "layer 2, Flatten: leads nowhere", "Flatten"),
    (
      "Conv2D 2 3x3 padding=same name=a\n  Conv2D 3 3x3 padding=same\n  Add a",
      "layer 3, Add: cannot take 8x8x2 and 8x8x3: they differ in more than a length of 1", "Add a"
    ),
    ("repeat Flatten", "repeat needs a number and what is repeated", "repeat Flatten"),
    ("repeat 1001 Flatten", "repeat needs a number from 0 to 1000, not 1001", "1001"),
    ("Flatten name=a\n  Flatten name=a", "two layers are called 'a'", "a"),
  ])
  func whatDoesNotFitIsSaidAtItsLine(lines: String, message: String, under: String) {
    let trial = Trial()
    let text = trial.run("net = model input=8x8x1\n  \(lines)\nend")
    #expect(text.contains(": \(message)"), "\(text)")
    let rows = text.split(separator: "\n").map(String.init)
    #expect(rows.contains { $0.contains(String(repeating: "^", count: under.count)) }, "\(text)")
  }

  @Test func anErrorInABlockIsSaidAtItsUse() {
    let trial = Trial()
    _ = trial.run("b = block n\n  Flatten\n  Dense n\n  Conv2D 2 n\nend")
    let text = trial.run("net = model input=8x8x1\n  b 3\nend")
    #expect(
      text.contains("line 2: layer 3, in b, Conv2D: needs images of height x width x channels"), "\(text)")
    #expect(trial.run("net = model input=8x8x1\n  b\nend").contains("line 2: b needs a value for n"))
    #expect(trial.run("net = model input=8x8x1\n  b 3 m=4\nend").contains("line 2: unknown option 'm' for b"))
  }

  @Test func aBlockThatUsesItselfEnds() {
    let trial = Trial()
    _ = trial.run("a = block\n  Flatten\nend\nb = block\n  a\nend\na = block\n  b\nend")
    #expect(
      trial.run("net = model input=8x8x1\n  a\nend").contains("blocks are used in blocks more than 16 deep"))
    _ = trial.run("a = block\n  repeat 1000 Flatten\nend\nb = block\n  repeat 1000 a\nend")
    #expect(
      trial.run("net = model input=8x8x1\n  repeat 1000 b\nend").contains("these are more than 20000 layers"))
    _ = trial.run("a = block\n  repeat 1000 Flatten when=false\nend\nb = block\n  repeat 1000 a\nend")
    #expect(
      trial.run("net = model input=8x8x1\n  repeat 1000 b\nend").contains("these are more than 100000 lines"))
  }

  @Test(arguments: [
    ("block filters\n  Flatten\nend", "no line of the block uses 'filters'"),
    (
      "block name\n  Dense name\nend", "'name' means something else in a line of a model; choose another word"
    ),
    ("block a a\n  Dense a\nend", "'a' is there twice"), ("block\nend", "the block has no layers"),
  ])
  func wordsOfABlockAreChecked(source: String, message: String) {
    #expect(Trial().run("b = " + source).contains(": \(message)"))
  }
}
