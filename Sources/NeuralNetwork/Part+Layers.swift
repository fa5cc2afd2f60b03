import Core

extension Declaration {
  /// An initializer, a regularizer or a constraint, with a Dense layer that names it as its example.
  ///
  /// - Parameters:
  ///   - option: the layer's option: `kernel_initializer`.
  ///   - example: what the option is given, as without quotes; nil for the name alone.
  static func part(
    of option: String, _ name: String, _ summary: String, _ discussion: String,
    _ options: [any Declared] = [],
    _ example: String? = nil
  ) -> Declaration {
    let value = example ?? name
    return Declaration(
      name: name, summary: summary, discussion: discussion, parameters: options,
      example: """
        net = model input=28x28x1
          Flatten
          Dense 10 activation=softmax \(option)=\(value.contains(" ") ? "\"\(value)\"" : value)
        end
        summary net
        """)
  }
}
