/// A Markdown text that cmark reads in a time that grows with its length and no faster, whatever stands in it.
///
/// cmark-gfm 0.29 looks for the end of each `<?`, `<![CDATA[` and `<!A`, and of each `![[]()`, through all of its
/// paragraph, fills up each row of a table to the columns of its head, and copies what a link leads to wherever the
/// link is named: some 100 KB of these take minutes, or all memory. Nobody writes so many into one paragraph. In a stretch of lines without an empty one only the first ones are
/// therefore read as Markdown; the others are replaced by control characters, which no text has, and are text again in
/// what was read. Every byte stays in its place.
enum BoundedMarkdown {
  /// The most of each kind, in one stretch of lines.
  private static let greatestCount = 500
  /// What stands for what: C's file separator and its neighbours.
  private static let places: [(character: UInt8, stand: UInt8)] = [
    (UInt8(ascii: "<"), 0x1C), (UInt8(ascii: "["), 0x1D), (UInt8(ascii: "|"), 0x1E),
    (UInt8(ascii: ":"), 0x1F), (UInt8(ascii: " "), 0x1A),
  ]
  private static let greatestDepth = 50
  /// The most that lines with definitions of links may have, in bytes.
  private static let longestDefinitions = 4000
  private static let newline = UInt8(ascii: "\n")

  /// The bytes for cmark.
  static func bytes(of markdown: String) -> [UInt8] {
    var bytes = Array(markdown.utf8)
    var start = 0
    while start < bytes.count {
      var (end, lines) = (start, 0)
      // Up to and with the empty line.
      while end < bytes.count {
        let lineEnd = bytes[end...].firstIndex(of: newline) ?? bytes.count
        boundNesting(&bytes, end..<lineEnd)
        let isEmpty = bytes[end..<lineEnd].allSatisfy { " \t\r".utf8.contains($0) }
        (end, lines) = (min(lineEnd + 1, bytes.count), lines + 1)
        if isEmpty { break }
      }
      bound(&bytes, start..<end, lines: lines)
      start = end
    }
    return bytes
  }

  /// Lists and quotes within each other that begin in one line, beyond those that anybody could follow.
  private static func boundNesting(_ bytes: inout [UInt8], _ line: Range<Int>) {
    var depth = 0
    for place in line {
      switch bytes[place] {
      case UInt8(ascii: " ") where depth > greatestDepth: bytes[place] = places[4].stand
      case UInt8(ascii: ">") where depth > greatestDepth: return
      case UInt8(ascii: " "), UInt8(ascii: "\t"): break
      case let mark where "->*+.)".utf8.contains(mark): depth += 1
      case let digit where isDigit(digit): break
      default: return
      }
    }
  }

  /// What was read, with the characters that others stood for.
  static func restored(_ text: String) -> String {
    guard text.utf8.contains(where: { (0x1A...0x1F).contains($0) }) else { return text }
    return String(
      decoding: text.utf8.map { byte in places.first { $0.stand == byte }?.character ?? byte }, as: UTF8.self)
  }

  private static func bound(_ bytes: inout [UInt8], _ stretch: Range<Int>, lines: Int) {
    for (character, stand) in places.prefix(2) {
      var count = 0
      for place in stretch where bytes[place] == character {
        count += 1
        if count > greatestCount { bytes[place] = stand }
      }
    }
    boundTables(&bytes, stretch, lines: lines)
    boundDefinitions(&bytes, stretch)
  }

  /// cmark copies what `[name]: address "title"` defines to each place that names it, so it must be short.
  private static func boundDefinitions(_ bytes: inout [UInt8], _ stretch: Range<Int>) {
    guard stretch.count > longestDefinitions else { return }
    for place in stretch.dropFirst()
    where bytes[place] == UInt8(ascii: ":") && bytes[place - 1] == UInt8(ascii: "]") {
      bytes[place] = places[3].stand
    }
  }

  /// A row of dashes that makes a table of more cells than could be written in the stretch makes none.
  private static func boundTables(_ bytes: inout [UInt8], _ stretch: Range<Int>, lines: Int) {
    var start = stretch.lowerBound
    while start < stretch.upperBound {
      let end = bytes[start..<stretch.upperBound].firstIndex(of: newline) ?? stretch.upperBound
      let line = bytes[start..<end]
      let columns = line.count { $0 == UInt8(ascii: "|") } + 1
      if columns * lines > 2 * stretch.count + 200, line.contains(UInt8(ascii: "-")),
        !line.contains(where: { $0 > 0x20 && !"|-:>+*.".utf8.contains($0) && !isDigit($0) })
      {
        for place in start..<end where bytes[place] == UInt8(ascii: "|") { bytes[place] = places[2].stand }
      }
      start = end + 1
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
