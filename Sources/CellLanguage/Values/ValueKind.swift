import Core
import Datasets
import NeuralNetwork

/// What verbs ask for.
extension ParameterKind.ValueKind {
  static let data = Self("a data set")
  static let examples = Self("images with labels, such as digits.train")
  static let images = Self("images")
  static let model = Self("a model")
  static let series = Self("a list of numbers, such as history.loss")
  static let weights = Self("numbers: a list, a list of rows, or an array")
  static let numbers = Self("numbers: one, a list, an array or images")
  static let augmentation = Self("an augmentation, such as (augment shift=0.1)")
  static let target = Self(
    "the word images, or a data set or an array with a row for each image", ownWord: "images")
  static let classWeights = Self(
    "the word balanced, or a list with a number for each class", ownWord: "balanced")
  static let word = Self("a number, a shape or a word")
  static let comparison = Self("a comparison, such as score.accuracy >= 0.97")
  static let any = Self("a value")

  private func isData(_ value: Value) -> Bool {
    switch value {
    case .dataset, .examples: true
    default: false
    }
  }

  func accepts(_ value: Value) -> Bool {
    switch (self, value) {
    case (.any, _), (.word, _), (.comparison, _), (.model, .model), (.examples, .examples),
      (.series, .series),
      (.series, .history):
      true
    case (.numbers, .number), (.numbers, .float32), (.numbers, .list), (.numbers, .series),
      (.numbers, .array), (.numbers, .labels), (.numbers, .examples), (.numbers, .example),
      (.numbers, .dataset), (.numbers, .ragged):
      true
    case (.weights, .array), (.weights, .list), (.weights, .series), (.weights, .number): true
    case (.images, .array), (.images, .ragged), (.images, .example): true
    case (.augmentation, .augmentation): true
    case (.series, .list), (.series, .array), (.classWeights, .list), (.classWeights, .array):
      value.numbers != nil
    case (.target, .list), (.target, .series): value.numbers != nil
    case (.target, .examples), (.target, .array): true
    case (.target, .text(let word)), (.classWeights, .text(let word)): word == ownWord
    case (.data, _), (.images, _): isData(value)
    default: false
    }
  }
}

// MARK: - Kinds with the type in which they are read

extension Kind<Value> {
  static var data: Kind { kind(.data) }
  static var images: Kind { kind(.images) }
  static var series: Kind { kind(.series) }
  static var weights: Kind { kind(.weights) }
  static var numbers: Kind { kind(.numbers) }
  static var target: Kind { kind(.target) }
  static var classWeights: Kind { kind(.classWeights) }
  static var word: Kind { kind(.word) }
  static var comparison: Kind { kind(.comparison) }
  static var any: Kind { kind(.any) }

  private static func kind(_ kind: ParameterKind.ValueKind) -> Kind { Kind(.value(kind)) { $0 as? Value } }
}

extension Kind<Model> {
  static var model: Kind {
    Kind(.value(.model)) { if case .model(let model)? = $0 as? Value { model } else { nil } }
  }
}

extension Kind<NamedExamples> {
  static var examples: Kind {
    Kind(.value(.examples)) {
      if case .examples(let examples, let name)? = $0 as? Value {
        NamedExamples(examples: examples, name: name)
      } else {
        nil
      }
    }
  }
}

extension Kind<Augmentation> {
  static var augmentation: Kind {
    Kind(.value(.augmentation)) { if case .augmentation(let recipe)? = $0 as? Value { recipe } else { nil } }
  }
}
