import CellLanguage
import Core
import Testing

/// What cells compute and how they show it.
@Suite struct ValueTests {
  @Test(arguments: [
    ("2+3*4", "14"), ("(1 + 2) / 4", "0.75"), ("-(2)", "-2"), ("1e-3", "0.001"),
    ("9007199254740992 * -1024", "-9.223372036854776e+18"), ("\"a\\\"b\"", "a\"b"),
    ("28x28x1", "(28, 28, 1)"), ("true", "true"), ("[1, 2.5, \"three\"]", "[1, 2.5, 'three']"),
    ("x = 4\nx * x", "16"), ("x = 4", ""), ("1\n2", "2"), ("# nothing", ""), ("[10, 20, 30][-1]", "30"),
    ("[10, 20, 30][0:2]", "[10, 20]"), ("28x28x1[0]", "28"),
    ("print \"a\" 1 (1/4)", "a 1 0.25"), ("print (0.9905 * 100) (1/3)", "99.05 0.3333333333333333"),
    ("print", ""),
  ])
  func aCellShowsTheValueOfItsLastExpression(cell: String, shown: String) {
    #expect(Trial().run(cell) == shown)
  }

  @Test func namesLastFromCellToCell() {
    let trial = Trial()
    #expect(trial.run("x = 2") == "")
    #expect(trial.run("y = x + 1") == "")
    #expect(trial.run("y") == "3")
    #expect(trial.session.names == ["x", "y"])
  }

  @Test func whatCameBeforeAnErrorIsDone() {
    let trial = Trial()
    #expect(trial.run("x = 2\ny = z").contains("unknown name 'z'"))
    #expect(trial.run("x") == "2")
  }

  @Test func dataSetsHaveSplitsImagesAndLabels() {
    let trial = Trial()
    #expect(
      trial.run("digits = load digits train=50 test=20").hasPrefix(
        "digits: drawn from seed 0\ntrain  images (50, 28, 28, 1) uint8"))
    #expect(trial.run("digits.train.shape") == "(50, 28, 28, 1)")
    #expect(trial.run("digits.train.shape[0]") == "50")
    #expect(trial.run("digits.test.labels.shape") == "(20,)")
    #expect(trial.run("digits.train[0:7].shape") == "(7, 28, 28, 1)")
    #expect(trial.run("digits.train[-1]").hasPrefix("digits.train[49]: image (28, 28, 1) uint8, label "))
    #expect(trial.run("digits.train.images.dtype") == "uint8")
    #expect(trial.run("(digits.train.images / 255).dtype") == "float32")
  }

  @Test func arithmeticReachesEveryPixel() {
    let trial = Trial()
    _ = trial.run("digits = load digits train=20 test=10")
    #expect(trial.run("a = (digits - 128) / 128\na.train.images.min") == "-1")
    #expect(
      trial.run("b = normalize digits subtract=128 divide=128").contains(
        "normalize: train (20, 28, 28, 1), values -1 to 0.99"))
    #expect(trial.run("c = a.test.images - b.test.images\nprint c.min c.max") == "0 0")
    #expect(trial.run("(255 - digits.test.images).max") == "255")
  }

  @Test func oneHotLabelsAreVectors() {
    let trial = Trial()
    _ = trial.run("digits = load digits train=20 test=10\nlabel = digits.train.labels[0]")
    #expect(
      trial.run("digits = one_hot digits")
        == "one_hot: train labels (20,) -> (20, 10)\none_hot: test labels (10,) -> (10, 10)")
    let vector = trial.run("digits.train.labels[0]")
    let label = Int(trial.run("label")) ?? -1
    let ones = (0..<10).map { $0 == label ? "1." : "0." }
    #expect(vector == "[\(ones.joined(separator: " "))]")
  }

  @Test func arraysPrintAsNumPyPrintsThem() {
    let trial = Trial()
    _ = trial.run("digits = load digits train=400 test=2")
    #expect(trial.run("digits.train.labels[0:3]").hasPrefix("["))
    let long = trial.run("digits.train.images")
    #expect(long.hasPrefix("[[[["))
    #expect(long.contains("\n\n ...\n\n"))
    #expect(long.hasSuffix("]]]]"))
    #expect(trial.run("digits.train.images[0][0]").split(separator: "\n").count == 28)
  }

  @Test func splitHoldsOutAPart() {
    let trial = Trial()
    _ = trial.run("digits = load digits train=50 test=10")
    #expect(
      trial.run("parts = split digits validation_split=0.2") == "split: train 40 images, valid 10 images")
    #expect(trial.run("parts.valid.shape") == "(10, 28, 28, 1)")
    #expect(trial.run("parts.test.shape") == "(10, 28, 28, 1)")
    // Keras takes the last images.
    #expect(trial.run("d = parts.valid.images - digits.train.images[40:50]\nprint d.min d.max") == "0 0")
  }

  @Test func shuffleKeepsImagesWithTheirLabels() {
    let trial = Trial()
    _ = trial.run("digits = load digits train=50 test=10")
    let before = trial.run("digits.train.labels")
    #expect(
      trial.run("mixed = shuffle digits seed=7")
        == "shuffle: train 50 images with their labels\nshuffle: test 10 images with their labels")
    #expect(trial.run("mixed.train.labels") != before)
    _ = trial.run("again = shuffle digits seed=7")
    #expect(trial.run("again.train.labels") == trial.run("mixed.train.labels"))
  }

  @Test func theSummaryIsKerass() {
    let trial = Trial()
    _ = trial.run(
      """
      LeNet = model input=28x28x1 name=LeNet
        Conv2D 6 5x5 activation=tanh
        AveragePooling2D
        Flatten
        Dense 10 name=answer activation=softmax
      end
      """)
    #expect(
      trial.run("summary LeNet") == """
        Model: "LeNet"
        __________________________________________________________________________
         Layer (type)                         Output Shape              Param #
        ==========================================================================
         conv2d (Conv2D)                      (None, 24, 24, 6)         156
         average_pooling2d (AveragePooling2D) (None, 12, 12, 6)         0
         flatten (Flatten)                    (None, 864)               0
         answer (Dense)                       (None, 10)                8,650
        ==========================================================================
        Total params: 8,806
        Trainable params: 8,806
        Non-trainable params: 0
        __________________________________________________________________________
        """)
  }
}
