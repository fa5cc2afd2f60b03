import Core

/// A name with its place in the text.
public struct Name: Hashable, Sendable {
  public let text: String
  public let range: SourceRange

  public init(_ text: String, at range: SourceRange) {
    self.text = text
    self.range = range
  }
}

/// A line of a cell: `[ NAME "=" ] expression`; or a loop or a definition with its lines, which have no target.
public struct Statement: Hashable, Sendable {
  /// The name that the value gets, if it gets one.
  public let target: Name?
  public let expression: Expression
  public let range: SourceRange
}

public enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
  case power = "**"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case and
  case or

  /// How tightly it binds, as in Python: what binds tighter is computed first.
  var binding: Int {
    switch self {
    case .or: 1
    case .and: 2
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: 4
    case .add, .subtract: 5
    case .multiply, .divide, .remainder: 6
    case .power: 7
    }
  }

  /// How tightly `not` binds: tighter than `and`, and less than a comparison.
  static let bindingOfNot = 3

  /// Whether it answers with true or false.
  var isComparison: Bool { binding == 4 }
}

/// A value as it is written, with its place in the text (its own parentheses included).
public struct Expression: Hashable, Sendable {
  public indirect enum Kind: Hashable, Sendable {
    /// A number with its sign. `isInteger`: written without a point or exponent; then it fits an `Int` exactly.
    case number(Double, isInteger: Bool)
    /// A quoted string, its escapes replaced.
    case string(String)
    /// `32x32x1`: at least two sizes, whose product fits an `Int`.
    case shape(Shape)
    /// A name or a bare word such as `relu` or `traffic-signs`; which of the two, its reader knows.
    case word(String)
    /// `signs.train`
    case member(Expression, Name)
    /// `x[3]`, `x[-1]`, `x[i]`
    case index(Expression, Expression)
    /// `x[0:10]`, `x[:10]`, `x[-10:]`
    case slice(Expression, from: Expression?, to: Expression?)
    /// `[1, 2, 3]`
    case list([Expression])
    case negated(Expression)
    /// `not x`
    case inverted(Expression)
    case binary(BinaryOperator, Expression, Expression)
    case call(Call)
    /// `for rate in [0.1, 0.01]` with its lines: only as a statement.
    case loop(Loop)
    /// `define NAME inputs` with its lines: only as a statement.
    case definition(Definition)
  }

  public let kind: Kind
  public let range: SourceRange
  /// The number of levels of the tree, 1 for a leaf. The parser bounds it, so that no text can make a
  /// function that walks down the tree overflow the stack.
  let height: Int

  init(_ kind: Kind, at range: SourceRange) {
    self.kind = kind
    self.range = range
    height = 1 + (kind.operands.map(\.height).max() ?? 0)
  }

  /// This expression with its parentheses.
  func widened(to range: SourceRange) -> Expression { Expression(kind, at: range) }
}

extension Expression.Kind {
  /// The expressions directly below.
  var operands: [Expression] {
    switch self {
    case .number, .string, .shape, .word: []
    case .member(let operand, _), .negated(let operand), .inverted(let operand): [operand]
    case .index(let operand, let index): [operand, index]
    case .slice(let operand, let from, let to): [operand] + [from, to].compactMap(\.self)
    case .list(let elements): elements
    case .binary(_, let left, let right): [left, right]
    case .call(let call):
      call.inputs.values + (call.block ?? []).flatMap(\.inputs.values)
    case .loop(let loop): [loop.values] + loop.body.map(\.expression)
    case .definition(let definition):
      definition.parameters.compactMap(\.standard) + definition.body.map(\.expression)
    }
  }
}

/// What follows a verb or a layer: `{ primary } { NAME "=" primary }`.
public struct Inputs: Hashable, Sendable {
  public let arguments: [Expression]
  /// In the order in which they are written; no two have the same name.
  public let options: [Option]

  public struct Option: Hashable, Sendable {
    public let name: Name
    public let value: Expression
  }

  var values: [Expression] { arguments + options.map(\.value) }
}

/// A verb with its inputs: `fit LeNet norm.train epochs=5`.
public struct Call: Hashable, Sendable {
  public let verb: Name
  public let inputs: Inputs
  /// The lines up to `end`, for a verb that has them; nil for any other.
  public let block: [LayerLine]?
  /// The first argument as it is written, for a verb that tells of it; nil for any other.
  public let comparison: String?

  init(verb: Name, inputs: Inputs, block: [LayerLine]?, comparison: String? = nil) {
    (self.verb, self.inputs, self.block, self.comparison) = (verb, inputs, block, comparison)
  }

  public var arguments: [Expression] { inputs.arguments }
  public var options: [Inputs.Option] { inputs.options }
}

/// Lines that are done once for each of several values.
public struct Loop: Hashable, Sendable {
  /// The name that has the value.
  public let variable: Name
  public let values: Expression
  public let body: [Statement]
}

/// Lines under a name of the learner's own, which then is a verb.
public struct Definition: Hashable, Sendable {
  public let name: Name
  public let parameters: [Parameter]
  public let body: [Statement]
  /// The comment above the first of its lines.
  public let comment: String

  public struct Parameter: Hashable, Sendable {
    public let name: Name
    /// What it is where a call leaves it out; nil of one that has to be given.
    public let standard: Expression?
  }
}

/// A line of a model: `Conv2D 6 5x5 activation=relu`.
public struct LayerLine: Hashable, Sendable {
  public let layer: Name
  public let inputs: Inputs
  public let range: SourceRange

  public var arguments: [Expression] { inputs.arguments }
  public var options: [Inputs.Option] { inputs.options }
}

extension Expression {
  /// The words in it, at any depth.
  var words: [String] {
    if case .word(let word) = kind { return [word] }
    return kind.operands.flatMap(\.words)
  }
}
