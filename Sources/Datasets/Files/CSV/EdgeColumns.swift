/// The first and the last column of a table without names, of which one is the label and the other a pixel.
struct EdgeColumns {
  var first: [Float] = []
  var last: [Float] = []

  /// Which column is the label, by the values of all rows: that one whose values are class numbers, where the other's
  /// cannot be. A pixel in a corner is nearly always 0, or leaves many of its values out.
  /// - Returns: whether it is the first; nil where it can be either.
  var isLabelFirst: Bool? {
    let (a, b) = (Column(first), Column(last))
    // A fraction or a negative number is no class.
    if a.areClasses, !b.areWhole { return true }
    if b.areClasses, !a.areWhole { return false }
    if a.isLabel, !b.canBeLabel(beside: a) { return true }
    if b.isLabel, !a.canBeLabel(beside: b) { return false }
    return nil
  }

  /// What the values of a column are like.
  private struct Column {
    let areWhole: Bool
    let least: Float
    let greatest: Float
    /// The share of the commonest value.
    let greatestShare: Double
    /// The share of the whole numbers from the least to the greatest that are there.
    let filled: Double
    /// Whether they count the rows.
    let countsRows: Bool

    init(_ values: [Float]) {
      var counts: [Float: Int] = [:]
      var (areWhole, countsRows) = (true, values.count > 1)
      for (row, value) in values.enumerated() {
        if counts.count <= Int(SplitContent.greatestClass) { counts[value, default: 0] += 1 }
        areWhole =
          areWhole && value >= 0 && value <= Float(SplitContent.greatestClass) && value.rounded() == value
        countsRows = countsRows && value == values[0] + Float(row)
      }
      self.areWhole = areWhole
      self.countsRows = countsRows
      least = counts.keys.min() ?? 0
      greatest = counts.keys.max() ?? 0
      greatestShare = Double(counts.values.max() ?? 0) / Double(max(1, values.count))
      filled = areWhole ? Double(counts.count) / Double(greatest - least + 1) : 0
    }

    private var isConstant: Bool { least == greatest }
    /// Whether they are class numbers at all.
    var areClasses: Bool { areWhole && !isConstant && !countsRows }

    /// Whether they are class numbers, from 0 or 1 on, without many that are missing or one that is nearly all.
    var isLabel: Bool {
      areClasses && least <= 1 && filled >= 0.8 && greatestShare <= 0.9
    }

    /// Whether they may be class numbers too.
    func canBeLabel(beside other: Column) -> Bool {
      if !areWhole { return false }
      if isConstant { return least != 0 }
      // The corner of a picture: mostly background, or of values far apart.
      return
        !(filled < 0.8 && greatest > 2 * other.greatest || greatestShare > 0.9 && other.greatestShare < 0.5)
    }
  }
}
