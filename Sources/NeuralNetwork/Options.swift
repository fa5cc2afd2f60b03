import Core

/// The checked arguments of one layer or optimizer: every declared parameter that has a value is there.
public struct Options: Sendable {
  private let values: [String: Argument]

  public init(_ values: [String: Argument]) { self.values = values }

  /// The arguments as given, over the defaults of the declaration.
  public init(_ declaration: Declaration, _ given: [String: Argument]) {
    var values: [String: Argument] = [:]
    for parameter in declaration.parameters {
      values[parameter.name] = given[parameter.name] ?? parameter.defaultValue
    }
    self.values = values
  }

  /// What a parameter was given or has by default.
  subscript(name: String) -> Argument? { values[name] }

  public func integer(_ name: String) throws(ModelError) -> Int {
    guard case .integer(let value)? = values[name] else { throw missing(name) }
    return value
  }

  public func number(_ name: String) throws(ModelError) -> Double {
    switch values[name] {
    case .number(let value)?: return value
    case .integer(let value)?: return Double(value)
    default: throw missing(name)
    }
  }

  public func text(_ name: String) throws(ModelError) -> String {
    guard case .text(let value)? = values[name] else { throw missing(name) }
    return value
  }

  public func flag(_ name: String) throws(ModelError) -> Bool {
    guard case .flag(let value)? = values[name] else { throw missing(name) }
    return value
  }

  /// A size as (height, width), or nil where none was given.
  public func size(_ name: String) -> (height: Int, width: Int)? {
    switch values[name] {
    case .integer(let value)?: return (value, value)
    case .shape(let shape)? where shape.count == 2: return (shape[0], shape[1])
    default: return nil
    }
  }

  private func missing(_ name: String) -> ModelError { ModelError("\(name) is missing") }
}
