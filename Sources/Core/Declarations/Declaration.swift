/// What a learner can type, declared once: parsing, checking, completion, `help` and the reference document
/// are all made from it.
public struct Declaration: Sendable {
  public let name: String
  /// One line for lists.
  public let summary: String
  /// A paragraph or two for `help`.
  public let discussion: String
  public let parameters: [Parameter]
  /// A cell that runs in a fresh session.
  public let example: String

  public init(
    name: String, summary: String, discussion: String = "", parameters: [any Declared] = [], example: String
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.parameters = parameters.map(\.parameter)
    self.example = example
  }

  public var positional: [Parameter] { parameters.filter(\.isPositional) }
  public var options: [Parameter] { parameters.filter { !$0.isPositional } }

  public func parameter(_ name: String) -> Parameter? { parameters.first { $0.name == name } }
}
