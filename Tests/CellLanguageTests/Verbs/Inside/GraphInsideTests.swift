import NeuralNetwork
import Testing

@testable import CellLanguage

/// The verbs that look into a network, on one with branches and every layer that no lesson has.
@Suite struct GraphInsideTests {
  private static func trial() -> Trial {
    let trial = Trial()
    _ = trial.run(
      """
      digits = load digits train=40 test=20
      norm = digits / 255
      net = model input=28x28x1 name=net
        Conv2D 4 5x5 strides=4 padding=same activation=relu name=narrow
        DepthwiseConv2D 3x3 padding=same use_bias=false
        Multiply narrow name=multiplied
        Subtract narrow
        Average narrow
        Maximum narrow
        Minimum multiplied
        UpSampling2D 2x2 name=large
        Conv2D 3 3x3 padding=same
        Concatenate large name=concatenate
        GlobalAveragePooling2D name=mean
        GlobalMaxPooling2D from=large name=greatest
        Concatenate mean name=both
        Dropout 0.2
        Dense 10 activation=relu name=hidden
        Dense 10 use_bias=false
        Add hidden name=shortcut
        Dense 10 activation=softmax
      end
      compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
      """)
    return trial
  }

  private let trial = GraphInsideTests.trial()

  private var layers: [String] {
    guard case .model(let model)? = trial.session.values["net"] else { return [] }
    return model.nodes.map(\.name)
  }

  @Test func everyLayerIsExplainedAndDrawn() {
    #expect(layers.count == 18)
    for layer in layers {
      let text = trial.run("explain net norm.test[3] layer=\(layer)")
      #expect(!text.contains("^^") && text.split(separator: "\n").count >= 2, "\(layer): \(text)")
      #expect(trial.charts.contains { $0.name == "explain" }, "\(layer)")
    }
  }

  @Test func theOtherVerbsTakeEveryLayer() {
    for layer in layers {
      for cell in [
        "feature_maps net norm.test[3] layer=\(layer)", "receptive_field net norm.test[3] layer=\(layer)",
        "activations net norm.test", "predict net norm.test layer=\(layer)",
      ] {
        let text = trial.run(cell)
        #expect(!text.contains("^^"), "\(cell): \(text)")
      }
    }
    for cell in [
      "plot_model net", "filters net", "filters net layer=depthwise_conv2d", "gradcam net norm.test[3]",
      "saliency net norm.test[3]", "gradients net norm.test", "maximize net layer=depthwise_conv2d steps=2",
      "explain net norm.train[0:4] layer=depthwise_conv2d weight=1,2,3,0", "embed net norm.test",
    ] {
      let text = trial.run(cell)
      #expect(!text.contains("^^"), "\(cell): \(text)")
    }
  }
}
