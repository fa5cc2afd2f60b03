import Core
import Testing

@testable import NeuralNetwork

/// What Keras's descriptions may say, and what is said of what is not known here.
@Suite struct DescribedModelTests {
  private let input: JSON = ["class_name": "InputLayer", "config": ["batch_shape": [.null, 6, 6, 1]]]

  private func layer(_ className: String, _ config: [String: JSON] = [:]) -> JSON {
    ["class_name": .text(className), "config": .object(config.merging(["name": "it"]) { own, _ in own })]
  }

  private func sequential(_ layers: [JSON]) -> JSON {
    ["class_name": "Sequential", "config": ["name": "net", "layers": .list(layers)]]
  }

  @Test(
    arguments: [
      (
        "Attention", [:],
        "layer it is of the class 'Attention', which is not known here; known are "
          + layerTypes.map { $0.declaration.name }.joined(separator: ", ")
      ),
      (
        "Dense", ["units": 3, "activation": "glu"],
        "layer it (Dense): the activation 'glu' is not known here; it can be "
          + Activation.allCases.map(\.rawValue).joined(separator: ", ")
      ),
      (
        "Conv2D", ["filters": 3, "kernel_size": [2, 2], "groups": 2],
        "layer it (Conv2D): its 3 filters cannot be shared by groups=2"
      ),
      (
        "Conv2D", ["filters": 4, "kernel_size": [2, 2], "groups": 2],
        "layer it: the 1 channels of its input cannot be parted in groups=2"
      ),
      ("Dense", ["units": 2.5], "layer it (Dense): units is 2.5 instead of a whole number of at least 1"),
      ("Dense", ["units": 0], "layer it (Dense): units is 0 instead of a whole number of at least 1"),
      ("Dense", [:], "layer it (Dense): units is missing"),
      ("Dropout", ["rate": 1.5], "layer it (Dropout): rate is 1.5 instead of a number from 0 to 0.999"),
      (
        "Conv2D", ["filters": 3, "kernel_size": [3, 3], "dilation_rate": [2, 2], "strides": [2, 1]],
        "layer it: strides=2x1 and dilation_rate=2x2 cannot both be more than 1: take one of them"
      ),
      (
        "DepthwiseConv2D", ["kernel_size": [3, 3], "dilation_rate": [2, 3]],
        "layer it: its 3x3 window with its gaps, 5x7, is larger than its input of 6x6; use a smaller window or "
          + "padding=same"
      ),
      (
        "Conv2D", ["filters": 3, "kernel_size": [3]],
        "layer it (Conv2D): kernel_size is [3] instead of a size such as 2 or 2x2"
      ),
      (
        "Conv2D", ["filters": 3, "kernel_size": [9, 9]],
        "layer it: its 9x9 window is larger than its input of 6x6; use a smaller window or padding=same"
      ),
      (
        "Conv2DTranspose", ["filters": 3, "kernel_size": [3, 3], "dilation_rate": [2, 2]],
        "layer it (Conv2DTranspose): dilation_rate=[2, 2] is not known here, only dilation_rate=1"
      ),
      (
        "Conv2DTranspose",
        ["filters": 3, "kernel_size": [3, 3], "strides": [2, 1], "output_padding": [1, 1]],
        "layer it (Conv2DTranspose): output_padding=1x1 must be less than strides=2x1"
      ),
      (
        "BatchNormalization", ["axis": 1],
        "layer it (BatchNormalization): axis=1 is not known here, only the last one"
      ),
      (
        "LayerNormalization", ["axis": [1, 2, 3]],
        "layer it (LayerNormalization): axis=[1, 2, 3] is not known here, only the last one"
      ),
      (
        "LayerNormalization", ["rms_scaling": true],
        "layer it (LayerNormalization): rms_scaling=true is not known here, only rms_scaling=false"
      ),
      (
        "GroupNormalization", [:],
        "layer it: needs channels that groups=32 divides, but its input has 1; groups=1 would fit"
      ),
      (
        "Resizing", ["height": 3, "width": 3, "pad_to_aspect_ratio": true],
        "layer it (Resizing): pad_to_aspect_ratio=true is not known here, only pad_to_aspect_ratio=false"
      ),
      (
        "Normalization", ["axis": 1, "mean": .null, "variance": .null],
        "layer it (Normalization): axis=1 is not known here, only the last one"
      ),
      (
        "RandomRotation", ["factor": 2],
        "layer it (RandomRotation): factor is 2 instead of a number from -1 to 1, or two such as [0.1, 0.2]"
      ),
      (
        "Reshape", ["target_shape": [5, -1]],
        "layer it: cannot give the 36 values of 6x6x1 the shape [5, -1]: 36 is no multiple of 5"
      ),
      (
        "ZeroPadding2D", ["padding": [1, -2]],
        "layer it (ZeroPadding2D): padding is [1, -2] instead of a number such as 1, rows x columns such as 1x2, or "
          + "[[top, bottom], [left, right]]"
      ),
      (
        "Rescaling", ["scale": [1, 2]],
        "layer it (Rescaling): scale is [1, 2] instead of a number from -1e+30 to 1e+30"
      ),
      (
        "Conv2D", ["filters": 1_000_000, "kernel_size": [1000, 1000], "padding": "same"],
        "layer it: is too large: its output would be 6x6x1000000"
      ),
    ] as [(String, [String: JSON], String)])
  func whatIsNotKnownIsNamed(className: String, config: [String: JSON], expected: String) {
    let description = sequential([input, layer(className, config)])
    #expect(message { _ = try Model.described(by: description) } == expected)
  }

  @Test func whatOnlyTrainingHeedsIsLeftOutAndSaid() throws {
    let config: [String: JSON] = [
      "units": 3, "trainable": false, "kernel_constraint": ["class_name": "MinMaxNorm"],
      "kernel_regularizer": ["class_name": "OrthogonalRegularizer", "config": ["factor": 0.1]],
      "kernel_initializer": ["class_name": "RandomNormal"],
    ]
    let (model, _, notes) = try Model.described(
      by: sequential([input, layer("Flatten"), layer("Dense", config.merging(["name": "d"]) { $1 })]))
    #expect(model.outputCount == 3)
    #expect(model.nodes.map(\.isTrainable) == [true, false])
    #expect(
      notes == [
        "layer d (Dense): its kernel_regularizer is left out: only l1, l2, l1_l2 are known, as Keras has them",
        "layer d (Dense): its kernel_constraint is left out: only max_norm, non_neg, unit_norm are known, as Keras has them",
      ])
  }

  /// Each with its options, written as Keras has them and read again.
  @Test(
    arguments: [
      ("glorot_uniform", "GlorotUniform", ["seed": .null]), ("zeros", "Zeros", [:]), ("ones", "Ones", [:]),
      ("constant value=0.5", "Constant", ["value": 0.5]),
      ("random_normal stddev=0.1", "RandomNormal", ["mean": 0.0, "stddev": 0.1, "seed": .null]),
      ("random_uniform", "RandomUniform", ["minval": -0.05, "maxval": 0.05, "seed": .null]),
      ("truncated_normal mean=2", "TruncatedNormal", ["mean": 2.0, "stddev": 0.05, "seed": .null]),
      ("orthogonal gain=1.5", "Orthogonal", ["gain": 1.5, "seed": .null]),
      ("lecun_normal", "LecunNormal", ["seed": .null]),
    ] as [(String, String, [String: JSON])])
  func initializersGoBothWays(text: String, className: String, config: [String: JSON]) throws {
    let written = Initializer.family.json(.text(text))
    #expect(written["class_name"]?.text == className && written["config"] == .object(config))
    var notes: [String] = []
    for json in [written, ["class_name": .text(className), "config": .object(config)]] {
      #expect(try Initializer.family.argument(json, of: "kernel_initializer", notes: &notes) == .text(text))
    }
    #expect(notes.isEmpty)
  }

  @Test(
    arguments: [
      (Regularizer.family, Argument.text("l1 l1=0.5"), "L1", ["l1": 0.5]),
      (Regularizer.family, .number(0.25), "L2", ["l2": 0.25]),
      (Regularizer.family, .text("l1_l2 l1=0.5"), "L1L2", ["l1": 0.5, "l2": 0.0]),
      (
        Constraint.family, .text("max_norm max_value=3 axis=0x1x2"), "MaxNorm",
        ["max_value": 3.0, "axis": [0, 1, 2]]
      ),
      (Constraint.family, .text("unit_norm"), "UnitNorm", ["axis": [0]]),
      (Constraint.family, .text("non_neg"), "NonNeg", [:]),
    ] as [(PartFamily, Argument, String, [String: JSON])])
  func regularizersAndConstraintsGoBothWays(
    family: PartFamily, argument: Argument, className: String, config: [String: JSON]
  ) throws {
    let written = family.json(argument)
    #expect(written["class_name"]?.text == className && written["config"] == .object(config))
    var notes: [String] = []
    #expect(try family.argument(written, of: "kernel_\(family.name)", notes: &notes) == argument)
    if className == "UnitNorm" {
      let usual: JSON = ["class_name": "UnitNorm", "config": ["axis": 0]]
      #expect(try family.argument(usual, of: "kernel_constraint", notes: &notes) == argument)
    }
    #expect(notes.isEmpty)
  }

  /// As Keras 3.15.1 and, of LeakyReLU, Keras 2.15 write them.
  @Test func activationLayersAreRead() throws {
    func function(_ className: String, _ config: [String: JSON], on shape: Shape = [6, 6, 1]) throws
      -> BuiltLayer
    {
      let (model, _, notes) = try Model.described(by: sequential([input, layer(className, config)]))
      #expect(notes.isEmpty)
      return try #require(model.nodes.first).built
    }
    func value(_ built: BuiltLayer, _ x: Float) -> Float {
      let before = built.working.value(
        at: MapPlace(row: 1, column: 1, channel: 0), [[Float](repeating: x, count: 36)],
        [0.5][...]
      ).beforeActivation
      return built.activation.value(before)
    }
    let relu = try function("ReLU", ["max_value": 6.0, "negative_slope": 0.5, "threshold": 1.0])
    #expect([-1, 1.5, 7].map { value(relu, $0) } == [-1, 1.5, 6])
    #expect(
      value(try function("ReLU", ["max_value": .null, "negative_slope": 0.0, "threshold": 0.0]), -1) == 0)
    for key in ["alpha", "negative_slope"] {
      #expect(value(try function("LeakyReLU", [key: 0.25]), -4) == -1)
    }
    #expect(abs(value(try function("ELU", ["alpha": 2.0]), -1) - 2 * (1 / 2.718_281_8 - 1)) < 1e-6)
    let zeros: JSON = [
      "class_name": "Zeros", "config": [:], "module": "keras.initializers", "registered_name": .null,
    ]
    let prelu = try function(
      "PReLU",
      [
        "shared_axes": [1, 2], "alpha_initializer": zeros, "alpha_regularizer": .null,
        "alpha_constraint": .null,
      ])
    #expect(prelu.weights.map(\.shape) == [[1, 1, 1]] && value(prelu, -4) == -2)
    #expect(try function("Softmax", ["axis": -1]).activation == .softmax)
    #expect(
      message { _ = try function("Softmax", ["axis": 1]) }
        == "layer it (Softmax): axis=1 is not known here, only the last one")
    #expect(
      message { _ = try function("PReLU", ["shared_axes": [4]]) }
        == "layer it: shared_axes has axis 4, but the input is 6x6x1: its axes are 1 to 3")
    #expect(try function("Activation", ["activation": "hard_swish"]).activation == .hardSilu)
  }

  @Test func theInputIsSaidInOneOfSeveralPlaces() throws {
    let dense = layer("Dense", ["units": 2, "batch_input_shape": [.null, 5]])
    let descriptions: [JSON] = [
      sequential([dense]),
      ["class_name": "Sequential", "config": [dense]],
      [
        "class_name": "Sequential",
        "config": ["layers": [layer("Dense", ["units": 2])], "build_input_shape": [.null, 5]],
      ],
    ]
    for description in descriptions {
      #expect(try Model.described(by: description).model.inputShape == [5])
    }
    for shape in [[.null, .null, 28, 1], [], [.null], .null, [.null, -3], [.null, 1e300]] as [JSON] {
      let input: JSON = ["class_name": "InputLayer", "config": ["batch_shape": shape]]
      #expect(
        message { _ = try Model.described(by: sequential([input, layer("Flatten")])) }
          == "the shape of its input is left open (\(shape.description)); a model here needs one")
    }
  }

  @Test func whatAGraphCannotHaveIsNamed() throws {
    func flatten(_ name: String, _ sources: JSON...) -> JSON {
      var layer = layer("Flatten", ["name": .text(name)])
      if case .object(var members) = layer {
        members["inbound_nodes"] = [.list(sources.map { [$0, 0, 0, [:]] })]
        layer = .object(members)
      }
      return layer
    }
    var input = input
    input = ["class_name": "InputLayer", "config": ["name": "in", "batch_shape": [.null, 6, 6, 1]]]
    func functional(_ layers: JSON...) -> JSON {
      ["class_name": "Functional", "config": ["layers": .list([input] + layers)]]
    }
    #expect(try Model.described(by: functional(flatten("a", "in"), flatten("b", "a"))).model.nodes.count == 2)
    // Listed in another order.
    #expect(try Model.described(by: functional(flatten("b", "a"), flatten("a", "in"))).model.nodes.count == 2)
    #expect(
      message { _ = try Model.described(by: functional(flatten("a", "in"), flatten("b", "in"))) }
        == "layer a: leads nowhere: no layer takes what it gives")
    #expect(
      message { _ = try Model.described(by: functional(flatten("a", "in"), flatten("b", "in", "a"))) }
        == "layer b: takes one input, not 2; Add and Concatenate take several")
    #expect(
      message { _ = try Model.described(by: functional(flatten("a", "in"), flatten("b", "c"))) }
        == "layer b takes its input from c, which is not there")
    #expect(
      message { _ = try Model.described(by: functional(flatten("a", "b"), flatten("b", "a"))) }
        == "layer a takes its input from b, which is not there")
    // However many stand before what they take.
    let names = (0..<20_000).map { "f\($0)" }
    let many = zip(names, ["in"] + names).map { flatten($0, .text($1)) }
    let backwards: JSON = ["layers": .list([input] + many.reversed())]
    #expect(
      try Model.described(by: ["class_name": "Functional", "config": backwards]).model.nodes.count == 20_000)
    #expect(
      message { _ = try Model.described(by: functional(flatten("a"))) }
        == "layer a takes its input from nowhere")
    var twice = flatten("b", "a")
    if case .object(var members) = twice {
      members["inbound_nodes"] = [[["a", 0, 0, [:]]], [["in", 0, 0, [:]]]]
      twice = .object(members)
    }
    #expect(
      message { _ = try Model.described(by: functional(flatten("a", "in"), twice)) }
        == "layer b: leads nowhere: no layer takes what it gives")
    #expect(
      message { _ = try Model.described(by: functional(input, flatten("a", "in"))) }
        == "it has 2 inputs (in, in); a model here has one")
    #expect(
      message { _ = try Model.described(by: ["class_name": "Transformer"]) }
        == "it holds a model of the class 'Transformer'; known are Sequential and Functional")
  }

  @Test(
    arguments: [
      (["class_name": "Adadelta"], "the optimizer Adadelta is not known here"),
      (
        ["class_name": "Adam", "config": ["amsgrad": true]], "the optimizer's amsgrad=true is not known here"
      ),
      (
        ["class_name": "Custom>SGD", "config": ["learning_rate": ["class_name": "CosineDekay"]]],
        "the learning rate is a schedule, CosineDekay, which is not known here; those of help schedules are"
      ),
      (.null, "the file does not say what its optimizer is"),
    ] as [(JSON, String)])
  func optimizersThatAreNotKnown(description: JSON, expected: String) {
    var notes: [String] = []
    #expect(
      message { _ = try Model.Training(described: ["optimizer": description], notes: &notes) } == expected)
  }

  /// Of every description a key that nothing reads is named: nothing is passed over in silence.
  @Test func everyKeyIsKnownOrNamed() {
    let sgd: JSON = ["class_name": "SGD", "config": [:]]
    func error(_ description: JSON) -> String? {
      message {
        var notes: [String] = []
        _ = try Model.Training(described: description, notes: &notes)
        if !notes.isEmpty { throw ModelError(notes.joined(separator: ", ")) }
      }
    }
    let loss: JSON = "sparse_categorical_crossentropy"
    func object(_ config: JSON) -> JSON { ["class_name": "SparseCategoricalCrossentropy", "config": config] }
    let cases: [(JSON, String?)] = [
      (["optimizer": sgd, "loss": loss, "run_eagerly": true, "loss_weights": [1.0]], nil),
      (["optimizer": sgd, "loss": loss, "loss_weights": [0.2]], "loss_weights=[0.2] is not known here"),
      (["optimizer": sgd, "loss": loss, "loss_weights": ["dense": 1]], nil),
      (["optimizer": sgd, "loss": loss, "sorcery": 1], "sorcery=1 is left out: it is not known here"),
      (
        ["optimizer": sgd, "loss": loss, "weighted_metrics": ["accuracy"]],
        "weighted_metrics=[\"accuracy\"] is left out: it is not known here"
      ),
      (
        ["optimizer": sgd, "loss": object(["reduction": "sum_over_batch_size", "ignore_class": .null])], nil
      ),
      (
        ["optimizer": sgd, "loss": object(["reduction": "sum"])],
        "the loss's reduction=\"sum\" is not known here"
      ),
      (
        ["optimizer": sgd, "loss": object(["ignore_class": 0])], "the loss's ignore_class=0 is not known here"
      ),
      (["optimizer": sgd, "loss": object(["sorcery": 0])], "the loss's sorcery=0 is not known here"),
      (
        ["optimizer": ["class_name": "SGD", "config": ["sorcery": true]], "loss": loss],
        "the optimizer's sorcery=true is not known here"
      ),
    ]
    for (description, expected) in cases { #expect(error(description) == expected) }
    #expect(
      message { _ = try Model.described(by: sequential([input, layer("Flatten", ["sorcery": 3])])) }
        == "layer it (Flatten): sorcery=3 is not known here")
  }

  @Test(
    arguments: [
      (.null, "Conv2D"), ("mine", "Dense"), ("keras.layers", "my>Dense"), ("__main__", "Dense"),
    ] as [(JSON, String)])
  func aClassOfItsOwnIsNotTakenForKerass(module: JSON, registered: String) {
    let name = registered.split(separator: ">").last.map(String.init) ?? ""
    let layer: JSON = [
      "class_name": .text(name), "module": module, "registered_name": .text(registered),
      "config": ["name": "it", "units": 2],
    ]
    #expect(
      message { _ = try Model.described(by: sequential([input, layer])) }?
        .hasPrefix("layer it is of a class of its own, \(registered)") == true)
  }

  @Test func aQuantizedLayerIsNamedForWhatItIs() {
    let policy: JSON = [
      "class_name": "QuantizedDTypePolicy", "config": ["mode": "int8", "source_name": "float32"],
    ]
    #expect(
      message {
        _ = try Model.described(by: sequential([input, layer("Dense", ["units": 2, "dtype": policy])]))
      }
        == "layer it (Dense): it is quantized (int8): save the model in Keras before quantize() and open that file"
    )
  }

  @Test func lossesAndMetricsInAllTheirForms() throws {
    func training(_ loss: JSON, _ metrics: JSON) throws -> Model.Training {
      var notes: [String] = []
      return try Model.Training(
        described: [
          "optimizer_config": ["class_name": "sgd", "config": ["lr": 0.5]], "loss": loss, "metrics": metrics,
        ], notes: &notes)
    }
    let function: JSON = ["class_name": "function", "config": "sparse_categorical_crossentropy"]
    let object: JSON = ["class_name": "SparseCategoricalCrossentropy", "config": ["from_logits": false]]
    for loss in [function, object, [object]] {
      let wrapper: JSON = [
        "class_name": "MeanMetricWrapper",
        "config": ["name": "accuracy", "fn": "sparse_categorical_accuracy"],
      ]
      for metrics in ["acc", ["accuracy"], [[wrapper]], [["class_name": "SparseCategoricalAccuracy"]]]
        as [JSON]
      {
        let training = try training(loss, metrics)
        #expect(training.metrics == [.accuracy] && training.optimizer.learningRate == 0.5)
      }
    }
    let smoothed = try training(
      ["class_name": "CategoricalCrossentropy", "config": ["label_smoothing": 0.1]], [])
    #expect(smoothed.loss == .categoricalCrossentropy && smoothed.lossOptions.labelSmoothing == 0.1)
    #expect(try training("mse", []).loss == .meanSquaredError)
    #expect(try training(function, ["auc"]).metrics == [.auc])
    #expect(
      message { _ = try training(["class_name": "Huber", "config": ["beta": 2]], []) }
        == "the loss's beta=2 is not known here")
    #expect(message { _ = try training("poisson", []) } == "the loss poisson is not known here")
    #expect(
      message { _ = try training(function, ["kl_divergence"]) }
        == "the metric kl_divergence is not known here")
    #expect(
      message { _ = try training(function, ["top_k_categorical_accuracy"]) }
        == "the metric top_k_categorical_accuracy does not take the labels of sparse_categorical_crossentropy"
    )
  }
}
