import Core

/// What verbs ask for.
extension ParameterKind.ValueKind {
  static let data = Self("a data set")
  static let examples = Self("images with labels, such as digits.train")
  static let images = Self("images")
  static let model = Self("a model")
  static let series = Self("a list of numbers, such as history.loss")
  static let weights = Self("numbers: a list, a list of rows, or an array")
  static let augmentation = Self("an augmentation, such as (augment shift=0.1)")
  static let word = Self("a number, a shape or a word")
  static let any = Self("a value")

  private func isData(_ value: Value) -> Bool {
    switch value {
    case .dataset, .examples: true
    default: false
    }
  }

  func accepts(_ value: Value) -> Bool {
    switch (self, value) {
    case (.any, _), (.word, _), (.model, .model), (.examples, .examples), (.series, .series),
      (.series, .history):
      true
    case (.weights, .array), (.weights, .list), (.weights, .series), (.weights, .number): true
    case (.images, .array), (.images, .ragged), (.images, .example): true
    case (.augmentation, .augmentation): true
    case (.series, .list), (.series, .array): value.numbers != nil
    case (.data, _), (.images, _): isData(value)
    default: false
    }
  }
}
