import Testing

@testable import Core

/// A key reads what was given, else what it declares.
@Suite struct KeyTests {
  private enum Colour: String, Choice { case red, green }

  private static let epochs = Key<Int>.option("epochs", .count, "how often", default: 3)
  private static let title = Key<String?>.option("title", .text, "above it")
  private static let filters = Key<[Int]>.option("filter", .integer(0...9), "which")
  private static let colour = Key<Colour>.option("colour", .choice, "its colour", default: .green)
  private static let size = Key<ImageSize>.positional("size", .size, "its size", default: ImageSize(2, 2))
  private static let rate = Required<Double>.positional("rate", .number(0...1), "how much")

  @Test func whatWasGivenIsRead() {
    #expect(Self.epochs.read([Argument.number(7)]) == 7)
    #expect(Self.title.read([Argument.text("a")]) == "a")
    #expect(Self.filters.read([Argument.integer(1), Argument.number(4)]) == [1, 4])
    #expect(Self.colour.read([Argument.text("red")]) == .red)
    #expect(Self.size.read([Argument.shape([3, 4])]) == ImageSize(3, 4))
    #expect(Self.size.read([Argument.integer(5)]) == ImageSize(5, 5))
    #expect(Self.rate.read([Argument.integer(1)]) == 1)
  }

  @Test func whatWasNotGivenIsTheDefault() {
    #expect(Self.epochs.read([]) == 3 && Self.epochs.absent == 3)
    #expect(Self.title.read([]) == nil)
    #expect(Self.filters.read([]).isEmpty)
    #expect(Self.colour.read([]) == .green)
    #expect(Self.size.read([]) == ImageSize(2, 2))
    #expect(Self.rate.read([]) == nil)
  }

  /// `help`, completion and the check of what is typed see the parameter.
  @Test func aKeyIsAParameter() {
    let declaration = Declaration(
      name: "x", summary: "", parameters: [Self.rate, Self.size, Self.epochs, Self.filters, Self.colour],
      example: "")
    #expect(declaration.parameters.map(\.name) == ["rate", "size", "epochs", "filter", "colour"])
    #expect(declaration.parameters.map(\.isRequired) == [true, false, false, false, false])
    #expect(declaration.parameters.map(\.isRepeated) == [false, false, false, true, false])
    #expect(declaration.parameters.map { $0.defaultValue?.description } == [nil, "2", "3", nil, "green"])
    #expect(declaration.parameter("colour")?.kind == .choice(["red", "green"]))
    #expect(Self.epochs.repeated.parameter.isRepeated && !Self.rate.parameter.optional.isRequired)
  }
}
