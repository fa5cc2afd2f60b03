import CellLanguage
import Core
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The verbs that look into a network, as a lecturer types them.
@Suite struct InsideVerbTests {
  private static func trial() -> Trial {
    let trial = Trial()
    _ = trial.run(
      """
      digits = load digits train=200 test=60
      norm = digits / 255
      net = model input=28x28x1 name=net
        Conv2D 4 5x5 activation=relu
        MaxPooling2D
        Conv2D 6 3x3 activation=tanh
        Flatten
        Dropout 0.2
        Dense 20 activation=relu
        Dense 10 activation=softmax
      end
      compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
      history = fit net norm.train epochs=2 validation_data=norm.test
      """)
    return trial
  }

  private let trial = InsideVerbTests.trial()

  private func isDrawn(_ name: String) -> Bool {
    trial.charts.contains { $0.name == name }
      && trial.charts.allSatisfy { XMLParser(data: Data($0.svg.utf8)).parse() && !$0.title.isEmpty }
  }

  @Test func aConvolutionIsAWorkedSum() {
    let text = trial.run("value = explain net norm.test[12] layer=conv2d at=3,4 filter=2")
    #expect(
      text.hasPrefix(
        "conv2d (Conv2D), filter 2 at row 3, column 4: rows 3 to 7, columns 4 to 8 of norm.test[12]\npatch:"))
    for line in ["kernel:", "patch * kernel:", "sum of 25 products", "bias", "sum + bias", "relu"] {
      #expect(text.contains("\n" + line))
    }
    #expect(isDrawn("explain"))
    // What the layer gives there, by another way.
    let engine = trial.run("a = predict net norm.test[12] layer=conv2d\nprint a.image[3][4][2]")
    #expect(trial.run("print value") == engine.split(separator: "\n").last ?? "")
  }

  @Test(arguments: ["max_pooling2d", "conv2d_1", "flatten", "dropout", "dense", "dense_1", "-1", "1"])
  func everyLayerIsExplainedAndDrawn(layer: String) {
    let text = trial.run("explain net norm.test[3] layer=\(layer)")
    #expect(!text.contains("^^") && text.split(separator: "\n").count >= 2)
    #expect(isDrawn("explain"))
  }

  @Test func theOutputAndTheLossAreExplained() {
    let text = trial.run("explain net norm.test[3]")
    #expect(text.contains("e^(z - max)") && text.contains("\nloss  "))
    #expect(isDrawn("output"))
  }

  @Test func aStepIsExplained() {
    let text = trial.run("explain net norm.train[0:8] layer=conv2d_1 weight=1,2,3,4")
    for words in [
      "gradient, by the chain rule", "gradient, the engine's", "by trying", "of adam", "m     =", "w     =",
    ] {
      #expect(text.contains(words))
    }
  }

  @Test(arguments: [
    ("filters net", "filters"), ("filters net layer=conv2d_1 filter=0,3 values=true", "filters"),
    ("feature_maps net norm.test[3]", "feature-maps"),
    ("feature_maps net norm.test[3] layer=conv2d_1", "feature-maps"),
    ("receptive_field net norm.test[3] layer=conv2d_1 at=3,4", "receptive-field"),
    ("activations net norm.test", "activations"), ("gradients net norm.train[0:50]", "gradients"),
    ("weights net", "weights"), ("weights history", "weights"), ("saliency net norm.test[3]", "saliency"),
    ("saliency net norm.test[3] class=4", "saliency"),
    ("occlusion net norm.test[3] size=7 stride=3", "occlusion"),
    ("gradcam net norm.test[3]", "gradcam"), ("maximize net layer=conv2d steps=5", "maximize"),
    ("maximize net class=1,2 steps=5", "maximize"), ("mistakes net norm.test count=4", "mistakes"),
    ("embed net norm.test", "embed"), ("compare history history", "compare"),
  ])
  func everyVerbDrawsTheSameBytesEachTime(cell: String, name: String) {
    _ = trial.run(cell)
    #expect(isDrawn(name))
    let charts = trial.charts.map(\.svg)
    let again = InsideVerbTests.trial()
    _ = again.run(cell)
    #expect(again.charts.map(\.svg) == charts)
  }

  @Test func whatIsAskedForMustBeThere() {
    let cases = [
      (
        "explain net norm.test[3] layer=conv2d at=24,0",
        "row 24 lies outside what conv2d gives, 24x24x4: rows are 0 to 23"
      ),
      ("explain net norm.test[3] layer=conv2d at=3", "at= is a row and a column, such as at=3,4"),
      (
        "explain net norm.test[3] layer=dense at=3,4",
        "dense gives a vector of 20 values, without rows and columns"
      ),
      ("explain net norm.test[3] layer=conv2d filter=4", "conv2d has no filter 4: it has 4, numbered 0 to 3"),
      ("explain net norm.test[0:2] layer=conv2d", "explain looks at one image, but these are 2"),
      ("explain net norm.test[3] layer=conv3d", "net has no layer 'conv3d'; did you mean 'conv2d'?"),
      ("explain net norm.test[3] layer=8", "net has no layer 8"),
      ("explain net norm.train[0:20] layer=1 weight=0", "a step is explained on at most 16 images, not 20"),
      ("filters net layer=dense", "dense (Dense) has no filters to draw"),
      ("gradcam net norm.test[3] layer=dense", "dense (Dense) gives no feature maps"),
      ("saliency net norm.test[3] class=10", "net has no class 10: its classes are 0 to 9"),
      ("saliency net norm.test[3] class=zero", "there is no class 'zero'"),
      ("occlusion net norm.test[3] size=29", "a square of 29 pixels does not fit on the image of 28x28"),
      ("set_weights net layer=2 filter=0 [[1]]", "max_pooling2d (MaxPooling2D) has no filters"),
      (
        "compare history history metric=val_acuracy",
        "not all of these histories have 'val_acuracy'; did you mean 'val_accuracy'?"
      ),
      ("confused_with net norm.test class=1 with=1", "with= must be another class"),
    ]
    for (cell, message) in cases { #expect(trial.run(cell).contains(message), "\(cell)") }
    let fresh = "raw = model input=28x28x1\n  Flatten\n  Dense 10 activation=softmax\nend\n"
    #expect(trial.run(fresh + "gradients raw norm.train[0:10]").contains("is not compiled yet"))
    #expect(
      trial.run(fresh + "explain raw norm.train[0:2] layer=2 weight=0,0").contains("is not compiled yet"))
    #expect(
      trial.run(fresh + "filters raw").contains("raw has no Conv2D layer, so no filters to draw"))
  }

  @Test func confusionsHaveTheirImages() {
    let text = trial.run("images = confused_with net norm.test class=8")
    #expect(text.hasPrefix("8: "))
    #expect(trial.run("print images").contains("images ("))
  }

  @Test func valuesMayFollowOptions() {
    let text = trial.run(
      "set_weights net layer=1 filter=0 [[0,0,0,0,0],[0,0,0,0,0],[0,0,1,0,0],[0,0,0,0,0],[0,0,0,0,0]] bias=0")
    #expect(text == "conv2d, filter 0: kernel 5x5, bias 0")
    // A kernel of one 1 in its middle copies the image.
    let copied = trial.run("a = predict net norm.test[3] layer=1\nprint a.image[10][10][0]").split(
      separator: "\n"
    ).last
    #expect(copied == trial.run("print norm.test[3].image[12][12][0]").split(separator: "\n").last)
  }

  @Test func aLayersOutputTeachesAnotherModel() {
    let text = trial.run(
      """
      features = predict net norm layer=dense
      head = model input=20
        Dense 10 activation=softmax
      end
      compile head optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
      fit head features.train epochs=2 validation_data=features.test
      """)
    #expect(text.contains("Epoch 2/2") && text.contains("val_accuracy"))
  }

  @Test func aLayersOutputIsIndexedAsTheArrayThatItIs() {
    let text = trial.run(
      """
      p = predict net norm.test[0:3] layer=dense
      print p.images[1][2]
      print p[1][2]
      print p[1][-18]
      print (predict net norm.test[1] layer=dense)[2]
      print norm.test[1][12][14][0]
      print norm.test[1].image[12][14][0]
      """
    ).split(separator: "\n")
    #expect(text.count == 6 && Set(text[..<4]).count == 1 && text[4] == text[5], "\(text)")
    #expect(trial.run("print norm.test[0][28]").contains("there are 28, numbered 0 to 27"))
    #expect(trial.run("a = norm.test[0][4:8]\nprint a.shape").hasSuffix("(4, 28, 1)"))
  }

  @Test func frozenLayersAreNamedAndCounted() {
    #expect(trial.run("freeze net layers=1,conv2d_1").hasPrefix("frozen: conv2d, conv2d_1; "))
    #expect(trial.run("unfreeze net").hasPrefix("no layer is frozen; "))
  }
}
