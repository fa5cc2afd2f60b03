import Core
import Foundation
import NeuralNetwork
import Testing

@testable import CellLanguage

/// What the declarations of all verbs, layers, optimizers and callbacks have to hold.
@Suite struct DeclarationTests {
  private static let declarations =
    verbTypes.map { $0.declaration } + layerTypes.map { $0.declaration }
    + optimizerTypes.map { $0.declaration } + callbackTypes.map { $0.declaration }
    + Initializer.family.parts + Regularizer.family.parts + Constraint.family.parts + Schedule.family.parts

  @Test func parametersAreNamedOnceAndInAnOrderThatCanBeTyped() {
    for declaration in Self.declarations {
      let names = declaration.parameters.map(\.name)
      #expect(Set(names).count == names.count, "\(declaration.name)")
      let positional = declaration.positional
      #expect(positional.dropLast().allSatisfy { !$0.isRepeated }, "\(declaration.name)")
      let optional = positional.drop { $0.isRequired }
      #expect(optional.allSatisfy { !$0.isRequired }, "\(declaration.name)")
    }
  }

  /// A default is a value that could be typed.
  @Test func defaultsAreWithinWhatIsAccepted() throws {
    for declaration in Self.declarations {
      for parameter in declaration.parameters {
        guard let value = parameter.defaultValue else { continue }
        #expect(parameter.kind.accept(typed(value)) != nil, "\(declaration.name) \(parameter.name)")
      }
    }
  }

  private func typed(_ argument: Argument) -> Value {
    switch argument {
    case .integer(let number): .number(Double(number))
    case .number(let number): .number(number)
    case .text(let text): .text(text)
    case .flag(let flag): .flag(flag)
    case .shape(let shape): .shape(shape)
    case .list(let elements): .list(ValueList(elements.map(typed)))
    }
  }

  private static let verbs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/CellLanguage/Verbs")

  /// Verbs lie in the folder of their family, one a file.
  @Test func aVerbLiesInTheFolderOfItsFamily() throws {
    for family in VerbFamily.all {
      for verb in family.verbs {
        let folder = Self.verbs.appending(path: family.folder)
        let places = [folder, folder.appending(path: verb.declaration.name.capitalized)]
        #expect(
          places.contains {
            FileManager.default.fileExists(atPath: $0.appending(path: "\(verb).swift").path)
          }, "\(verb)")
      }
    }
  }

  /// Each key that stands in a file of a verb stands in a list of parameters of that file too; a verb that reads another's
  /// key is found by the assertion of ``Arguments`` as soon as it runs.
  @Test func everyKeyIsDeclared() throws {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: Self.verbs.path)
    var count = 0
    for path in paths where path.hasSuffix("Verb.swift") {
      let source = try String(contentsOf: Self.verbs.appending(path: path), encoding: .utf8)
      let lists = source.matches(of: #/parameters: ([^\[]*\[[^\]]*\])/#).map { String($0.1) }.joined()
      let listed = Set(lists.split { !$0.isLetter && !$0.isNumber }.map(String.init))
      for key in source.matches(of: #/static let (\w+) = (?:Key|Required)</#) {
        #expect(listed.contains(String(key.1)), "\(path): \(key.1)")
        count += 1
      }
    }
    #expect(count > 100)
  }
}
