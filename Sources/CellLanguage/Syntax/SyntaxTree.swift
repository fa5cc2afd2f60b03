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

/// One line of a cell: `[ NAME "=" ] expression`.
public struct Statement: Hashable, Sendable {
  /// The name that the value gets, if it gets one.
  public let target: Name?
  public let expression: Expression
  public let range: SourceRange
}

public enum BinaryOperator: Character, Hashable, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
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
    /// `x[3]`, `x[-1]`
    case index(Expression, Int)
    /// `x[0:10]`, `x[:10]`, `x[-10:]`
    case slice(Expression, from: Int?, to: Int?)
    /// `[1, 2, 3]`
    case list([Expression])
    case negated(Expression)
    case binary(BinaryOperator, Expression, Expression)
    case call(Call)
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
    case .member(let operand, _), .index(let operand, _), .slice(let operand, _, _), .negated(let operand):
      [operand]
    case .list(let elements): elements
    case .binary(_, let left, let right): [left, right]
    case .call(let call):
      call.inputs.values + (call.block ?? []).flatMap(\.inputs.values)
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

  public var arguments: [Expression] { inputs.arguments }
  public var options: [Inputs.Option] { inputs.options }
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
