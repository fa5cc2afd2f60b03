/// The labels of a table, a row at a time: class numbers, or names.
struct TableLabels {
  private(set) var classes: [Int32] = []
  /// The names that ``classes`` count, in the order in which they came; nil where the labels are numbers.
  private(set) var names: [String]?
  private var numbers: [String: Int32] = [:]

  init(areNames: Bool) { names = areNames ? [] : nil }

  /// - Throws: what is wrong with the label, as the end of a message.
  mutating func add(_ field: PixelLine.Field) throws(Refusal) {
    switch field {
    case .missing(let text):
      throw Refusal(
        "no label\(text.isEmpty ? "" : ", but '\(text)'"); label=none reads the images without labels")
    case .number(let number):
      guard let number = Int32(exactly: number), (0...Int32(SplitContent.greatestClass)).contains(number)
      else {
        throw Refusal(expected("'\(shown(number))'"))
      }
      classes.append(number)
    case .text(let text):
      guard names != nil else { throw Refusal(expected("'\(PixelLine.shown(text))'")) }
      guard text.utf8.count <= PixelLine.longestText else {
        throw Refusal("a label of more than \(PixelLine.longestText) bytes")
      }
      if let number = numbers[text] {
        classes.append(number)
        return
      }
      let number = Int32(numbers.count)
      guard number <= SplitContent.greatestClass else {
        throw Refusal(
          "more than \(SplitContent.greatestClass + 1) different labels; is another column meant? label= names it"
        )
      }
      numbers[text] = number
      names?.append(text)
      classes.append(number)
    }
  }

  mutating func removeLast() { classes.removeLast() }

  private func expected(_ found: String) -> String {
    "expected a whole number from 0 to \(SplitContent.greatestClass), found \(found)"
  }

  private func shown(_ number: Double) -> String { Int(exactly: number).map(String.init) ?? "\(number)" }

  struct Refusal: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
  }

  /// What they are, in a few words: `0 to 9`, `26 names, A to Z`.
  var summary: String {
    guard let names else {
      guard let least = classes.min(), let greatest = classes.max() else { return "none" }
      return least == greatest ? "\(least)" : "\(least) to \(greatest)"
    }
    let sorted = ClassNumbering.sorted(Set(names))
    guard let first = sorted.first, let last = sorted.last else { return "none" }
    return names.count == 1
      ? "'\(PixelLine.shown(first))'"
      : "\(names.count) names, \(PixelLine.shown(first)) to \(PixelLine.shown(last))"
  }
}
