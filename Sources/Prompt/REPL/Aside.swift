/// What is asked behind a cell that is to stay as it is: `net = model input=784 ?model`, `x = 1 :edit`.
///
/// The cell language has no question mark, and no colon behind which a line could end.
struct Aside: Equatable {
  enum Wish: Equatable {
    /// Help on a topic; on what stands before the question mark where nothing follows it.
    case help(String?)
    /// The word behind a colon, and a number where one follows.
    case command(String)
  }

  /// The cell without it.
  let cell: String
  let wish: Wish

  /// Nil where nothing is asked, or where nothing but that is there.
  init?(_ text: String) {
    let lineStart = text.lastIndex(of: "\n").map(text.index(after:)) ?? text.startIndex
    guard let sign = Self.sign(in: text[lineStart...]) else { return nil }
    let words = text[text.index(after: sign)...].trimmed
    cell = String(text[..<sign])
    guard !cell.allSatisfy(\.isWhitespace) else { return nil }
    if text[sign] == "?" {
      wish = .help(words.isEmpty ? nil : words)
    } else {
      guard words.wholeMatch(of: #/[A-Za-z]+( +\d+)?/#) != nil else { return nil }
      wish = .command(words)
    }
  }

  /// The first question mark or last colon of a line that is in no quotes and no comment; or the colon right before the last word
  /// of a comment, for a cell that waits to be written may end in one.
  private static func sign(in line: Substring) -> String.Index? {
    var colon: String.Index?
    var isQuoted = false
    var index = line.startIndex
    while index < line.endIndex {
      switch line[index] {
      case "\"": isQuoted.toggle()
      case "\\" where isQuoted: _ = line.formIndex(&index, offsetBy: 1, limitedBy: line.endIndex)
      case "#" where !isQuoted:
        guard let last = line[index...].lastIndex(of: ":"), line[last...].dropFirst().first != " " else {
          return nil
        }
        return last
      case "?" where !isQuoted: return index
      case ":" where !isQuoted: colon = index
      default: break
      }
      if index < line.endIndex { line.formIndex(after: &index) }
    }
    return colon
  }
}
