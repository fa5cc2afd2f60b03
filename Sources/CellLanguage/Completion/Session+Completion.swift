import Core
import Datasets
import Foundation
import NeuralNetwork

extension Session {
  /// What could stand at the cursor: verbs, layers, options and their values from the declarations, names and members
  /// from the session, data sets from the catalogue, files from the disk.
  ///
  /// - Parameters:
  ///   - text: a cell that is being written.
  ///   - cursor: a UTF-8 offset in it; the word before it is the one to complete.
  public func completion(of text: String, at cursor: Int) -> Completion {
    let context = CompletionContext(text, cursor: cursor)
    let typed = SourceRange(context.start, cursor).text(in: text)
    return Completion(
      start: context.start, typed: typed,
      candidates: Self.fitting(candidates(at: context, typed), typed),
      usage: context.declaration.map { "\(Reference.usage($0))" })
  }

  /// Those that begin with what is typed; where there are none, upper and lower case are the same.
  private static func fitting(_ candidates: [Completion.Candidate], _ typed: String) -> [Completion.Candidate]
  {
    let exact = candidates.filter { $0.text.hasPrefix(typed) }
    return exact.isEmpty ? candidates.filter { $0.text.lowercased().hasPrefix(typed.lowercased()) } : exact
  }

  private func candidates(at context: CompletionContext, _ typed: String) -> [Completion.Candidate] {
    switch context.place {
    case .nothing: return []
    case .statement:
      return verbTypes.map { .init($0.declaration) }
        + ["for", "define"].map { .init($0, summary: Reference.summary(of: $0) ?? "") }
        + names.compactMap { name in
          values[name].map {
            if case .verb(let verb) = $0 {
              .init(verb.declaration)
            } else {
              .init(name, suffix: "", summary: $0.kindName)
            }
          }
        }
    case .layer:
      return layerTypes.map { .init($0.declaration) }
        + names.compactMap { name in
          if case .block? = values[name] {
            .init(name, suffix: " ", summary: "a block of layers")
          } else {
            nil
          }
        }
        + [
          .init(
            LayerBlock.repeatName, suffix: " ",
            summary: "the rest of the line so many times: repeat 3 Dense 8"),
          .init("end", suffix: "", summary: "ends the model"),
        ]
    case .input(let declaration, let count, let given):
      let parameter = CompletionContext.positional(count, of: declaration)
      // Values come before the options.
      let hasValues = count >= declaration.positional.count(where: \.isRequired)
      let options = hasValues ? declaration.options.filter { !given.contains($0.name) } : []
      return (parameter.map { words(for: $0, typed, context) } ?? [])
        + options.map { .init($0.name, suffix: "=", summary: $0.summary) }
    case .option(let parameter): return words(for: parameter, typed, context)
    case .member(let owner): return members(of: owner)
    case .quoted(let parameter):
      return parameter?.words.map { $0 == .topics } == false ? files(typed) : []
    }
  }

  /// What fits a parameter: of the words in question those that it takes.
  private func words(
    for parameter: Parameter, _ typed: String, _ context: CompletionContext
  ) -> [Completion.Candidate] {
    let words = allWords(for: parameter, typed, context)
    // A topic may be of several words, which only help takes.
    return parameter.words == .topics ? words : words.filter { accepts($0.text, for: parameter) }
  }

  private func allWords(
    for parameter: Parameter, _ typed: String, _ context: CompletionContext
  ) -> [Completion.Candidate] {
    if [LayerBlock.from.name, LayerBlock.others.name].contains(parameter.name), parameter.kind == .name {
      return context.layerNames.map { .init($0, summary: "a layer above") }
        + [.init(LayerBlock.inputName, summary: "what goes into the model or block")]
    }
    switch parameter.kind {
    case .choice(let names): return names.map { .init($0, summary: Reference.summary(of: $0) ?? "") }
    case .part(let family):
      return family.parts.map { part in
        .init(family.samples[part.name].map { "\"\($0)\"" } ?? part.name, summary: part.summary)
      }
    case .flag: return ["true", "false"].map { .init($0) }
    case .value(let kind):
      return (kind.ownWord.map { [.init($0)] } ?? []) + names.flatMap { values(called: $0, acceptedBy: kind) }
    case .shape: return imageShapes
    case .text:
      switch parameter.words {
      case .datasets: return DataCatalogue.known.map { .init($0.name, summary: $0.summary) }
      case .topics:
        return (Reference.topics + Reference.familyNames).map {
          .init($0, summary: Reference.summary(of: $0) ?? "")
        }
      case .files:
        return files(typed).filter { !$0.text.hasSuffix("/") }.map {
          .init("\"\($0.text)\"", summary: $0.summary)
        }
      case nil: return []
      }
    case .layer: return layers(of: context.firstValue)
    case .integer, .number, .size, .border, .axes, .label, .name, .form: return []
    }
  }

  /// Whether a text can stand where the value of a parameter is expected.
  private func accepts(_ text: String, for parameter: Parameter) -> Bool {
    let parser = Parser(source: "verb \(text)", verbs: ["verb"], blockVerbs: [])
    guard let statement = try? parser.parse().first, case .call(let call) = statement.expression.kind,
      call.arguments.count == 1, call.options.isEmpty
    else { return false }
    let declaration = Declaration(name: "", summary: "", parameters: [parameter], example: "")
    let binding = Binding(evaluation: Evaluation(session: self), declaration: declaration, owner: "")
    return (try? binding.value(of: call.arguments[0], for: parameter)) != nil
  }

  /// The layers of a model, or of all of the session's, each name once.
  private func layers(of model: String?) -> [Completion.Candidate] {
    var layers: [Completion.Candidate] = []
    for name in model.flatMap({ values[$0] }) == nil ? names : [model ?? ""] {
      guard case .model(let model)? = values[name] else { continue }
      for node in model.nodes where !layers.contains(where: { $0.text == node.name }) {
        layers.append(.init(Self.word(node.name), summary: "\(node.typeName) of \(name)"))
      }
    }
    return layers
  }

  /// A name of the learner's own as it is written: in quotes where it is no word.
  private static func word(_ name: String) -> String {
    name.utf8.allSatisfy(\.isNameByte) && name.utf8.first?.isDigit == false ? name : Session.literal(name)
  }

  /// A name whose value is accepted, or those of its members that are: `norm.train` for `norm`.
  private func values(called name: String, acceptedBy kind: ParameterKind.ValueKind) -> [Completion.Candidate]
  {
    guard let value = values[name] else { return [] }
    if kind.accepts(value) { return [.init(name, summary: value.kindName)] }
    return value.memberNames.compactMap { member in
      guard let inner = value.member(member), kind.accepts(inner) else { return nil }
      return .init("\(name).\(member)", summary: inner.kindName)
    }
  }

  /// The shapes of the images in the session, for `model input=`.
  private var imageShapes: [Completion.Candidate] {
    var shapes: [Completion.Candidate] = []
    for name in names {
      guard case .dataset(let dataset)? = values[name],
        let images = dataset.splits.values.first?.images.even
      else { continue }
      let shape = images.rowShape.crossDescription
      if !shapes.contains(where: { $0.text == shape }) {
        shapes.append(.init(shape, summary: "an image of \(name)"))
      }
    }
    return shapes
  }

  /// The members of a value that is written without a call: asking for them computes nothing.
  private func members(of owner: String) -> [Completion.Candidate] {
    guard let statement = try? Session.parser(owner).parse().first, statement.expression.isPlain,
      let value = try? Evaluation(session: self).value(of: statement.expression)
    else { return [] }
    return value.memberNames.compactMap { name in
      value.memberKind(name).map { .init(name, suffix: "", summary: $0) }
    }
  }

  /// The files and folders whose path begins with what is typed, as a string has them between its quotes. A name that no
  /// string can hold is left out.
  private func files(_ typed: String) -> [Completion.Candidate] {
    let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
    let name = typed.dropFirst(folder.count)
    let written = folder.replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
    let path = folder.isEmpty ? "." : (written as NSString).expandingTildeInPath
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return entries.sorted().filter { $0.hasPrefix(".") == name.hasPrefix(".") }.compactMap { entry in
      guard !entry.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
        return nil
      }
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(
        atPath: (path as NSString).appendingPathComponent(entry), isDirectory: &isFolder)
      let text = folder + entry.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      return isFolder.boolValue
        ? .init(text + "/", suffix: "", summary: "folder") : .init(text, suffix: "\"")
    }
  }
}

extension Completion.Candidate {
  fileprivate init(_ declaration: Declaration) { self.init(declaration.name, summary: declaration.summary) }
}

extension Expression {
  /// A name with members and indices, and nothing that computes.
  fileprivate var isPlain: Bool {
    switch kind {
    case .word: true
    case .number: true
    case .member(let operand, _): operand.isPlain
    case .index(let operand, let index): operand.isPlain && index.isPlain
    case .slice(let operand, let from, let to):
      operand.isPlain && from?.isPlain != false && to?.isPlain != false
    default: false
    }
  }
}
