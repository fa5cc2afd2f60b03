import NeuralNetwork
import Testing

@testable import CellLanguage

/// The verbs that look into a network, on convolutions of other kinds and normalizations image by image.
@Suite struct ConvolutionInsideTests {
  private static func trial() -> Trial {
    let trial = Trial()
    _ = trial.run(
      """
      digits = load digits train=40 test=20
      norm = digits / 255
      net = model input=28x28x1 name=net
        Conv2D 4 5x5 strides=4 padding=same activation=relu
        Conv2D 6 3x3 dilation_rate=2 padding=same groups=2 name=gaps
        GroupNormalization groups=3 name=groups
        Conv2DTranspose 4 3x3 strides=2 padding=same activation=relu name=up
        SeparableConv2D 6 3x3 depth_multiplier=2 name=apart
        LayerNormalization scale=false name=pixels
        BatchNormalization center=false name=batch
        GlobalAveragePooling2D
        UnitNormalization name=unit
        Dense 10 activation=softmax
      end
      compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
      """)
    return trial
  }

  private let trial = ConvolutionInsideTests.trial()

  @Test func everyLayerIsExplainedAndDrawn() {
    for layer in ["gaps", "groups", "up", "apart", "pixels", "batch", "unit"] {
      let text = trial.run("explain net norm.test[3] layer=\(layer)")
      #expect(!text.contains("^^") && text.split(separator: "\n").count >= 2, "\(layer): \(text)")
      #expect(trial.charts.contains { $0.name == "explain" }, "\(layer)")
      for cell in [
        "feature_maps net norm.test[3] layer=\(layer)", "receptive_field net norm.test[3] layer=\(layer)",
        "predict net norm.test layer=\(layer)",
      ] {
        let text = trial.run(cell)
        #expect(!text.contains("^^"), "\(cell): \(text)")
      }
    }
  }

  @Test func theTextSaysWhatIsAddedUp() {
    func text(_ cell: String) -> String { trial.run("explain net norm.test[3] " + cell) }
    #expect(
      text("layer=gaps at=3,3 filter=4").hasPrefix(
        "gaps (Conv2D), filter 4 at row 3, column 3: rows 1 to 5 in steps of 2, columns 1 to 5 in steps of 2 of what "
          + "conv2d gives, 2 channels\nchannel  sum of its products\n      2 "))
    #expect(
      text("layer=gaps at=3,3 filter=4 channel=1").contains(
        "this value has no products of channel 1: it is made of channels 2 to 3"))
    // Row 4 is reached by pixels 1 and 2 alone, column 3 by pixel 1.
    #expect(
      text("layer=up at=4,3 filter=1 channel=5").hasPrefix(
        "up (Conv2DTranspose), filter 1 at row 4, column 3: rows 1 to 2, columns 1 to 1 of what groups gives, 6 channels\n"
      ))
    let apart = text("layer=apart at=2,3 filter=5")
    #expect(apart.contains("\nmap  sum of its products") && apart.contains("\nsum of 8 products"))
    #expect(
      text("layer=apart at=2,3 filter=5 channel=8").contains("there is") == false
        && text("layer=apart at=2,3 filter=5 channel=8").contains("they are 0 to 7"))
    #expect(text("layer=groups at=1,1 filter=3").contains("over all pixels of channels 2 to 3, 98 values"))
    #expect(text("layer=pixels at=1,1 filter=3").contains("over the 6 channels of the pixel"))
    #expect(text("layer=unit unit=2").contains("all 6 values"))
  }

  @Test func kernelsAreDrawnAndSet() {
    for layer in ["gaps", "up", "apart"] {
      let text = trial.run("filters net layer=\(layer)")
      #expect(!text.contains("^^"), "\(layer): \(text)")
    }
    #expect(
      trial.run("set_weights net layer=up filter=3 channel=2 [[1, 2, 3], [4, 5, 6], [7, 8, 9]] bias=0.5")
        == "up, filter 3: kernel 3x3, bias 0.5")
    guard case .model(let model)? = trial.session.values["net"],
      let up = model.nodes.firstIndex(where: { $0.name == "up" })
    else {
      Issue.record("there is no model")
      return
    }
    // Keras's kernel of a transposed convolution is [row, column, filter, channel].
    let kernel = model.weightValues(layer: up)[0]
    #expect(kernel.weight.shape == [3, 3, 4, 6])
    for k in 0..<9 { #expect(kernel.values[(k * 4 + 3) * 6 + 2] == Float(k + 1)) }
    for cell in [
      "plot_model net", "gradients net norm.test", "summary net", "freeze net layers=up",
      "explain net norm.train[0:4] layer=apart weight=1,2,3,1",
      "explain net norm.train[0:4] layer=gaps weight=1,2,1,3",
      "explain net norm.train[0:4] layer=groups weight=2", "maximize net layer=apart steps=2",
    ] {
      let text = trial.run(cell)
      #expect(!text.contains("^^"), "\(cell): \(text)")
    }
  }
}
