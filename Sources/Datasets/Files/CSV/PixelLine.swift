/// One line of a table of pixels.
struct PixelLine {
  /// The line without the character that ends it.
  let bytes: UnsafeBufferPointer<UInt8>
  let columns: PixelColumns
  /// The file and the line, for messages.
  let path: String
  let number: Int

  /// What a line holds beside its pixels.
  struct Others {
    /// The label, as a number or a text.
    var label = Field.number(0)
    /// Which of the one-hot columns has the 1.
    var oneHot = 0
    /// The first and the last column where one of them is the label.
    var first: Float = 0
    var last: Float = 0
    fileprivate var hasFirst = false
  }

  enum Field: Equatable {
    case number(Double)
    case text(String)
    case missing(String)
  }

  /// A pixel is not of the type that is read: those read so far are to be turned into floats.
  struct NotOfType: Error {}

  private var separator: UInt8 { columns.dialect.separator }

  /// Writes the line's pixels into `pixels`, which has room for one image.
  /// - Throws: ``NotOfType``, ``DatasetError``.
  func read<Value: PixelValue>(into pixels: UnsafeMutableBufferPointer<Value>) throws -> Others {
    var others = Others()
    var (column, pixel, place) = (0, 0, 0)
    for (role, count) in columns.stretches {
      if role == .pixels {
        place = try readPixels(count, into: pixels, from: pixel, at: place, column: column)
        pixel += count
        column += count
        continue
      }
      for k in 0..<count {
        let begin = place
        let field = try field(&place, column: column, isName: role == .label && columns.hasNamedLabels)
        switch role {
        case .label: others.label = field
        case .edge:
          guard case .number(let value) = field else { throw notANumber(field, column: column) }
          if others.hasFirst { others.last = Float(value) } else { others.first = Float(value) }
          others.hasFirst = true
        case .oneHot:
          guard case .number(let value) = field, value == 0 || value == 1 else {
            throw error("expected 0 or 1, one of the \(count) columns of the label", begin, column)
          }
          if value == 1 {
            others.oneHot += 1
            others.label = .number(Double(k))
          }
        case .nothing:
          guard field == .missing("") else {
            throw error("expected nothing, as in the first lines", begin, column)
          }
        case .passedOver, .pixels: break
        }
        try pass(&place, column: column)
        column += 1
      }
    }
    if columns.hasOneHot, others.oneHot != 1 {
      throw DatasetError(
        "\(path), line \(number): \(others.oneHot) of the label's columns are 1; expected a single one")
    }
    return others
  }

  /// Reads pixels that stand side by side, from the field at `place` on, into `pixels` from the one at `first` on.
  /// - Returns: where the field after them begins.
  private func readPixels<Value: PixelValue>(
    _ count: Int, into pixels: UnsafeMutableBufferPointer<Value>, from first: Int, at place: Int, column: Int
  ) throws -> Int {
    let (end, separator) = (bytes.count, separator)
    // After the last column of all there must be no separator.
    let fast = column + count == columns.count ? count - 1 : count
    var (place, k) = (place, 0)
    while k < count {
      let begin = place
      var value = 0
      while place < end {
        let digit = bytes[place] &- 0x30
        if digit >= 10 { break }
        value = value &* 10 &+ Int(digit)
        place += 1
      }
      if place > begin, place < begin + 16, place < end, bytes[place] == separator, k < fast {
        guard let value = Value(whole: value) else { throw NotOfType() }
        pixels[first + k] = value
        place += 1
      } else {
        (pixels[first + k], place) = try slowPixel(at: begin, column: column + k)
      }
      k += 1
    }
    return place
  }

  /// Goes past the separator after a column; after the last one there is none.
  private func pass(_ place: inout Int, column: Int) throws {
    if columns.dialect.isSpaced { skipSpaces(&place) }
    if column + 1 == columns.count {
      guard place >= bytes.count else { throw ragged() }
    } else {
      guard place < bytes.count else { throw ragged() }
      if !columns.dialect.isSpaced { place += 1 }
    }
  }

  /// A pixel that is not just digits before a separator, and where the field after it begins.
  @inline(never)
  private func slowPixel<Value: PixelValue>(at begin: Int, column: Int) throws -> (Value, Int) {
    var place = begin
    let field = try field(&place, column: column)
    try pass(&place, column: column)
    guard case .number(let number) = field else { throw notANumber(field, column: column) }
    if let value = Value(number: number) { return (value, place) }
    guard Float(number).isFinite else { throw notANumber(.text("\(number)"), column: column) }
    throw NotOfType()
  }

  private func skipSpaces(_ place: inout Int) {
    while place < bytes.count, columns.dialect.isSpace(bytes[place]) { place += 1 }
  }

  /// The field at `place`, which goes on to the separator after it.
  private func field(_ place: inout Int, column: Int, isName: Bool = false) throws -> Field {
    let dialect = columns.dialect
    skipSpaces(&place)
    let content: UnsafeBufferPointer<UInt8>
    var unquoted: [UInt8] = []
    if place < bytes.count, bytes[place] == TableDialect.quote {
      let begin = place
      place += 1
      var isOpen = true
      while place < bytes.count, isOpen {
        let byte = bytes[place]
        place += 1
        if byte == TableDialect.quote {
          isOpen = place < bytes.count && bytes[place] == TableDialect.quote
          if isOpen { place += 1 }
        }
        if isOpen { unquoted.append(byte) }
      }
      if isOpen { throw error("the quote is never closed", begin, column) }
      let after = place
      skipSpaces(&place)
      guard place == bytes.count || (dialect.isSpaced ? place > after : bytes[place] == separator) else {
        throw error("expected the field to end with its quote", begin, column)
      }
      return unquoted.withUnsafeBufferPointer {
        value(UnsafeBufferPointer(rebasing: trim($0[...])), isName: isName)
      }
    }
    let begin = place
    while place < bytes.count, dialect.isSpaced ? !dialect.isSpace(bytes[place]) : bytes[place] != separator {
      place += 1
    }
    content = UnsafeBufferPointer(rebasing: trim(bytes[begin..<place]))
    return value(content, isName: isName)
  }

  private func trim(_ field: Slice<UnsafeBufferPointer<UInt8>>) -> Slice<UnsafeBufferPointer<UInt8>> {
    var field = field
    while let last = field.last, columns.dialect.isSpace(last) { field = field.dropLast() }
    while let first = field.first, columns.dialect.isSpace(first) { field = field.dropFirst() }
    return field
  }

  private func value(_ bytes: UnsafeBufferPointer<UInt8>, isName: Bool) -> Field {
    if !isName, let number = TableNumber.parse(bytes, decimalComma: columns.dialect.hasDecimalComma) {
      return .number(number)
    }
    let text = String(decoding: bytes.prefix(Self.longestText + 1), as: UTF8.self)
    return TableNumber.isMissing(text) ? .missing(text) : .text(text)
  }

  /// No label is a longer text, in bytes.
  static let longestText = 200

  // MARK: - Errors

  private func ragged() -> DatasetError {
    let line = Array(bytes)
    let found = TableFields(line[...], columns.dialect).count
    return DatasetError(
      "\(path), line \(number): expected \(columns.count) values as in the first line, found \(found)")
  }

  private func notANumber(_ field: Field, column: Int) -> DatasetError {
    let found =
      switch field {
      case .number(let number): "\(number)"
      case .text(let text): "'\(Self.shown(text))'"
      case .missing(""): "nothing"
      case .missing(let text): "'\(text)', no value"
      }
    return DatasetError(
      "\(path), line \(number), \(columns.title(column)): expected a number, found \(found)")
  }

  private func error(_ reason: String, _ place: Int, _ column: Int) -> DatasetError {
    let field = bytes[min(place, bytes.count)...].prefix(20).prefix { $0 != separator }
    return DatasetError(
      "\(path), line \(number), \(columns.title(column)): \(reason), found "
        + (field.isEmpty ? "nothing" : "'\(Self.shown(String(decoding: field, as: UTF8.self)))'"))
  }

  /// A field as messages show it: its beginning, without control characters.
  static func shown(_ text: String) -> String {
    String(text.prefix(20).map { $0.isASCII && $0.isPrintable || !$0.isASCII && $0.isLetter ? $0 : "?" })
  }
}

extension Character {
  fileprivate var isPrintable: Bool { asciiValue.map { (0x20..<0x7F).contains($0) } ?? false }
}
