/// A thing with options of its own, as an option of something else names it: an initializer, a regularizer, a constraint.
/// `he_normal`, or with options in quotes, as a line has them: `"random_normal stddev=0.1"`, `"CosineDecay 0.1 decay_steps=500"`.
public struct Part: Sendable, Equatable {
  public let name: String
  /// The options that were given, each in the kind of its parameter.
  public let given: [String: Argument]

  public init(_ name: String, _ given: [String: Argument] = [:]) { (self.name, self.given) = (name, given) }
}

/// The parts among which an option chooses.
public struct PartFamily: Sendable {
  /// What one of them is called, and several: `constraint`, `constraints`.
  public let name: String
  public let parts: [Declaration]
  /// The part that a number alone stands for, which is its only option.
  public let ofNumber: String?
  /// How parts that need options may be written: `CosineDecay 0.1 decay_steps=500`.
  public let samples: [String: String]

  public init(
    _ name: String, _ parts: [Declaration], ofNumber: String? = nil, samples: [String: String] = [:]
  ) {
    (self.name, self.parts, self.ofNumber, self.samples) = (name, parts, ofNumber, samples)
  }

  public var names: [String] { parts.map(\.name) }

  public subscript(name: String) -> Declaration? { parts.first { $0.name == name } }

  /// `a number, or one of l1, l2; with options in quotes, as "l1 l1=..."`
  public var expectation: String {
    let example = parts.first { !$0.parameters.isEmpty && samples[$0.name] == nil }
    let sample = parts.lazy.compactMap { samples[$0.name] }.first
    return (ofNumber == nil ? "" : "a number, or ") + "one of " + names.joined(separator: ", ")
      + ((sample ?? example.map { "\($0.name) \($0.parameters[0].name)=..." }).map {
        "; with options in quotes, as \"\($0)\""
      } ?? "")
  }

  /// Why an argument is none of these.
  public struct Fault: Error {
    public let message: String
    public let suggestion: String?
  }

  /// Why an argument names none; nil where it names one.
  public func fault(_ argument: Argument?) -> Fault? {
    guard let argument else { return Fault(message: "it is no \(name)", suggestion: nil) }
    do throws(Fault) {
      _ = try part(argument)
      return nil
    } catch { return error }
  }

  /// The part that an argument names.
  /// - Throws: where it names none, or an option does not fit.
  public func part(_ argument: Argument) throws(Fault) -> Part {
    switch argument {
    case .text(let text): return try part(text)
    case .number(let number): return try part(number)
    case .integer(let number): return try part(Double(number))
    case .flag, .shape, .list: throw Fault(message: "\(argument.description) is no \(name)", suggestion: nil)
    }
  }

  private func part(_ number: Double) throws(Fault) -> Part {
    guard let ofNumber, let parameter = self[ofNumber]?.parameters.first,
      parameter.kind.argument(shortNumber(number)) != nil
    else { throw Fault(message: "\(shortNumber(number)) is no \(name)", suggestion: nil) }
    return Part(ofNumber, [parameter.name: .number(number)])
  }

  private func part(_ text: String) throws(Fault) -> Part {
    let words = text.split(separator: " ").map(String.init)
    guard let word = words.first, let declaration = self[word] else {
      let word = words.first ?? ""
      throw Fault(message: "there is no \(name) '\(word)'", suggestion: nearestName(to: word, in: names))
    }
    let options = declaration.parameters.map(\.name)
    var given: [String: Argument] = [:]
    for option in words.dropFirst() {
      var sides = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
        String.init)
      if sides.count == 1, let place = declaration.positional.first(where: { given[$0.name] == nil }) {
        sides = [place.name, option]
      }
      guard sides.count == 2, let parameter = declaration.parameter(sides[0]) else {
        throw Fault(
          message: "\(word) has no option '\(sides[0])'"
            + (options.isEmpty ? "" : "; it takes \(options.map { "\($0)=" }.joined(separator: ", "))"),
          suggestion: nil)
      }
      guard let argument = parameter.kind.argument(sides[1]) else {
        throw Fault(
          message: "\(parameter.name) of \(word) cannot be '\(sides[1])', only \(parameter.kind.expectation)",
          suggestion: nil)
      }
      given[parameter.name] = argument
    }
    if let missing = declaration.parameters.first(where: { $0.isRequired && given[$0.name] == nil }) {
      throw Fault(
        message: "\(word) needs \(missing.name)" + (samples[word].map { ", as \"\($0)\"" } ?? ""),
        suggestion: nil)
    }
    return Part(word, given)
  }

  /// The argument that names a part: what differs from the usual ones.
  public func argument(_ part: Part) -> Argument {
    let options = self[part.name]?.parameters ?? []
    if part.name == ofNumber, let option = options.first, let number = part.given[option.name] {
      return number
    }
    let given = options.compactMap { option -> String? in
      guard let argument = part.given[option.name], argument != option.defaultValue else { return nil }
      // A list in a line has no spaces.
      let word = argument.description.filter { !" []".contains($0) }
      return option.isPositional ? " \(word)" : " \(option.name)=\(word)"
    }
    return .text(part.name + given.joined())
  }
}

extension PartFamily: Equatable {
  public static func == (a: PartFamily, b: PartFamily) -> Bool { a.name == b.name }
}

/// A type whose values are named as parts.
public protocol PartConvertible: ArgumentConvertible {
  static var family: PartFamily { get }

  /// A part of the family.
  init(_ part: Part)

  var part: Part { get }
}

extension PartConvertible {
  public init?(_ argument: Argument) {
    guard let part = try? Self.family.part(argument) else { return nil }
    self.init(part)
  }

  public var argument: Argument { Self.family.argument(part) }
}

extension ParameterKind {
  /// The argument that a word of a ``Part`` stands for; nil where it does not fit.
  fileprivate func argument(_ word: String) -> Argument? {
    switch self {
    case .number(let range):
      guard let number = Double(word), range.contains(number) else { return nil }
      return .number(number)
    case .axes:
      let axes = word.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
      guard axes.allSatisfy({ $0 ?? -1 >= 0 }) else { return nil }
      return .shape(axes.compactMap { $0 })
    case .integer(let range):
      guard let number = Double(word), let whole = Int(exactly: number), range.contains(whole) else {
        return nil
      }
      return .integer(whole)
    case .flag: return word == "true" ? .flag(true) : word == "false" ? .flag(false) : nil
    case .choice(let words): return words.contains(word) ? .text(word) : nil
    case .form(let form):
      let words = word.split(separator: ",", omittingEmptySubsequences: false)
      let numbers = words.compactMap { Double($0.trimmingPrefix("[").prefix { $0 != "]" }) }
      let list = Argument.list(numbers.map(Argument.number))
      return numbers.count == words.count && form.accepts(list) ? list : nil
    default: return nil
    }
  }
}
