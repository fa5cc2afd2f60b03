import NeuralNetwork

/// The help texts, made from the declarations.
public enum Reference {
  private static var verbs: [Declaration] { verbTypes.map { $0.declaration } }
  private static var layers: [Declaration] {
    layerTypes.map { $0.declaration.adding(ModelVerb.layerParameters) }
  }
  private static var optimizers: [Declaration] { optimizerTypes.map { $0.declaration } }

  private static var declarations: [Declaration] { verbs + layers + optimizers }

  /// Every word that has a page of its own.
  public static var topics: [String] { declarations.map(\.name) + Topic.all.map(\.name) }

  /// What a word does, in one line; nil for one without a page.
  static func summary(of topic: String) -> String? {
    declarations.first { $0.name == topic }?.summary ?? Topic.find(topic)?.summary
  }

  /// The list of verbs, layers, optimizers and topics, a line each.
  public static var overview: String {
    func list(_ title: String, _ lines: [(name: String, summary: String)]) -> String {
      ([title] + lines.map { "  \(padded($0.name, to: 23))\($0.summary)" }).joined(separator: "\n")
    }
    func list(_ title: String, _ declarations: [Declaration]) -> String {
      list(title, declarations.map { ($0.name, $0.summary) })
    }
    return [
      list("Verbs", verbs), list("Layers of a model", layers), list("Optimizers", optimizers),
      list("Topics", Topic.all.map { ($0.name, $0.summary) }),
      "help NAME explains one of them, with an example.",
    ].joined(separator: "\n\n")
  }

  /// The page of a word: a verb, layer or optimizer; else a topic; else where an option of that name is taken. Nil where
  /// there is none. Upper and lower case are the same.
  public static func page(_ word: String) -> String? {
    if let declaration = declarations.first(where: { $0.name == word }) { return page(declaration) }
    if let topic = Topic.find(word) { return page(topic) }
    return declarations.first { $0.name.lowercased() == word.lowercased() }.map(page) ?? optionPage(word)
  }

  /// The word that has a page and is nearest to this one.
  public static func nearestTopic(to word: String) -> String? {
    nearestName(to: word, in: topics + Topic.all.flatMap(\.aliases))
  }

  private static func page(_ topic: Topic) -> String {
    ["\(topic.name): \(topic.summary)", wrapped(topic.text, width: 88), example(topic.example)]
      .joined(separator: "\n\n")
  }

  private static func optionPage(_ word: String) -> String? {
    let takers = declarations.compactMap { declaration in
      declaration.options.first { $0.name == word }.map { (declaration.name, $0) }
    }
    guard let widest = takers.map(\.0.count).max() else { return nil }
    let lines = takers.map { "  \(padded($0, to: widest + 2))\($1.summary): \($1.kind.expectation)" }
    return (["\(word) is an option of"] + lines).joined(separator: "\n")
  }

  private static func example(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return "Example:\n" + lines.map { "  " + $0 }.joined(separator: "\n")
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
    parts.append(example(declaration.example))
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
