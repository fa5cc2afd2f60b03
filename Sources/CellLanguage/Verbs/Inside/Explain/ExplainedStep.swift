import NeuralNetwork

/// What a training step does to one weight.
enum ExplainedStep {
  /// The places of the first image that are listed.
  private static let listed = 6

  static func run(_ arguments: Arguments, _ model: Model, _ session: Session) throws -> Value {
    guard let layer = try arguments.layer(ExplainVerb.layer, of: model) else {
      throw CellError("weight= needs layer=: which layer is the weight of?", parameter: ExplainVerb.weight)
    }
    guard case .examples(let examples, let name) = try arguments[ExplainVerb.data].asExamples,
      let even = examples.even
    else {
      throw CellError(
        "a training step needs images with labels, such as digits.train[0:8]",
        parameter: ExplainVerb.data)
    }
    try examples.labels.check(fit: model, parameter: ExplainVerb.data)
    let step = try model.explainStep(
      images: even.images, labels: examples.labels.classes, layer: layer,
      index: arguments[ExplainVerb.weight], pool: session.pool)
    session.say(text(step, model, name))
    return .float32(step.gradient)
  }

  private static func text(_ step: StepExplanation, _ model: Model, _ data: String) -> String {
    let node = model.nodes[step.layer]
    let place = step.index.map(String.init).joined(separator: ", ")
    let weight = "\(node.name) \(step.tensor)[\(place)]"
    let images = step.contributions.count
    var lines = [
      "\(weight) = \(digits(step.weight)) in a step on \(data), \(images) \(images == 1 ? "image" : "images")",
      "loss  \(digits(Float(step.loss)))",
      "",
      "gradient by the chain rule: the sum over all outputs that the weight enters of (dL / d output) x (its input)",
    ]
    lines.append(terms(step, isMap: node.outputShape.count == 3))
    if images > 1 {
      lines.append("image by image: " + step.contributions.map { digits(Float($0)) }.joined(separator: ", "))
    }
    if step.regularization != 0 {
      let terms =
        (step.regularizer.l1 > 0 ? ["l1 x sign(w)"] : []) + (step.regularizer.l2 > 0 ? ["2 x l2 x w"] : [])
      lines.append(
        "from the \(step.tensor)_regularizer, \(terms.joined(separator: " + ")): \(digits(Float(step.regularization)))"
      )
    }
    let exact = step.contributions.reduce(0, +) + step.regularization
    lines += [
      textList([
        ("gradient, by the chain rule", digits(Float(exact))),
        ("gradient, the engine's (32-bit floats)", digits(step.gradient)),
        (
          "gradient, by trying: (L(w + h) - L(w - h)) / 2h",
          "\(formatted("%.6g", step.difference.quotient))  = (\(formatted("%.7f", step.difference.above)) - "
            + "\(formatted("%.7f", step.difference.below))) / \(digits(2 * step.difference.step))"
        ),
      ]),
      "", update(step, model),
    ]
    if let constraint = step.constraint {
      lines.append(
        "what comes of it is then made to keep to the \(step.tensor)_constraint, \(constraint.argument.description)"
      )
    }
    return lines.joined(separator: "\n")
  }

  /// The largest terms of the first image.
  private static func terms(_ step: StepExplanation, isMap: Bool) -> String {
    let sizes = step.terms.map { abs(Double($0.outputGradient) * Double($0.input)) }
    let shown = sizes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }.prefix(listed)
    let rows = shown.map { k in
      let term = step.terms[k]
      return (isMap ? ["\(term.place.row), \(term.place.column)"] : ["\(term.place.channel)"])
        + [digits(term.outputGradient), digits(term.input), digits(term.outputGradient * term.input)]
    }
    let head =
      step.terms.count > listed
      ? "the \(listed) largest of \(step.terms.count) terms of the first image:"
      : "the terms of the first image:"
    return head + "\n"
      + textTable([isMap ? "row, column" : "unit", "dL / d output", "input", "product"], rows)
  }

  private static func update(_ step: StepExplanation, _ model: Model) -> String {
    let optimizer = model.training.map { type(of: $0.optimizer).declaration.name } ?? ""
    let names = model.training?.slotNames ?? []
    let before = zip(names, step.slots).map { "\($0) = \(digits($1))" } + ["w = \(digits(step.weight))"]
    let width = step.update.map(\.name.count).max() ?? 0
    let lines = step.update.map { line in
      "\(line.name)\(String(repeating: " ", count: width - line.name.count)) = \(digits(line.value))"
    }
    let column = (lines.map(\.count).max() ?? 0) + 3
    return
      ([
        "step \(step.step) of \(optimizer), learning_rate \(digits(model.learningRate)); before it \(before.joined(separator: ", "))"
      ]
      + zip(lines, step.update).map { line, update in
        line + String(repeating: " ", count: column - line.count) + "= " + update.formula
      }).joined(separator: "\n")
  }
}

extension Value {
  /// One image with its label as a set of one.
  var asExamples: Value {
    if case .example(let examples, let name) = self { return .examples(examples, name: name) }
    return self
  }
}
