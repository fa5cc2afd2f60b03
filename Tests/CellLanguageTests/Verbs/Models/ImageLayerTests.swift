import Core
import NeuralNetwork
import Testing

@testable import CellLanguage

/// Layers that move, rescale and change images, as a learner writes them.
@Suite struct ImageLayerTests {
  private func shape(_ line: String, input: String = "6x8x2") -> String {
    let trial = Trial()
    let said = trial.run("net = model input=\(input)\n  \(line)\nend")
    guard case .model(let model)? = trial.session.values["net"] else { return said }
    return model.nodes.last?.outputShape.crossDescription ?? ""
  }

  @Test(
    arguments: [
      ("ZeroPadding2D", "8x10x2"), ("ZeroPadding2D 2", "10x12x2"), ("ZeroPadding2D 0x3", "6x14x2"),
      ("ZeroPadding2D [1, 2]", "8x12x2"), ("ZeroPadding2D [[0, 1], [2, 3]]", "7x13x2"),
      ("ZeroPadding2D padding=[[0, 1], 2]", "7x12x2"), ("Cropping2D", "6x8x2"), ("Cropping2D 1x2", "4x4x2"),
      ("Cropping2D [[1, 0], [0, 7]]", "5x1x2"), ("UpSampling2D 2 interpolation=bilinear", "12x16x2"),
      ("Reshape 96", "96"), ("Reshape -1", "96"), ("Reshape 12x8", "12x8"), ("Reshape [4, -1, 3]", "4x8x3"),
      ("Permute 2x1x3", "8x6x2"), ("Permute dims=[3, 1, 2]", "2x6x8"),
      ("Rescaling (1/255) offset=-1", "6x8x2"),
      ("Normalization mean=[0.5, 0.25] variance=1,2", "6x8x2"),
      ("Resizing 3 5 interpolation=nearest", "3x5x2"),
      ("CenterCrop 3 3", "3x3x2"), ("CenterCrop 9 9", "9x9x2"), ("RandomFlip", "6x8x2"),
      ("RandomRotation [-0.1, 0.2] fill_mode=wrap", "6x8x2"),
      ("RandomTranslation 0.1 width_factor=-0.2,0", "6x8x2"),
      ("RandomZoom 0.1 width_factor=[0, 0.1]", "6x8x2"), ("RandomContrast 0.2 value_range=[0, 1]", "6x8x2"),
    ])
  func formsOfOptions(line: String, expected: String) {
    #expect(shape(line) == expected, "\(line)")
  }

  @Test(
    arguments: [
      ("ZeroPadding2D -1", "padding cannot be -1"), ("ZeroPadding2D [1, 2, 3]", "padding cannot be a list"),
      ("ZeroPadding2D 1x2x3", "padding cannot be 1x2x3"),
      ("Cropping2D 3", "cuts off 6 rows and 6 columns, and of its 6x8 input nothing would be left"),
      ("Reshape [5, -1]", "the 96 values of 6x8x2 the shape [5, -1]: 96 is no multiple of 5"),
      ("Reshape [-1, -1]", "one of them may be -1"), ("Reshape 7x7", "the shape 7x7, which has 49"),
      ("Permute 1x1x2", "dims names each axis once, from 1 to 3, such as 1x2x3"),
      ("Permute 2x1", "dims has 2 axes, but its input of 6x8x2 has 3"),
      ("Normalization mean=1", "needs variance too"),
      ("Normalization mean=[1, 2, 3] variance=1", "has 3 numbers as mean"),
      ("Normalization mean=1 variance=-1", "variance cannot be -1"),
      ("RandomZoom -1", "height_factor cannot be -1"), ("RandomRotation [0.1, 2]", "factor cannot be a list"),
      ("RandomContrast 0.2 value_range=[1, 0]", "value_range cannot be a list"),
      ("Resizing 3 5 pad_to_aspect_ratio=true", "unknown option 'pad_to_aspect_ratio'"),
      ("UpSampling2D 60000 interpolation=bilinear", "is too large: its output would be 360000x480000x2"),
    ])
  func whatDoesNotFitIsNamed(line: String, expected: String) {
    let said = shape(line)
    #expect(said.contains(expected) && said.contains("^"), "\(line): \(said)")
  }

  private static let network = """
    digits = load digits train=60 test=20
    net = model input=28x28x1 name=net
      Resizing 32 32
      RandomFlip horizontal
      RandomRotation 0.02
      RandomTranslation 0.1 0.1
      RandomZoom 0.1
      RandomContrast 0.1
      GaussianNoise 0.1
      Normalization
      Rescaling 2
      CenterCrop 28 28
      ZeroPadding2D 2
      Conv2D 4 3x3 activation=relu
      SpatialDropout2D 0.2
      UpSampling2D 2 interpolation=bilinear
      Cropping2D [[1, 0], [0, 1]]
      Permute 3x1x2
      Reshape [4, -1]
      Flatten
      GaussianDropout 0.1
      Dense 10 activation=softmax
    end
    compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
    """

  @Test func adaptSaysWhatItHasFoundAndFitGoesOn() {
    let trial = Trial()
    _ = trial.run(Self.network)
    let said = trial.run("adapt net digits.train")
    #expect(said.hasPrefix("normalization: mean ") && said.contains(", variance "), "\(said)")
    #expect(trial.run("adapt net digits.train layer=normalization") == said)
    #expect(trial.run("fit net digits.train epochs=1").contains("accuracy"))
    // Within the layer that was adapted the values have mean 0 and variance 1.
    guard case .model(let model)? = trial.session.values["net"] else { return }
    let numbers = model.weightValues(layer: 7).map(\.values)
    #expect(numbers.count == 3 && numbers[0][0] > 10 && numbers[1][0] > 100 && numbers[2] == [0])
    _ = trial.run("undo")
    _ = trial.run("undo")
    _ = trial.run("undo")
    #expect(model.weightValues(layer: 7).map(\.values) == [[0], [1], [0]])
  }

  @Test func adaptRefusesWhatItCannotAdapt() {
    let trial = Trial()
    _ = trial.run(Self.network)
    #expect(
      trial.run("adapt net digits.train layer=flatten").contains(
        "flatten (Flatten) is no Normalization that finds its numbers in data"))
    _ = trial.run("small = model input=28x28x1\n  Normalization mean=1 variance=2\n  Flatten\nend")
    #expect(
      trial.run("adapt small digits.train").contains(
        "is a Normalization without mean= and variance="))
  }

  @Test func everyLayerIsExplainedAndLookedInto() {
    let trial = Trial()
    _ = trial.run(Self.network)
    _ = trial.run("adapt net digits.train")
    guard case .model(let model)? = trial.session.values["net"] else {
      Issue.record("there is no model")
      return
    }
    #expect(model.nodes.count == 20)
    for layer in model.nodes.map(\.name) {
      for cell in [
        "explain net digits.test[3] layer=\(layer)", "feature_maps net digits.test[3] layer=\(layer)",
        "receptive_field net digits.test[3] layer=\(layer)", "predict net digits.test layer=\(layer)",
      ] {
        let text = trial.run(cell)
        #expect(!text.contains("^^"), "\(cell): \(text)")
      }
    }
    for cell in [
      "plot_model net", "gradcam net digits.test[3]", "saliency net digits.test[3]",
      "gradients net digits.test", "activations net digits.test",
    ] {
      let text = trial.run(cell)
      #expect(!text.contains("^^"), "\(cell): \(text)")
    }
  }

  @Test(
    arguments: [
      ("normalization", "(x - mean) / deviation"), ("rescaling", "x * scale + offset"),
      ("random_flip", "while training, half of the images are mirrored"),
      ("zero_padding2d", "0, for it stands in the border"),
      ("up_sampling2d", "a mixture of the nearest pixels"),
      ("gaussian_noise", "a normal number with a standard deviation of 0.1 is added"),
    ])
  func explanationsSayHowAValueComesAbout(layer: String, expected: String) {
    let trial = Trial()
    _ = trial.run(Self.network)
    let at = layer == "zero_padding2d" ? "at=0,3" : "at=3,4"
    let text = trial.run("explain net digits.test[3] layer=\(layer) \(at) filter=0")
    #expect(text.contains(expected), "\(text)")
  }
}
