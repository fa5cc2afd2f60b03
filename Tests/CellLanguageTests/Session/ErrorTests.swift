import CellLanguage
import TestSupport
import Testing

/// What a learner reads when something is wrong: the place, the reason, and what would be right.
@Suite struct ErrorTests {
  private func expect(
    _ cell: String, in trial: Trial = Trial(), gives message: String, under words: String,
    note: String? = nil,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let lines = trial.run(cell).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let start = lines.firstIndex { $0.hasPrefix("line ") } ?? 0
    let error = Array(lines[start...])
    #expect(error.count >= 3, "\(error)", sourceLocation: sourceLocation)
    guard error.count >= 3 else { return }
    #expect(error[0].drop { $0 != ":" }.dropFirst(2) == message, sourceLocation: sourceLocation)
    let marked = zip(error[1], error[2].padding(toLength: error[1].count, withPad: " ", startingAt: 0)).filter
    { $1 == "^" }.map(\.0)
    #expect(String(marked) == words, sourceLocation: sourceLocation)
    if let note {
      #expect(error.dropFirst(3).joined(separator: "\n") == "  " + note, sourceLocation: sourceLocation)
    }
  }

  @Test func unknownWordsComeWithTheNearestOnes() {
    expect("lod digits", gives: "unknown verb 'lod'; did you mean 'load'?", under: "lod")
    expect(
      "Conv2D 6 5x5", gives: "unknown verb 'Conv2D'", under: "Conv2D",
      note: "Conv2D is a layer; it stands between the lines 'model ...' and 'end'")
    expect(
      "history", gives: "unknown name 'history'", under: "history",
      note: "no name has a value yet: write name = ...")
    expect("compil", gives: "unknown name 'compil'; did you mean 'compile'?", under: "compil")
    expect(
      "Conv2D", gives: "unknown name 'Conv2D'", under: "Conv2D",
      note: "Conv2D is a layer; it stands between the lines 'model ...' and 'end'")
    expect(
      "x = digits", gives: "unknown name 'digits'", under: "digits",
      note: "digits is a data set: write load digits")
    expect(
      "load digts", gives: "there is no data set, folder or file 'digts'; did you mean 'digits'?",
      under: "digts")
    expect("help cnv2d", gives: "there is no help on 'cnv2d'; did you mean 'Conv2D'?", under: "cnv2d")
    let trial = Trial.withModel()
    expect(
      "digits.trian", in: trial, gives: "a data set has no 'trian'; did you mean 'train'?", under: "trian",
      note: "it has train, test, class_names")
    expect("summary nett", in: trial, gives: "unknown name 'nett'; did you mean 'net'?", under: "nett")
    expect(
      "fit net digits.train batchsize=5", in: trial,
      gives: "unknown option 'batchsize' for fit; did you mean 'batch_size'?", under: "batchsize")
    expect(
      "compile net optimizer=adm loss=categorical_crossentropy", in: trial,
      gives: "optimizer cannot be 'adm'; did you mean 'adam'?", under: "adm",
      note: "expected one of adam, adamw, nadam, adamax, rmsprop, adagrad, sgd, lion")
    expect(
      "compile net optimizer=adam momentum=0.9 loss=categorical_crossentropy", in: trial,
      gives: "adam has no momentum; its options are learning_rate, beta_1, beta_2, epsilon", under: "0.9")
  }

  @Test func argumentsAreChecked() {
    let trial = Trial.withModel()
    expect(
      "fit net digits.train batch_size=0", in: trial, gives: "batch_size cannot be 0", under: "0",
      note: "expected a whole number of at least 1")
    expect(
      "fit net digits.train epochs=-1", in: trial, gives: "epochs cannot be -1", under: "-1",
      note: "expected a whole number of at least 1")
    expect("fit net digits.train epochs=2.5", in: trial, gives: "epochs cannot be 2.5", under: "2.5")
    expect(
      "fit net digits", in: trial, gives: "data cannot be a data set", under: "digits",
      note: "expected images with labels, such as digits.train")
    expect(
      "fit net", in: trial,
      gives: "fit needs the training images with their labels: images with labels, such as digits.train",
      under: "fit")
    expect(
      "summary net net", in: trial, gives: "one value too many for summary", under: "net",
      note: "summary takes <model>")
    expect("load digits train=0", in: trial, gives: "train cannot be 0", under: "0")
    expect("normalize digits divide=0", in: trial, gives: "division by zero", under: "0")
    expect("digits / 0", in: trial, gives: "division by zero", under: "digits / 0")
    expect(
      "digits + \"a\"", in: trial, gives: "a data set + a text cannot be computed", under: "digits + \"a\"")
    expect(
      "digits.train[64]", in: trial, gives: "there is no element 64", under: "digits.train[64]",
      note: "there are 64, numbered 0 to 63")
    expect(
      "digits.train[0:0].labels[0]", in: trial, gives: "there is no element 0",
      under: "digits.train[0:0].labels[0]", note: "there are no elements")
    expect("reshape digits 30x30", in: trial, gives: "28x28x1 has 784 values, 30x30 has 900", under: "30x30")
    expect(
      "show digits", in: trial, gives: "say which part of digits: digits.train or digits.test",
      under: "digits")
    expect(
      "split digits validation_split=1", in: trial,
      gives: "the fraction to hold out must be between 0 and 1 (0.2 holds out a fifth), not 1.0",
      under: "split digits validation_split=1")
  }

  @Test func layersThatDoNotFitAreNamedWhenTheModelIsDefined() {
    func model(_ layers: String, input: String = "28x28x1") -> String {
      "m = model input=\(input)\n\(layers)\nend"
    }
    expect(
      model("Dense 10"),
      gives: "layer 1, Dense: needs a vector, but its input is 28x28x1; put Flatten before it",
      under: "Dense 10")
    expect(
      model("  Flatten\n  Conv2D 6 5x5"),
      gives: "layer 2, Conv2D: needs images of height x width x channels, but its input is 784",
      under: "Conv2D 6 5x5")
    expect(
      model("Conv2D 6 5x5", input: "28x28"),
      gives:
        "layer 1, Conv2D: needs images of height x width x channels, but its input is 28x28; reshape the images to 28x28x1",
      under: "Conv2D 6 5x5")
    expect(
      model("Conv2D 6 29x29"),
      gives:
        "layer 1, Conv2D: its 29x29 window is larger than its input of 28x28; use a smaller window or padding=same",
      under: "Conv2D 6 29x29")
    expect(model("Conv2 6 5x5"), gives: "unknown layer 'Conv2'; did you mean 'Conv2D'?", under: "Conv2")
    expect(
      model("Conv2D"), gives: "Conv2D needs number of feature maps: a whole number of at least 1",
      under: "Conv2D")
    expect(
      model("Conv2D 6 5x5x5"), gives: "kernel_size cannot be 5x5x5", under: "5x5x5",
      note: "expected a size such as 2 or 2x2")
    expect(
      model("Dense 10 activation=rlu"), gives: "activation cannot be 'rlu'; did you mean 'relu'?",
      under: "rlu")
    expect(
      model("Flatten\nDense 1000000000\nDense 1000000000"),
      gives: "layer 2, Dense: is too large: its output would be 1000000000", under: "Dense 1000000000")
    expect(
      "m = model input=100000x100000x100000\nFlatten\nend",
      gives: "input=100000x100000x100000 has no values, or too many", under: "100000x100000x100000")
    expect(
      "m = model\nFlatten\nend", gives: "model needs input=, the shape of one image: a shape such as 28x28x1",
      under: "model")
  }

  @Test func labelsMustFitModelAndLoss() {
    let trial = Trial.withModel()
    expect(
      "fit net (one_hot digits.train)", in: trial,
      gives:
        "sparse_categorical_crossentropy needs class numbers, but these labels are one-hot: use loss=categorical_crossentropy",
      under: "(one_hot digits.train)")
    let other = Trial.withModel(loss: "categorical_crossentropy")
    expect(
      "fit net digits.train", in: other,
      gives:
        "categorical_crossentropy needs one-hot labels: use one_hot on the data, or loss=sparse_categorical_crossentropy",
      under: "digits.train")
    _ = trial.run(
      "small = model input=28x28x1\nFlatten\nDense 5 name=out activation=softmax\nend\ncompile small loss=sparse_categorical_crossentropy"
    )
    let message = trial.run("fit small digits.train")
    #expect(
      message.contains(
        "is outside the 5 classes of small (0 to 4); its last layer, out, needs more units"))
    expect(
      "fit net digits.train[0:0]", in: trial, gives: "there are no images", under: "digits.train[0:0]")
    _ = trial.run("raw = model input=28x28x1\nFlatten\nDense 10\nend")
    expect(
      "fit raw digits.train", in: trial,
      gives: "the model is not compiled yet: compile it first, with an optimizer and a loss",
      under: "raw")
  }

  @Test func aLossThatIsNoNumberStopsTheTraining() {
    let trial = Trial()
    _ = trial.run(
      "digits = load digits train=64 test=10\nm = model input=28x28x1\nFlatten\nDense 300 activation=relu\nDense 300 activation=relu\nDense 10 activation=softmax\nend\ncompile m optimizer=sgd learning_rate=1000 loss=sparse_categorical_crossentropy"
    )
    let message = trial.run("fit m digits.train epochs=20 batch_size=16")
    #expect(message.contains(" at epoch "))
    #expect(message.contains("the steps are too large; try a lower learning_rate (or data scaled to 0...1)"))
  }

  @Test func noTextCrashesASession() {
    var state: UInt64 = 42
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let words = [
      "load", "digits", "show", "split", "shuffle", "grayscale", "normalize", "reshape", "one_hot", "model",
      "summary", "compile",
      "evaluate", "predict", "plot", "print", "seed", "help", "x", "net", "=", "(", ")", "[", "]", ",", ".",
      ":", "+", "-", "*", "/", "\n",
      "0", "1", "-1", "28x28x1", "3x3", "784", "1e308", "0.5", "9007199254740992", "\"a\"", "train", "test",
      "images", "labels", "shape", "input=28x28x1",
      "grid=2x2", "grid=65536x65536", "train=10", "test=5", "end", "Conv2D", "Flatten", "Dense", "5x5",
      "strides=65536", "padding=same", "seed=1",
      "class_names", "loss=sparse_categorical_crossentropy", "values=true", "predictions=x", "titles=x",
      "legend=x",
    ]
    let trial = Trial.withModel(digits: "train=10 test=5")
    for _ in tries(3000) {
      let cell = (0..<1 + next(12)).map { _ in words[next(words.count)] }.joined(separator: " ")
      // Huge layers are refused or small; nothing here may trap.
      _ = trial.run(cell)
    }
    #expect(trial.run("1 + 1") == "2")
  }
}
