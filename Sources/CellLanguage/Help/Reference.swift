import Core
import NeuralNetwork
import Synchronization

/// The help texts, made from the declarations.
public enum Reference {
  private static var verbs: [Declaration] { verbTypes.map { $0.declaration } }
  private static var layers: [Declaration] { layerTypes.map(LayerBlock.declaration) }
  private static var optimizers: [Declaration] { optimizerTypes.map { $0.declaration } }

  private static var initializers: [Declaration] { Initializer.family.parts }
  private static var regularizers: [Declaration] { Regularizer.family.parts }
  private static var constraints: [Declaration] { Constraint.family.parts }
  private static var schedules: [Declaration] { Schedule.family.parts }

  private static var declarations: [Declaration] {
    verbs + layers + optimizers + initializers + regularizers + constraints + schedules
  }

  /// Every word that has a page of its own.
  public static var topics: [String] { declarations.map(\.name) + Topic.all.map(\.name) }

  /// What a word does, in one line; nil for one without a page.
  static func summary(of topic: String) -> String? {
    declarations.first { $0.name == topic }?.summary ?? Topic.find(topic)?.summary
      ?? families.first { $0.name == topic }?.summary
  }

  /// The longest line of a page, unless it is asked for otherwise: a terminal's usual width less the last column.
  public static let standardWidth = 79

  /// Words that belong together: a family of verbs, the layers, the optimizers, the topics.
  private struct Family {
    let name, summary: String
    let words: [(name: String, summary: String)]
    /// The words that stand on the overview; a page of its own has them all.
    private(set) var shown: Int

    /// - Parameter shown: 0 of a family that has no line on the overview.
    init(_ name: String, _ summary: String, _ declarations: [Declaration], shown: Int = .max) {
      (self.name, self.summary, self.shown) = (name, summary, shown)
      words = declarations.map { ($0.name, $0.summary) }
    }

    init(topics: [Topic], shown: Int) {
      (name, summary, self.shown) = ("topics", "ideas", shown)
      words = topics.map { ($0.name, $0.summary) }
    }

    /// `Conv2D Dense ... and 9 more: help layers`
    var line: String {
      let names = words.prefix(shown).map(\.name).joined(separator: " ")
      return words.count > shown ? names + ", \(words.count - shown) more: help \(name)" : names
    }
  }

  private static var families: [Family] {
    VerbFamily.all.map { Family($0.name, $0.summary, $0.verbs.map { $0.declaration }, shown: $0.shown) } + [
      Family("layers", "what a model is made of", layers, shown: 10),
      Family("optimizers", "how fit changes the weights", optimizers),
      Family("initializers", "how weights begin", initializers, shown: 0),
      Family("regularizers", "what keeps weights small", regularizers, shown: 0),
      Family("constraints", "what weights are made to keep to", constraints, shown: 0),
      Family("schedules", "how the learning rate goes from step to step", schedules, shown: 0),
      Family(topics: Topic.all, shown: 18),
    ]
  }

  /// The names of the families, and the word for all of them.
  static var familyNames: [String] { families.map(\.name) + [everything] }

  private static let everything = "all"

  /// All words by family, on one screen of a terminal.
  public static func overview(width: Int = standardWidth) -> String {
    let shown = families.filter { $0.shown > 0 }
    let column = (shown.map(\.name.count).max() ?? 0) + 2
    let lines = shown.map {
      wrapped(
        padded($0.name, to: column) + $0.line, width: width,
        others: column)
    }
    let next = [
      ("help load", "explains one word, with an example to begin with"),
      ("help data", "tells what each word of a family does; help all, of all families"),
    ].map { wrapped(padded($0.0, to: column) + $0.1, width: width, others: column) }
    return [lines, next].map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }

  /// The words of a family, each with a line about it, or those of all families; nil where there is no such family.
  static func familyPage(_ name: String, width: Int) -> String? {
    let chosen = families.filter { $0.name == name || name == everything }
    guard !chosen.isEmpty else { return nil }
    return chosen.map { family in
      let lines = family.words.map {
        wrapped(padded($0.name, to: 23) + $0.summary, width: width, first: 2, others: 25)
      }
      return ([wrapped("\(family.name): \(family.summary)", width: width)] + lines).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  /// The page of a word: a verb, layer or optimizer; else a topic; else a family; else where an option of that name is
  /// taken; else a command of the shell. Nil where there is none. Upper and lower case are the same.
  public static func page(_ word: String, width: Int = standardWidth) -> String? {
    topicPage(word, width: width) ?? familyPage(word, width: width) ?? optionPage(word, width: width)
      ?? commandPage(word, width: width)
  }

  /// The pages of the program's commands, which `help` explains too.
  private static let commands = Mutex<@Sendable () -> [HelpPage]>({ [] })

  /// Has `help` explain the commands of the program that cells run in.
  public static func addCommands(_ pages: @escaping @Sendable () -> [HelpPage]) {
    commands.withLock { $0 = pages }
  }

  private static var commandPages: [HelpPage] { commands.withLock { $0 }() }

  static func commandPage(_ word: String, width: Int) -> String? {
    guard let page = commandPages.first(where: { $0.name.lowercased() == word.lowercased() }) else {
      return nil
    }
    let note = "\(page.name) is a command of the shell, not of the prompt."
    return wrapped(note, width: width) + "\n\n" + page.text(width: width)
  }

  static func topicPage(_ word: String, width: Int) -> String? {
    if let declaration = declarations.first(where: { $0.name == word }) { return page(declaration, width) }
    if let topic = Topic.find(word) { return page(topic, width) }
    return declarations.first { $0.name.lowercased() == word.lowercased() }.map { page($0, width) }
  }

  /// Says that a topic has no page, and which word is nearest to it: of `names`, which a page tells of too, and of those
  /// with pages of their own.
  public static func noHelp(on topic: String, names: [String] = []) -> String {
    let nearest =
      nearestName(to: topic, in: names + topics + familyNames)
      ?? nearestName(to: topic, in: Topic.all.flatMap(\.aliases) + commandPages.map(\.name))
    return "there is no help on '\(topic)'\(nearest.map { "; did you mean '\($0)'?" } ?? "")"
  }

  private static func page(_ topic: Topic, _ width: Int) -> String {
    let list = topic.list.isEmpty ? [] : [table(topic.list, width: width)]
    return
      ([wrapped("\(topic.name): \(topic.summary)", width: width), wrapped(topic.text, width: width)] + list
      + [example(topic.example)]).joined(separator: "\n\n")
  }

  static func optionPage(_ word: String, width: Int) -> String? {
    let takers = declarations.compactMap { declaration in
      declaration.options.first { $0.name == word }.map { (declaration.name, $0) }
    }
    guard !takers.isEmpty else { return nil }
    let lines = table(takers.map { ($0, "\($1.summary): \(expectation(of: $1))") }, width: width)
    return "\(word) is an option of\n\(lines)"
  }

  static func example(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return "Example:\n" + lines.map { "  " + $0 }.joined(separator: "\n")
  }

  static func page(_ declaration: Declaration, _ width: Int) -> String {
    let rows = declaration.parameters.map { parameter in
      let value = parameter.defaultValue.map { "; default \($0.description)" } ?? ""
      return (parameter.name, "\(parameter.summary): \(expectation(of: parameter))\(value)")
    }
    return HelpPage(
      name: declaration.name, summary: declaration.summary, usage: usage(declaration),
      discussion: declaration.discussion, rows: rows, example: declaration.example
    ).text(width: width)
  }

  /// What a parameter may be. Of what has a family of pages the page is named: thirteen initializers for each weight would fill it.
  private static func expectation(of parameter: Parameter) -> String {
    guard case .part(let family) = parameter.kind else { return parameter.kind.expectation }
    return (family.ofNumber == nil ? "" : "a number, or ") + "a word of help \(family.name)s"
  }

  /// Names and, in a column beside them, what they mean. A name that is wider than the column has a line of its own.
  public static func table(
    _ lines: [(name: String, text: String)], width: Int, column: Int = 30
  ) -> String {
    let column = min(column, (lines.map(\.name.count).max() ?? 0) + 2)
    return lines.map { line in
      let isWide = line.name.count + 1 > column
      let text = wrapped(
        (isWide ? "" : padded(line.name, to: column)) + line.text, width: width,
        first: isWide ? min(column + 2, width / 3) : 2, others: column + 2)
      return isWide ? "  \(line.name)\n\(text)" : text
    }.joined(separator: "\n")
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

  /// Breaks a text at its spaces into lines of at most `width` columns, the first one indented by `first`, the
  /// others by `others` or, in a window that is narrow for that, by less.
  public static func wrapped(_ text: String, width: Int, first: Int = 0, others: Int = 0) -> String {
    let indent = String(repeating: " ", count: min(others, width / 3))
    var lines: [String] = []
    var line = String(repeating: " ", count: first)
    /// Whether the line has no word yet.
    var isFresh = true
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !isFresh, !word.isEmpty, line.count + 1 + word.count > width {
        while line.last == " " { line.removeLast() }
        lines.append(line)
        (line, isFresh) = (indent, true)
      }
      line += isFresh ? String(word) : " \(word)"
      isFresh = false
    }
    return (lines + [line]).joined(separator: "\n")
  }
}

func padded(_ text: String, to width: Int) -> String {
  text + String(repeating: " ", count: max(1, width - text.count))
}
