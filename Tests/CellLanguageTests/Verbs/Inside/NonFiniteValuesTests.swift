import CellLanguage
import Core
import Testing

/// What looks into networks, on numbers that are none: no cell ends the program, whatever the values are.
@Suite struct NonFiniteValuesTests {
  @Test(arguments: [
    "(d + 1) * 1e38 * 1e38 - 1e308", "d * 1e38 * 1e38", "d * -1e38 * 1e38", "d * 1e38", "d * -1e35",
  ])
  func everyVerbGoesOn(images: String) {
    let trial = Trial()
    let model = """
      d = load digits train=20 test=4
      x = \(images)
      net = model input=28x28x1
        Conv2D 3 5x5 activation=relu
        BatchNormalization
        MaxPooling2D
        Conv2D 3 5x5 activation=tanh
        AveragePooling2D
        Dropout 0.2
        Flatten
        Dense 6 activation=sigmoid
        Dense 10 activation=softmax
      end
      compile net optimizer=sgd loss=sparse_categorical_crossentropy metrics=accuracy
      """
    #expect(!trial.run(model).contains("cell"))
    let layers = [
      "conv2d", "batch_normalization", "max_pooling2d", "conv2d_1", "average_pooling2d", "dropout", "flatten",
      "dense",
      "dense_1",
    ]
    let cells =
      layers.map { "explain net x.test[0] layer=\($0)" } + [
        "explain net x.test[0]", "explain net x.test[0:2] layer=dense weight=0,0",
        "feature_maps net x.test[0]",
        "saliency net x.test[0]", "gradcam net x.test[0]", "occlusion net x.test[0] size=14",
        "activations net x.test",
        "gradients net x.test", "embed net x.test", "show x.test", "print x.test.images",
        "evaluate net x.test",
        "confusion_matrix net x.test", "mistakes net x.test", "predict net x.test", "fit net x.train",
        "countplot x.test", "x.test.images.max", "threshold x", "resize x 7x7", "normalize x",
      ]
    for cell in cells { _ = trial.run(cell) }
    // A verb that is misspelt above would prove nothing.
    for cell in cells { #expect(!trial.run(cell).contains("unknown"), "\(cell)") }
  }

  @Test(arguments: ["[1e308, -1e308, 5]", "[1e100, 1, 2]", "[1e300, 1e-300]", "[-1e308]", "[0, 0]"])
  func chartsOfHugeNumbersAreDrawn(values: String) {
    let trial = Trial()
    for verb in ["plot", "bar"] { #expect(trial.run("\(verb) \(values)").contains("unknown") == false) }
  }

  @Test(arguments: [
    "seed 1e300", "d[1e300]", "d.train[1e300]", "d.train[-1e300:1e300]", "take d.train 1e18",
    "take d.train 9e18",
    "show d.train grid=1000000x1000000", "resize d 65536x65536", "d.train[0.5]", "repeat 1e300",
    "load digits train=1e300",
    "split d.train 1e300", "reshape d 9999999999x9999999999", "pad d pad_width=1e18",
    "explain net d.test[0] at=1e300,0",
    "x = 9223372036854775807x9223372036854775807", "print 1e300", "table [1e300, 1e-320]",
  ])
  func hugeNumbersAreRefusedOrTaken(cell: String) {
    let trial = Trial()
    _ = trial.run("d = load digits train=20 test=4")
    _ = trial.run(cell)
    #expect(trial.run("1 + 1") != "")
  }
}
