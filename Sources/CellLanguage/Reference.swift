import NeuralNetwork

/// The help texts, made from the declarations.
public enum Reference {
  private static var verbs: [Declaration] { verbTypes.map { $0.declaration } }
  private static var layers: [Declaration] {
    layerTypes.map { $0.declaration.adding(ModelVerb.layerName) }
  }
  private static var optimizers: [Declaration] { optimizerTypes.map { $0.declaration } }

  /// Every word that has a page.
  public static var topics: [String] { (verbs + layers + optimizers).map(\.name) }

  /// What a word does, in one line; nil for one without a page.
  static func summary(of topic: String) -> String? {
    (verbs + layers + optimizers).first { $0.name == topic }?.summary
  }

  /// The list of verbs, layers and optimizers, a line each.
  public static var overview: String {
    func list(_ title: String, _ declarations: [Declaration]) -> String {
      ([title] + declarations.map { "  \(padded($0.name, to: 18))\($0.summary)" }).joined(separator: "\n")
    }
    return [
      list("Verbs", verbs), list("Layers of a model", layers), list("Optimizers", optimizers),
      "help NAME explains one of them, with an example.",
    ].joined(separator: "\n\n")
  }

  /// The page of one word, or nil where there is none. Upper and lower case are the same.
  public static func page(_ topic: String) -> String? {
    (verbs + layers + optimizers).first { $0.name.lowercased() == topic.lowercased() }.map(page)
  }

  private static func page(_ declaration: Declaration) -> String {
    var parts = ["\(declaration.name): \(declaration.summary)", "Usage: \(usage(declaration))"]
    if !declaration.discussion.isEmpty { parts.append(wrapped(declaration.discussion, width: 88)) }
    if !declaration.parameters.isEmpty {
      let width = (declaration.parameters.map(\.name.count).max() ?? 0) + 2
      parts.append(
        declaration.parameters.map { parameter in
          let value = parameter.defaultValue.map { "; default \($0.description)" } ?? ""
          let text = wrapped("\(parameter.summary): \(parameter.kind.expectation)\(value)", width: 86 - width)
          let indent = String(repeating: " ", count: width + 2)
          return "  \(padded(parameter.name, to: width))\(text.replacing("\n", with: "\n" + indent))"
        }.joined(separator: "\n"))
    }
    let example = declaration.example.split(separator: "\n", omittingEmptySubsequences: false)
    parts.append("Example:\n" + example.map { "  " + $0 }.joined(separator: "\n"))
    return parts.joined(separator: "\n\n")
  }

  /// `fit <model> <data> [batch_size=32] ...`
  static func usage(_ declaration: Declaration) -> String {
    let parts = declaration.parameters.map { parameter -> String in
      var text =
        parameter.isPositional
        ? "<\(parameter.name)>" : "\(parameter.name)=\(parameter.defaultValue?.description ?? "...")"
      if parameter.isRepeated, parameter.isPositional { text += " ..." }
      return parameter.isRequired ? text : "[\(text)]"
    }
    return ([declaration.name] + parts).joined(separator: " ")
  }

  private static func wrapped(_ text: String, width: Int) -> String {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    return (lines + [line]).joined(separator: "\n")
  }
}

func padded(_ text: String, to width: Int) -> String {
  text + String(repeating: " ", count: max(1, width - text.count))
}
