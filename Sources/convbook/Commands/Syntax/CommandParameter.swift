import Core
import Prompt

/// An option or operand of a command, declared once: how it is written, and which property of the command it sets. The
/// property's first value is its default.
struct CommandParameter<Root>: Sendable {
  let spelling: Spelling
  /// Sets the property; false where the text is not what the form expects.
  let store: @Sendable (inout Root, String) -> Bool

  static func option(
    _ name: String, _ form: ValueForm, _ summary: String, default value: String? = nil,
    isRepeated: Bool = false, store: @escaping @Sendable (inout Root, String) -> Bool
  ) -> CommandParameter {
    CommandParameter(
      spelling: Spelling(
        parameter: Parameter(
          name: name, kind: form.kind, summary: summary, isPositional: false, isRepeated: isRepeated,
          defaultValue: value.map { .text($0) }), form: form),
      store: store)
  }

  static func operand(
    _ form: ValueForm, _ summary: String, isRequired: Bool = true, isRepeated: Bool = false,
    store: @escaping @Sendable (inout Root, String) -> Bool
  ) -> CommandParameter {
    CommandParameter(
      spelling: Spelling(
        parameter: Parameter(
          name: form.placeholder ?? "", kind: form.kind, summary: summary, isPositional: true,
          isRequired: isRequired, isRepeated: isRepeated),
        form: form),
      store: store)
  }

  static func operand(
    _ form: ValueForm, _ property: WritableKeyPath<Root, String> & Sendable, _ summary: String
  ) -> CommandParameter {
    operand(form, summary) { root, text in
      root[keyPath: property] = text
      return true
    }
  }

  static func flag(
    _ name: String, _ property: WritableKeyPath<Root, Bool> & Sendable, _ summary: String
  ) -> CommandParameter {
    option(name, .flag, summary) { root, _ in
      root[keyPath: property] = true
      return true
    }
  }

  /// A number; nil where none is given.
  static func number(
    _ name: String, _ range: ClosedRange<Int>, _ property: WritableKeyPath<Root, Int?> & Sendable,
    _ summary: String
  ) -> CommandParameter {
    option(name, .number(range), summary) { root, text in
      guard let number = Int(text), range.contains(number) else { return false }
      root[keyPath: property] = number
      return true
    }
  }

  /// This parameter, as one of whatever has these options among its own.
  func of<Whole>(_ part: WritableKeyPath<Whole, Root> & Sendable) -> CommandParameter<Whole> {
    CommandParameter<Whole>(spelling: spelling) { whole, text in store(&whole[keyPath: part], text) }
  }
}

extension CommandParameter {
  /// What every command takes. It is about the process, and so not kept in a command.
  static var common: [CommandParameter] {
    [
      option("no-color", .flag, "no colours on the terminal, as with NO_COLOR=1") { _, _ in
        Terminal.removeColour()
        return true
      },
      option("plain", .flag, "for screen readers: text follows text, nothing is drawn in place") { _, _ in
        Terminal.makePlain()
        return true
      },
      // Answered before anything else is looked at.
      option("help", .flag, "this page; also -h") { _, _ in true },
    ]
  }
}
