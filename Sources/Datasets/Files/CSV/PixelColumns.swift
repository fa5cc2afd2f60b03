/// What the columns of a pixel table hold: a label or none, and the pixels of square gray images.
struct PixelColumns {
  let count: Int
  /// Which column is the label; nil where there is none.
  let label: Int?
  /// The images' height and width.
  let side: Int
  /// What the header calls the columns; nil where the first line holds numbers already.
  let names: [String]?

  /// The columns of a table that begins with `line`; nil where the pixels do not make a square.
  ///
  /// A header can name the label's column; else it is the first, as in MNIST's tables, where the others make a
  /// square. Kaggle's digit-recognizer has `label,pixel0,pixel1` ... and, to be predicted, `pixel0,pixel1` ...
  init?(line: [UInt8]) {
    let fields = String(decoding: line, as: UTF8.self).split(separator: ",", omittingEmptySubsequences: false)
      .map { String($0.filter { !$0.isWhitespace && $0 != "\"" }) }
    count = fields.count
    names = fields.allSatisfy { Int($0) != nil } ? nil : fields
    let named = names?.firstIndex { ["label", "class", "target", "y"].contains($0.lowercased()) }
    if let named, let side = squareSide(of: count - 1) {
      (self.label, self.side) = (named, side)
    } else if named == nil, let side = squareSide(of: count) {
      (self.label, self.side) = (nil, side)
    } else if named == nil, let side = squareSide(of: count - 1) {
      (self.label, self.side) = (0, side)
    } else {
      return nil
    }
  }

  /// What messages call a column, counted from 1: `column 5 (pixel3)`.
  func title(_ column: Int) -> String {
    "column \(column + 1)" + (names.map { " (\($0[column].prefix(40)))" } ?? "")
  }
}
