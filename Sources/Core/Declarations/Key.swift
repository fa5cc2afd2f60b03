/// A parameter that can be read: what stands in the list of a ``Declaration``.
public protocol Declared: Sendable {
  var parameter: Parameter { get }
}

extension Declared {
  public var name: String { parameter.name }
}

extension Parameter: Declared {
  public var parameter: Parameter { self }
}

/// A parameter with the type in which it is read, so that its name and its default stand in one place, here, and a key
/// that does not exist does not compile:
///
///     static let epochs = Key<Int>.option("epochs", .count, "times that every image is visited", default: 1)
///     static let title = Key<String?>.option("title", .text, "above the chart")
///     static let filters = Key<[Int]>.option("filter", .integer(0...9), "one or more filters")
///
/// What is read is what was given, else the default; nil of an optional without one, nothing of a list.
public struct Key<Content>: Declared {
  public let parameter: Parameter
  private let content: @Sendable ([any Given]) -> Content

  private init(_ parameter: Parameter, _ content: @escaping @Sendable ([any Given]) -> Content) {
    self.parameter = parameter
    self.content = content
  }

  /// One with a default, given by its place or by its name.
  private init(
    _ name: String, _ kind: Kind<Content>, _ summary: String, isPositional: Bool, default value: Content
  ) where Content: ArgumentConvertible {
    self.init(
      Parameter(
        name: name, kind: kind.parameter, summary: summary, isPositional: isPositional,
        defaultValue: value.argument)
    ) { $0.first.flatMap(kind.read) ?? value }
  }

  /// One that may be left out, and then is nil.
  private init<Wrapped>(
    _ name: String, _ kind: Kind<Wrapped>, _ summary: String, isPositional: Bool, words: Parameter.Words?
  ) where Content == Wrapped? {
    self.init(
      Parameter(
        name: name, kind: kind.parameter, summary: summary, isPositional: isPositional, words: words)
    ) { $0.first.flatMap(kind.read) }
  }

  /// The content of the values that were given, which ``Parameter/kind`` has accepted.
  public func read(_ given: [any Given]) -> Content { content(given) }

  /// What is read where nothing was given.
  public var absent: Content { content([]) }

  /// The key where it takes several values, of which one is read at a time: the choices of a sweep.
  public var repeated: Key { Key(parameter.repeated, content) }
}

/// A parameter without which nothing can be done, and the type in which it is read.
public struct Required<Content>: Declared {
  public let parameter: Parameter
  private let kind: Kind<Content>

  private init(_ parameter: Parameter, _ kind: Kind<Content>) {
    (self.parameter, self.kind) = (parameter, kind)
  }

  /// The content of the value that was given; nil where there is none.
  public func read(_ given: [any Given]) -> Content? { given.first.flatMap(kind.read) }
}

// MARK: - Arguments given by their place

extension Key {
  public static func positional(
    _ name: String, _ kind: Kind<Content>, _ summary: String, default value: Content
  ) -> Key where Content: ArgumentConvertible {
    Key(name, kind, summary, isPositional: true, default: value)
  }

  public static func positional<Wrapped>(
    _ name: String, _ kind: Kind<Wrapped>, _ summary: String, words: Parameter.Words? = nil
  ) -> Key where Content == Wrapped? {
    Key(name, kind, summary, isPositional: true, words: words)
  }

  /// The last arguments, as many as are given.
  public static func positional<Element>(
    _ name: String, _ kind: Kind<Element>, _ summary: String, isRequired: Bool = true,
    words: Parameter.Words? = nil
  ) -> Key where Content == [Element] {
    Key(
      Parameter(
        name: name, kind: kind.parameter, summary: summary, isPositional: true, isRequired: isRequired,
        isRepeated: true, words: words)
    ) { $0.compactMap(kind.read) }
  }
}

extension Required {
  public static func positional(
    _ name: String, _ kind: Kind<Content>, _ summary: String, words: Parameter.Words? = nil
  ) -> Required {
    Required(
      Parameter(
        name: name, kind: kind.parameter, summary: summary, isPositional: true, isRequired: true,
        words: words), kind)
  }
}

// MARK: - Arguments given by their name

extension Key {
  public static func option(
    _ name: String, _ kind: Kind<Content>, _ summary: String, default value: Content
  ) -> Key where Content: ArgumentConvertible {
    Key(name, kind, summary, isPositional: false, default: value)
  }

  public static func option<Wrapped>(
    _ name: String, _ kind: Kind<Wrapped>, _ summary: String, words: Parameter.Words? = nil
  ) -> Key where Content == Wrapped? {
    Key(name, kind, summary, isPositional: false, words: words)
  }

  /// `name=value` or `name=[value, value]`.
  public static func option<Element>(
    _ name: String, _ kind: Kind<Element>, _ summary: String
  ) -> Key where Content == [Element] {
    Key(
      Parameter(name: name, kind: kind.parameter, summary: summary, isPositional: false, isRepeated: true)
    ) { $0.compactMap(kind.read) }
  }
}

extension Required {
  public static func option(_ name: String, _ kind: Kind<Content>, _ summary: String) -> Required {
    Required(
      Parameter(name: name, kind: kind.parameter, summary: summary, isPositional: false, isRequired: true),
      kind)
  }
}
