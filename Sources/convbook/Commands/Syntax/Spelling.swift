import Core

/// An option or operand as it is written on a command line.
struct Spelling: Sendable {
  let parameter: Parameter
  let form: ValueForm

  /// `--threads`, or `FILE.md`
  var name: String { parameter.isPositional ? parameter.name : "--\(parameter.name)" }

  /// `--threads N`, `[DIR]` or `FILE.md ...`
  var usage: String {
    guard parameter.isPositional else { return form.placeholder.map { "\(name) \($0)" } ?? name }
    let text = parameter.isRepeated ? "\(name) ..." : name
    return parameter.isRequired ? text : "[\(text)]"
  }

  /// What it is, what it takes and what it is where nothing is said.
  var explanation: String {
    var text = parameter.summary
    if case .number = form { text += ": \(form.expectation)" }
    if let value = parameter.defaultValue { text += "; default \(value.description)" }
    if parameter.isRepeated, !parameter.isPositional { text += "; may be given again" }
    return text
  }
}
