/// Whether the first line of a table names the columns.
enum TableHeader {
  /// What pandas calls columns that it has to name itself, and R, begins so; a run of so many numbers is no chance.
  private static let run = 16

  /// - Parameters:
  ///   - first: the fields of the first line.
  ///   - second: those of the second; nil where there is none.
  ///   - said: what `header=` says.
  /// - Throws: ``DatasetError`` where it can be either.
  static func isHeader(_ first: [String], _ second: [String]?, said: Bool?, path: String) throws -> Bool {
    if let said { return said }
    let words = first.indices.filter { !isValue(first[$0]) }
    if words.isEmpty {
      if isRun(first), second.map({ !isRun($0) }) ?? false { return true }
      guard !isMangled(first) else {
        throw DatasetError(
          "\(path): the first line has numbers such as \(first.filter { $0.contains(".") }.prefix(3).joined(separator: ", ")), "
            + "which pandas makes of an image that it takes for the columns' names: header=true leaves the line out",
          subject: "header")
      }
      return false
    }
    // Words that stand in the second line too are labels: `A,0,0,255`.
    guard let second, words.count <= 2, second.count == first.count, first.count > 4 else { return true }
    let rest = first.indices.filter { !words.contains($0) }.map { first[$0] }
    if words.allSatisfy({ !isValue(second[$0]) }), rest.allSatisfy({ !$0.isEmpty }), !isRun(rest) {
      return false
    }
    if isRun(rest) || rest.contains("") || words.contains(where: { ColumnName(first[$0]).isKnown }) {
      return true
    }
    throw DatasetError(
      "\(path): is the first line ('\(first[words[0]].prefix(20))' and numbers) the names of the columns, or an image? "
        + "say header=true or header=false", subject: "header")
  }

  private static func isValue(_ field: String) -> Bool {
    TableNumber.isMissing(field) || TableNumber.parse(field, decimalComma: true) != nil
  }

  /// Whether fields are 0, 1, 2 ... or 1, 2, 3 ..., perhaps after or before one that is not.
  static func isRun(_ fields: [String]) -> Bool {
    func isRun(_ fields: ArraySlice<String>) -> Bool {
      guard fields.count >= run, let first = fields.first.flatMap({ Int($0) }), (0...1).contains(first) else {
        return false
      }
      return fields.enumerated().allSatisfy { $1 == "\(first + $0)" }
    }
    return isRun(fields[...]) || isRun(fields.dropFirst()) && fields.first == ""
  }

  /// Whether fields are numbers that pandas told apart: 0, 0.1, 0.2, 7, 0.3 ... up to 0.10.
  private static func isMangled(_ fields: [String]) -> Bool {
    var next: [Substring: Int] = [:]
    var greatest = 0
    for field in fields {
      let parts = field.split(separator: ".", omittingEmptySubsequences: false)
      if parts.count == 1 {
        next[parts[0]] = next[parts[0]] ?? 1
      } else {
        guard parts.count == 2, let count = next[parts[0]], parts[1] == "\(count)" else { return false }
        next[parts[0]] = count + 1
        greatest = max(greatest, count)
      }
    }
    return greatest >= 10
  }
}

/// What the name of a column says of it.
struct ColumnName {
  let text: String
  /// Its letters and digits in small letters: `Class_ID` is `classid`.
  private let key: String

  init(_ text: String) {
    self.text = text
    key = String(text.lowercased().filter { $0.isLetter || $0.isNumber })
  }

  private static let labels: Set = [
    "label", "labels", "class", "classes", "target", "targets", "y", "category", "categories", "digit",
    "letter",
    "character", "char", "symbol", "emotion", "breed", "species", "classid", "classlabel", "classname",
    "classnumber",
    "labelid", "labelname", "labels1", "labelnumber", "cls", "ytrain", "ytest", "groundtruth", "gt",
  ]

  private static let indices: Set = [
    "", "id", "ids", "index", "idx", "imageid", "imgid", "imageindex", "row", "rowid", "rowname", "rownames",
    "rownumber",
    "sampleid", "image", "imagename", "imagepath", "img", "file", "filename", "filepath", "path", "usage",
    "split", "name",
  ]

  /// Whether it is a usual name of the label's column.
  var isLabel: Bool { Self.labels.contains(key) }
  /// Whether it is a usual name of a column that numbers or names the rows, or is pandas's own.
  var isIndex: Bool { Self.indices.contains(key) || key.hasPrefix("unnamed") || key.hasPrefix("level") }
  var isKnown: Bool { isLabel || isIndex && !key.isEmpty }

  /// The name with each number in it replaced, which pixels share: `pixel#`, `#x#`, `r#c#`; nil without a number.
  var pattern: String? {
    var pattern = ""
    var isNumber = false
    for character in text {
      let isDigit = character.isASCII && character.isNumber
      if isDigit, !isNumber { pattern += "#" }
      if !isDigit { pattern.append(character) }
      isNumber = isDigit
    }
    return pattern.contains("#") ? pattern : nil
  }

  /// `label_cat` as "cat", `y7` as "7": a column of labels as one-hot vectors, as pandas's `get_dummies` names them.
  var oneHotClass: String? {
    let lower = text.lowercased()
    for prefix in ["label", "labels", "class", "target", "category", "digit", "letter", "y", "is"] {
      guard lower.hasPrefix(prefix), let next = lower.dropFirst(prefix.count).first else { continue }
      let rest = text.dropFirst(prefix.count)
      if next == "_" || next == "-" || next == " " || next == "." {
        let name = String(rest.dropFirst())
        if !name.isEmpty { return name }
      }
      if next.isNumber, rest.allSatisfy(\.isNumber) { return String(rest) }
    }
    return nil
  }
}
