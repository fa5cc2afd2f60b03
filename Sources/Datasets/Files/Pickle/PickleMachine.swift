/// Carries out the instructions of a pickle, a stack machine, as far as plain data and NumPy arrays need them.
///
/// Source: CPython, `Lib/pickletools.py`, which describes every instruction.
struct PickleMachine {
  private let file: DataStream
  private var stack: [PickleValue] = []
  /// Where in the stack the open collections begin.
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  private var instructions = 0
  private var collections = 0
  /// How many bytes may still be decoded from text; a text can be named again and again.
  private var decodable: Int

  /// A dict of four arrays takes a few hundred instructions, labels in a list two for each.
  private static let greatestInstructions = 1_000_000
  /// Bounds how deeply collections nest.
  private static let greatestCollections = 1000

  /// What the pickle in `file` holds.
  /// - Throws: ``DatasetError`` where it is cut off or damaged, or names anything that an array does not need.
  static func run(_ file: DataStream) throws -> PickleValue {
    var machine = PickleMachine(file)
    return try machine.run()
  }

  private init(_ file: DataStream) {
    self.file = file
    decodable = file.greatestCount
  }

  private mutating func run() throws -> PickleValue {
    let start = try file.peek(2)
    guard start.first != PickleOpcode.proto.rawValue || start.count == 2 && (2...5).contains(start[1]) else {
      throw DatasetError("\(file.path) is not a pickle of protocols 0 to 5")
    }
    while true {
      let place = file.offset
      let code = try byte()
      guard let opcode = PickleOpcode(rawValue: code) else {
        throw damaged("the instruction 0x\(String(code, radix: 16)) at byte \(place) is not one of data")
      }
      instructions += 1
      guard instructions <= Self.greatestInstructions else {
        throw damaged("it has more than \(Self.greatestInstructions) instructions")
      }
      if opcode == .stop { return try pop() }
      try step(opcode, at: place)
    }
  }

  private mutating func step(_ opcode: PickleOpcode, at place: Int) throws {
    switch opcode {
    case .proto: _ = try byte()
    case .frame: _ = try take(8)
    case .stop: break
    case .mark: marks.append(stack.count)
    case .pop: _ = try pop()
    case .popMark: _ = try popToMark()
    case .dup: stack.append(try shared(top()))
    case .binput: try memoize(Int(try byte()))
    case .longBinput: try memoize(try number(4))
    case .memoize: try memoize(memo.count)
    case .put: try memoize(Int(clamping: try lineNumber()))
    case .get: stack.append(try recall(Int(clamping: try lineNumber())))
    case .int: stack.append(try lineInteger())
    case .long: stack.append(.integer(try lineNumber()))
    case .float: stack.append(.number(try lineFloat()))
    case .string: stack.append(.bytes(try PickleText.unescaped(literal: lineBytes(), place: failure)))
    case .unicode: stack.append(.text(try PickleText.utf8(ofUnicode: lineBytes(), place: failure)))
    case .list: try collect(.list(try popToMark()))
    case .dict:
      let items = try popToMark()
      try collect(.dictionary([]))
      try setItems(items)
    case .binget: stack.append(try recall(Int(try byte())))
    case .longBinget: stack.append(try recall(try number(4)))
    case .none: stack.append(.none)
    case .newTrue: stack.append(.flag(true))
    case .newFalse: stack.append(.flag(false))
    case .binint: stack.append(.integer(Int(Int32(truncatingIfNeeded: try number(4)))))
    case .binint1: stack.append(.integer(try number(1)))
    case .binint2: stack.append(.integer(try number(2)))
    case .binfloat: stack.append(.number(Double(bitPattern: try take(8).reduce(0) { $0 << 8 | UInt64($1) })))
    case .long1: stack.append(.integer(try signedNumber(try number(1))))
    case .binunicode: stack.append(.text(try block(4)))
    case .shortBinunicode: stack.append(.text(try block(1)))
    case .binunicode8: stack.append(.text(try block(8)))
    case .binstring, .binbytes: stack.append(.bytes(try block(4)))
    case .shortBinstring, .shortBinbytes: stack.append(.bytes(try block(1)))
    case .binbytes8, .byteArray8: stack.append(.bytes(try block(8)))
    case .emptyTuple: try collect(.tuple([]))
    case .tuple: try collect(.tuple(try popToMark()))
    case .tuple1: try collect(.tuple(try pop(1)))
    case .tuple2: try collect(.tuple(try pop(2)))
    case .tuple3: try collect(.tuple(try pop(3)))
    case .emptyList: try collect(.list([]))
    case .append: try append(try pop(1))
    case .appends: try append(try popToMark())
    case .emptyDict: try collect(.dictionary([]))
    case .setItem: try setItems(try pop(2))
    case .setItems: try setItems(try popToMark())
    case .global: try name(module: try line(), name: try line(), at: place)
    case .stackGlobal:
      let names = try pop(2).map { $0.string ?? "?" }
      try name(module: names[0], name: names[1], at: place)
    case .reduce: try call(at: place)
    case .build: try build(at: place)
    }
  }

  // MARK: - The stack and the memo

  private func top() throws -> PickleValue {
    guard let value = stack.last, stack.count > marks.last ?? 0 else {
      throw damaged("an instruction before byte \(file.offset) finds nothing to work on")
    }
    return value
  }

  private mutating func pop() throws -> PickleValue {
    let value = try top()
    stack.removeLast()
    return value
  }

  private mutating func pop(_ count: Int) throws -> [PickleValue] {
    Array(try (0..<count).map { _ in try pop() }.reversed())
  }

  private mutating func popToMark() throws -> [PickleValue] {
    guard let mark = marks.popLast() else {
      throw damaged("a collection ends before byte \(file.offset) that never began")
    }
    let values = Array(stack[mark...])
    stack.removeSubrange(mark...)
    return values
  }

  /// Remembers the value on top. The memo only holds that there is a list or dict: its items would be copied with the next
  /// change.
  private mutating func memoize(_ place: Int) throws {
    let value = try top()
    memo[place] =
      switch value {
      case .list: .list([])
      case .dictionary: .dictionary([])
      default: value
      }
  }

  private func recall(_ place: Int) throws -> PickleValue {
    guard let value = memo[place] else { throw damaged("it names a value \(place) that it never stored") }
    return try shared(value)
  }

  /// A value that is to be there twice. What can still change is refused; data name none of it twice.
  private func shared(_ value: PickleValue) throws -> PickleValue {
    switch value {
    case .list, .dictionary: throw damaged("it names a list or a dict twice")
    default: return value
    }
  }

  // MARK: - Collections

  private mutating func collect(_ collection: PickleValue) throws {
    collections += 1
    guard collections <= Self.greatestCollections else {
      throw damaged(
        "it has more than \(Self.greatestCollections) tuples, lists and dicts; expected a few arrays")
    }
    stack.append(collection)
  }

  // A collection is taken off the stack before it grows, so that it grows in place.

  private mutating func append(_ values: [PickleValue]) throws {
    guard case .list(var list) = try pop() else { throw damaged("it appends to what is no list") }
    list += values
    stack.append(.list(list))
  }

  private mutating func setItems(_ items: [PickleValue]) throws {
    guard items.count.isMultiple(of: 2), case .dictionary(var pairs) = try pop() else {
      throw damaged("it sets items of what is no dict")
    }
    for i in stride(from: 0, to: items.count, by: 2) { pairs.append((items[i], items[i + 1])) }
    stack.append(.dictionary(pairs))
  }

  // MARK: - Names and calls

  private mutating func name(module: String, name: String, at place: Int) throws {
    guard let function = PickleFunction(module: module, name: name) else {
      let shown = "\(module).\(name)".prefix(100).map { $0.isASCII && $0 >= " " && $0 != "\u{7F}" ? $0 : "?" }
      let way = PickledObjects.wayToConvert(module: module, name: name).map { "\n\($0)" } ?? ""
      throw DatasetError(
        "\(file.path) asks for \(String(shown)) at byte \(place), which arrays do not need: `load` refuses to "
          + "run it; nothing was executed\(way)")
    }
    stack.append(.function(function))
  }

  private mutating func call(at place: Int) throws {
    let parts = try pop(2)
    guard case .function(let function) = parts[0], case .tuple(let arguments) = parts[1] else {
      throw damaged("the call at byte \(place) is not one of NumPy's")
    }
    if function == .encode, case .text(let text)? = arguments.first {
      decodable -= text.count
      guard decodable >= 0 else { throw damaged("it decodes the same text again and again") }
    }
    guard let result = function(arguments) else {
      throw damaged("the call of \(function) at byte \(place) is not as NumPy writes it")
    }
    stack.append(result)
  }

  /// Tells an array or a type what it is.
  private mutating func build(at place: Int) throws {
    guard case .tuple(let state) = try pop() else { throw damaged("the state at byte \(place) is no tuple") }
    switch try top() {
    // (version, shape, dtype, is Fortran, elements)
    case .array(let array) where state.count == 5:
      guard let shape = state[1].shape, case .type(let type) = state[2], let isFortran = state[3].flag else {
        throw damaged("the array at byte \(place) is not as NumPy writes it")
      }
      guard case .bytes(let raw) = state[4] else {
        throw damaged("the array at byte \(place) holds Python objects, not numbers")
      }
      array.content = .init(shape: shape, type: type, isFortran: isFortran, raw: raw)
    // (version, byte order, subtype, names, fields ...)
    case .type(let type) where state.count >= 5:
      guard let order = state[1].string, ["<", ">", "|", "="].contains(order), case .none = state[2],
        case .none = state[3], case .none = state[4]
      else { throw damaged("the type at byte \(place) is not a plain number type") }
      type.byteOrder = order
    default: throw damaged("the state at byte \(place) belongs to no array and no type")
    }
  }

  // MARK: - Bytes

  private func damaged(_ reason: String) -> DatasetError {
    DatasetError("\(file.path) is damaged, or not a pickle of arrays: \(reason)")
  }

  private func byte() throws -> UInt8 { try take(1)[0] }

  private func take(_ count: Int) throws -> [UInt8] {
    let place = file.offset
    let bytes = try file.read(count)
    guard bytes.count == count else {
      throw DatasetError(
        "\(file.path) is cut off: from byte \(place) on \(count) bytes are expected, found \(bytes.count)")
    }
    return bytes
  }

  /// An unsigned little-endian number; one beyond `Int` is more than any file has.
  private func number(_ size: Int) throws -> Int {
    let value = try take(size).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int(clamping: value)
  }

  private func signedNumber(_ size: Int) throws -> Int {
    guard size <= 8 else { throw damaged("an integer before byte \(file.offset) has \(size) bytes") }
    let bytes = try take(size)
    let sign: UInt64 = (bytes.last ?? 0) & 0x80 != 0 ? .max : 0
    return Int(truncatingIfNeeded: bytes.reversed().reduce(sign) { $0 << 8 | UInt64($1) })
  }

  /// Bytes with their length before them.
  private func block(_ size: Int) throws -> [UInt8] { try take(try number(size)) }

  /// The bytes up to the end of a line, which are a name.
  private func line() throws -> String {
    var bytes: [UInt8] = []
    while bytes.count < 256 {
      let next = try byte()
      if next == 0x0A { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(next)
    }
    throw damaged("a name before byte \(file.offset) does not end")
  }

  // MARK: - Lines of protocol 0

  /// The bytes up to the end of a line, however long: text and the elements of an array.
  private func lineBytes() throws -> [UInt8] {
    guard let bytes = try file.readLine() else {
      throw DatasetError("\(file.path) is cut off: it ends within a line, after \(file.offset) bytes")
    }
    return bytes
  }

  private func failure(_ reason: String) -> DatasetError { damaged("\(reason) before byte \(file.offset)") }

  /// A whole number, with an `L` after it where Python 2 wrote a long one.
  private func lineNumber() throws -> Int {
    let text = try line()
    guard let number = Int(text.hasSuffix("L") ? text.dropLast() : text[...]) else {
      throw failure("'\(text.prefix(20))' is no whole number")
    }
    return number
  }

  /// A whole number; 00 and 01 are False and True.
  private func lineInteger() throws -> PickleValue {
    let text = try line()
    if text == "00" || text == "01" { return .flag(text == "01") }
    guard let number = Int(text) else { throw failure("'\(text.prefix(20))' is no whole number") }
    return .integer(number)
  }

  private func lineFloat() throws -> Double {
    let text = try line()
    guard let number = Double(text) else { throw failure("'\(text.prefix(20))' is no number") }
    return number
  }
}
