import Core
import NeuralNetwork

/// What Keras, NumPy and Python write, and how the same is said in a cell. Where an error stands on one of these
/// spellings, the answer names the cell language's.
///
/// The table is all there is to it: the parser and the verbs know nothing of Python.
enum KerasSpellings {
  /// A spelling, and what to write instead.
  struct Row {
    let pattern: String
    /// The words here; `{1}` is the pattern's first group, with a letter behind it as ``Form`` says. Empty where there is
    /// nothing to write.
    let here: String
    let note: String?

    init(_ pattern: String, _ here: String, note: String? = nil) {
      (self.pattern, self.here, self.note) = (pattern, here, note)
    }
  }

  static let rows: [Row] = statements + calls + layers + options + values

  private static let layerNote = "layers stand one a line between 'model input=28x28x1' and 'end'"
  private static let dataNote = "images and their labels stay together, as in digits.train"

  private static let statements = [
    Row(
      #"^\s*(?:import|from)\s.*"#, "",
      note: "nothing is imported: every verb and layer is here; 'help' lists them"),
    Row(#"^\s*[!%]\s*\w.*"#, "", note: "nothing is installed or set up here; 'help' lists the verbs"),
    Row(
      #"^\s*for\s+(\w+)\s+in\s+([^:]*?)\s*:.*"#, "for {1} in {2}",
      note: "the lines up to a line 'end' are done for each: help for"),
    Row(
      #"^\s*def\s+(\w+)\s*\((.*?)\).*"#, "define {1} {2s}",
      note: "what it does are the lines up to a line 'end': help define"),
    Row(#"^\s*return\b\s*(.*)"#, "{1}", note: "the value of a verb of your own is that of its last line"),
    Row(
      #"^\s*(?:while|if|elif|else|try|class|with|lambda)\b.*"#, "",
      note: "of Python's statements a cell has 'for' and 'define': help language"),
    Row(
      #"^\s*(?:plt|fig|ax)\.(?:show|figure|title|legend|[xy]label|tight_layout)\b.*"#, "",
      note: "a chart is shown when it is drawn; plot takes title=, xlabel=, ylabel=, legend="),
  ]

  private static let calls = [
    Row(#"\bprint\((.*)\)"#, "print {1s}"),
    Row(
      #"^\s*(?:exit|quit)\(\s*\)"#, "",
      note: "Ctrl-D leaves the prompt, and so does exit on a line of its own"),
    Row(#"^\s*(\w+)\s*([-+*/])=\s*(.*)$"#, "{1} = {1} {2} {3}"),
    Row(#"\b(\w+)\.append\((.*)\)"#, "{1} = append {1} {2s}"),
    Row(
      #"\b(?:np|numpy|math)\.(exp|log|sqrt|abs|sum|mean|std|min|max|argmin|argsort)\((.*?)\)"#, "{1}({2})"),
    Row(#"\b(\w+)\.compile\((.*?)\)?\s*$"#, "compile {1} {2s}"),
    Row(#"\b(\w+)\.(fit|evaluate)(?:_generator)?\((.*?)\)?\s*$"#, "{2} {1} {3d}", note: dataNote),
    Row(#"\b(\w+)\.(predict)(?:_classes)?\((.*?)\)?\s*$"#, "{2} {1} {3s}"),
    Row(#"\b(\w+)\.summary\(.*"#, "summary {1}"),
    Row(#"\b(\w+)\.(save|load_weights|save_weights)\((.*?)\)"#, "{2} {1} {3s}"),
    Row(#"(?:\w+\.)*load_model\((.*?)\)"#, "load_model {1s}"),
    Row(#"\b\w+\.add\(\s*(?:\w+\.)*(\w+)\(?(.*?)\)*\s*$"#, "{1} {2s}", note: layerNote),
    Row(#"(?:\w+\s*=\s*)?(?:\w+\.)*Sequential\(.*"#, "model input=28x28x1", note: layerNote),
    Row(
      #"(?:\w+\.)*(?:Input|InputLayer)\(\s*(?:shape|input_shape)?\s*=?\s*(\([0-9, ]*\)).*"#,
      "model input={1x}"),
    Row(
      #"(?:optimizer=)?(?:\w+\.)*(Adam|SGD|RMSprop|Adagrad|AdamW|Nadam)\((.*?)\)"#, "optimizer={1l} {2s}"),
    Row(#"(?:callbacks=)?\[?(?:\w+\.)*EarlyStopping\((.*?)\)\]?"#, "early_stopping=val_loss patience=3"),
    Row(#"(?:callbacks=)?\[?(?:\w+\.)*ModelCheckpoint\((.*?)\)\]?"#, "checkpoint=\"best.h5\""),
    Row(#"(?:callbacks=)?\[?(?:\w+\.)*ReduceLROnPlateau\((.*?)\)\]?"#, "reduce_lr=val_loss"),
    Row(
      #"\bcallbacks(?==)"#, "early_stopping", note: "each callback of fit is an option of its own: help fit"),
    Row(#"\b(\w+)\.history\[['"](?:val_acc)['"]\]"#, "{1}.val_accuracy"),
    Row(#"\b(\w+)\.history\[['"]acc['"]\]"#, "{1}.accuracy"),
    Row(#"\b(\w+)\.history\[['"](\w+)['"]\]"#, "{1}.{2}"),
    Row(#"\b(\w+)\[['"](\w+)['"]\]"#, "{1}.{2}"),
    Row(#"(?:\w+\.)*to_categorical\(\s*([\w.]+).*?\)"#, "one_hot {1}"),
    Row(#"(?:\w+\.)*train_test_split\(\s*([\w.]+).*?\)"#, "split {1} validation_split=0.2"),
    Row(#"(?:\(.*\)\s*=\s*)?(?:\w+\.)*(\w+)\.load_data\(.*?\)"#, "load {1d}"),
    Row(#"\b(?:np|numpy|tf)\.argmax\(\s*(.*?)\s*(?:,.*)?\)"#, "argmax {1s}"),
    Row(#"\b(?:np|numpy)\.array\((.*)\)"#, "{1}"),
    Row(#"\b(?:np|numpy)\.random\.seed\((.*?)\)"#, "seed {1}"),
    Row(#"(?:\w+\.)*set_(?:random_)?seed\((.*?)\)"#, "seed {1}"),
    Row(#"\b(\w[\w.]*)\.reshape\((.*)\)"#, "reshape {1} 28x28x1"),
    Row(#"\b(\w[\w.]*)\.astype\(.*?\)"#, "{1}", note: "bytes become floats where they are computed with"),
    Row(#"\b(\w[\w.]*)\.(min|max|mean|std|sum|argmin|argmax)\(\)"#, "{1}.{2}"),
    Row(#"\bplt\.(?:plot)\((.*?)(?:,.*)?\)"#, "plot {1s}"),
    Row(#"\b(?:plt\.)?imshow\((.*?)(?:,.*)?\)"#, "show {1s}"),
    Row(
      #"(?:\w+\.)*(confusion_matrix|classification_report)\(.*?\)"#, "{1} net digits.test",
      note: "the verb asks the model itself: model, then images with labels"),
    Row(#"\bdel\s+.*|(?:\w+\.)*clear_session\(.*"#, "reset"),
  ]

  private static let names = layerTypes.map { $0.declaration.name }.joined(separator: "|")

  private static let layers = [
    Row(#"(?:\w+\.)*(?:Convolution2D|Conv)\b\(?(.*?)\)?\s*$"#, "Conv2D {1s}"),
    Row(#"(?:\w+\.)*MaxPool(?:ing)?2D\b(?:\((.*?)\)?)?\s*$"#, "MaxPooling2D {1s}"),
    Row(#"(?:\w+\.)*(?:AvgPool2D|AveragePool2D|AvgPooling2D)\b\(?(.*?)\)?\s*$"#, "AveragePooling2D {1s}"),
    Row(#"(?:\w+\.)*(?:BatchNorm|BatchNorm2d|BatchNormalisation)\b.*"#, "BatchNormalization"),
    Row(#"(?:\w+\.)*(?:Linear|FullyConnected|Fc)\b\(?(.*?)\)?\s*$"#, "Dense {1s}"),
    Row(#"(?:\w+\.)*(?:Sigmoid|Tanh)\b(?:\(.*)?"#, "Activation {0l}"),
    Row(#"(?:\w+\.)*GlobalAvgPool2D\b\(?(.*?)\)?\s*$"#, "GlobalAveragePooling2D {1s}"),
    Row(#"(?:\w+\.)*GlobalMaxPool2D\b\(?(.*?)\)?\s*$"#, "GlobalMaxPooling2D {1s}"),
    Row(
      #"(?:\w+\.)*Rescaling\b.*"#, "rescale",
      note: "a verb that changes the images before the model sees them"),
    Row(
      #"(?:\w+\.)*Resizing\b.*"#, "resize", note: "a verb that changes the images before the model sees them"),
    Row(
      #"(?:\w+\.)*Random(?:Flip|Rotation|Zoom|Translation|Shear|Brightness)\b.*"#, "augment",
      note: "an option of fit: augment=(augment shift=0.1 rotate=0.05); help augment"),
    Row(
      #"(?:\w+\.)*(\#(names))\((.*?)\)*\s*$"#,
      "{1} {2s}", note: layerNote),
    Row(
      #"\b(?:\w+\.)+(\#(names))\b.*"#,
      "{1}", note: layerNote),
  ]

  /// Options under other names: of older versions, of PyTorch and of scikit-learn.
  private static let options: [Row] =
    [
      ("lr", "learning_rate"), ("learning_rate_init", "learning_rate"), ("eta", "learning_rate"),
      ("nb_epochs?", "epochs"), ("n_epochs?", "epochs"), ("num_epochs?", "epochs"), ("epoch", "epochs"),
      ("max_iter", "epochs"), ("nb_filters?", "filters"), ("out_channels", "filters"),
      ("num_filters", "filters"),
      ("nb_classes|num_classes|output_dim|out_features", "units"),
      ("kernel|ksize|filter_size", "kernel_size"),
      ("pool|poolsize", "pool_size"), ("subsample|stride", "strides"), ("border_mode", "padding"),
      ("input_shape|batch_input_shape|input_dim|input_size|shape", "input"), ("init", "kernel_initializer"),
      ("W_regularizer|weight_decay", "kernel_regularizer"), ("nonlinearity|act", "activation"),
      ("test_size|val_split|validation_size", "validation_split"), ("val_data|validation", "validation_data"),
      ("random_state|random_seed", "seed"), ("batch|bs|mini_batch_size", "batch_size"), ("opt", "optimizer"),
      ("loss_function|criterion|objective", "loss"), ("metric", "metrics"), ("p|drop_prob", "rate"),
      ("early_stop", "early_stopping"),
    ].map { Row("\\b(?:\($0.0))(?=\\s*=)", $0.1) } + [
      Row(#"\bverbose(?==)"#, "", note: "how far it is is always shown, and --quiet shows nothing"),
      Row(
        #"\bsample_weight(?==)"#, "class_weight",
        note:
          "what the images of a class count: class_weight=balanced, or a list with a number for each class"),
    ]

  private static let values = [
    Row(
      #"\bloss=['"](mse|mae|huber|mean_squared_error|mean_absolute_error|binary_crossentropy)['"]"#,
      "loss={1}"),
    Row(
      #"\bloss=['"]?(?:kl_divergence|kld|hinge|squared_hinge|poisson|log_cosh|mape|msle|cosine_similarity)['"]?"#,
      "",
      note:
        "of classes loss is sparse_categorical_crossentropy, categorical_crossentropy or binary_crossentropy, of numbers mse, mae "
        + "or huber"),
    Row(
      #"\bmetrics=\[?\s*['"]?(?:sparse_categorical_accuracy|categorical_accuracy|acc)['"]?\s*\]?"#,
      "metrics=accuracy"),
    Row(
      #"\bactivation=['"]?(?:celu|glu|squareplus|log_softmax|log_sigmoid|sparsemax|hard_tanh|tanh_shrink|soft_shrink)['"]?"#,
      "activation=relu",
      note: "the activations are " + Activation.allCases.map(\.rawValue).joined(separator: ", ")),
    Row(#"\bactivation=['"]?(hard_)?swish['"]?"#, "activation={1}silu"),
    Row(#"\boptimizer=['"]?(Adam|SGD|RMSprop|RMSProp)['"]?"#, "optimizer={1l}"),
    Row(
      #"\boptimizer=['"]?(?:adamw|nadam|adamax|adagrad|adadelta|lion|ftrl|AdamW|Nadam)['"]?"#,
      "optimizer=adam"),
    Row(#"\b(\w+)=\[\s*['"](\w+)['"]\s*\]"#, "{1}={2}"),
    Row(#"\b(\w+)=l2\((.*?)\)"#, "{1}={2}"),
    Row(#"\bTrue\b"#, "true"), Row(#"\bFalse\b"#, "false"),
    Row(#"\b\w+=None\b|\bNone\b"#, "", note: "an option that is left out has its default"),
    Row(#""[A-Za-z]:\\[^"]*""#, "{0w}", note: #"a backslash itself is written \\ in a text"#),
    Row(#""[^"]*\\[^"nt\\][^"]*""#, "{0w}", note: #"a backslash itself is written \\ in a text"#),
    Row(#"\b(\w+)='([A-Za-z_]\w*)'"#, "{1}={2}"),
    Row(#"'([^'"]*)'"#, "\"{1}\""),
    Row(#"[\(\[]\s*\d+\s*(?:,\s*\d+\s*)+,?\s*[\)\]]"#, "{0x}"),
    Row(#"\b\d+(?:\s*,\s*\d+)+\b"#, "{0x}"),
    Row(#"\b\d+(?:\s*\*\s*\d+)+\b"#, "{0x}"),
    Row(#"\b\d+(?:\s*[xX×]\s*\d+)+\b"#, "{0x}"),
    Row(#"\b(\w+)=\(\s*(\d+)\s*,?\s*\)"#, "{1}={2}"), Row(#"\(\s*(\d+)\s*,\s*\)"#, "{1}"),
  ]

  // MARK: - Answers

  /// Longer lines are not looked at.
  private static let longest = 1000

  /// The error with what to write instead, where its words are one of the spellings.
  static func answered(_ error: Diagnostic, in source: String) -> Diagnostic {
    guard !error.needsMoreInput else { return error }
    let line = SourceLine(at: error.range.start, in: source)
    guard line.bytes.count <= longest else { return error }
    let text = String(decoding: line.bytes, as: UTF8.self)
    let place = error.range.start - line.start..<max(error.range.start + 1, error.range.end) - line.start
    for row in rows {
      guard let regex = try? Regex(row.pattern) else { continue }
      for match in text.matches(of: regex) {
        let start = text.utf8.distance(from: text.startIndex, to: match.range.lowerBound)
        let end = text.utf8.distance(from: text.startIndex, to: match.range.upperBound)
        guard start < place.upperBound, place.lowerBound <= end, start < end else { continue }
        let here = filled(row.here, match)
        guard !text[match.range].elementsEqual(here) else { continue }
        return Diagnostic(
          error.message, at: error.range, suggestion: here.isEmpty ? nil : here, note: row.note ?? error.note)
      }
    }
    return error
  }

  private static func filled(_ template: String, _ match: Regex<AnyRegexOutput>.Match) -> String {
    let filled = template.replacing(/\{(\d)([a-z]?)\}/) { hole -> String in
      let number = Int(hole.1) ?? 0
      let group = number < match.output.count ? match.output[number].substring.map(String.init) ?? "" : ""
      return Form(rawValue: String(hole.2))?.text(of: group) ?? group
    }
    return filled.split(separator: " ").joined(separator: " ")
  }

  /// How a piece of Python is written here.
  private enum Form: String {
    /// Arguments: without commas, sizes as 5x5, words without quotes.
    case arguments = "s"
    /// The call without the second value: the labels, which stay with their images.
    case data = "d"
    /// `(5, 5)` as `5x5`.
    case size = "x"
    case lowercase = "l"
    /// A path with slashes.
    case path = "w"

    func text(of python: String) -> String {
      switch self {
      case .lowercase:
        return String(python.prefix { $0 != "(" }).split(separator: ".").last?.lowercased() ?? ""
      case .size: return python.matches(of: /\d+/).map { String($0.output) }.joined(separator: "x")
      case .path: return python.replacing("\\\\", with: "/").replacing("\\", with: "/")
      case .arguments, .data:
        // The pattern may have taken the last parentheses for those of the call.
        let open = python.count { $0 == "(" } - python.count { $0 == ")" }
        let whole = python + String(repeating: ")", count: max(0, open))
        var text = whole.replacing(/[\(\[]\s*\d+\s*(?:,\s*\d+\s*)+,?\s*[\)\]]/) {
          Form.size.text(of: String($0.output))
        }
        text = text.replacing(/(\w+)\s*=\s*\[\s*['"](\w+)['"]\s*\]/) { "\($0.1)=\($0.2)" }
        text = text.replacing(/=\s*['"](\w+)['"]/) { "=\($0.1)" }
        text = text.replacing(/(\w+)\.history\[['"](\w+)['"]\]/) { "\($0.1).\($0.2)" }
        text = text.replacing("'", with: "\"")
        text = text.replacing(/(?:\w+\.)*(Adam|SGD|RMSprop)\((.*?)\)/) {
          "\(String($0.1).lowercased()) \($0.2)"
        }
        text = text.replacing(/\b(True|False)\b/) { String($0.1).lowercased() }
        text = text.replacing(/\b(?:lr)=/) { _ in "learning_rate=" }.replacing(/\b(?:nb_epoch)=/) { _ in
          "epochs="
        }
        text = text.replacing(/,?\s*\bverbose=\w+/) { _ in "" }.replacing(/\binput_shape=\S+/) { _ in "" }
        var parts = text.split(separator: ",").map { $0.split(separator: " ").joined(separator: " ") }
        if self == .data, parts.count > 1, !parts[1].contains("=") { parts.remove(at: 1) }
        return parts.joined(separator: " ")
      }
    }
  }
}
