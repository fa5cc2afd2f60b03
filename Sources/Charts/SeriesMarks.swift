/// The marks that show a series: dots or a line, in the series' colour.
///
/// Series differ in shape and dash as well as in colour, so that they keep apart in gray print.
struct SeriesMarks {
  /// The series' number in the chart: its colour.
  var colour: Int
  /// The series' number among those with the same kind of mark: its shape or dash.
  var variant: Int

  static let rules =
    Theme.seriesRules + [
      Rule(selector: ".dots", style: "fill:currentColor"),
      Rule(
        selector: ".line",
        style: "fill:none;stroke:currentColor;stroke-width:2.25;stroke-linejoin:round;stroke-linecap:round"),
      // What was measured, behind a smoothed line.
      Rule(
        selector: ".faint",
        style: "fill:none;stroke:currentColor;stroke-width:1.25;stroke-opacity:.4;stroke-linejoin:round"),
      // Points of a line can be pointed at, and show themselves then.
      Rule(selector: ".points", style: "fill:currentColor;fill-opacity:0"),
      Rule(selector: ".points :hover", style: "fill-opacity:1"),
    ]

  private static let dashes = ["", "8 6", "0.1 5", "12 5 0.1 5"]

  var colourClass: String { "s\(colour % Theme.palette.count)" }

  /// A line through the points that path data name.
  func line(_ data: String, isFaint: Bool = false) -> Element {
    let dash = isFaint ? "" : Self.dashes[variant % Self.dashes.count]
    return Element(
      "path",
      ["class": "\(colourClass) \(isFaint ? "faint" : "line")", "stroke-dasharray": dash, "d": data])
  }

  /// Elements (dots, with or without tooltips) in the series' colour.
  func group(_ elements: [Element], isHidden: Bool = false) -> Element {
    .group("\(colourClass) \(isHidden ? "points" : "dots")", elements)
  }

  static func circle(x: Double, y: Double, radius r: Double) -> String {
    func n(_ number: Double) -> String { number.attributeText }
    return "M\(n(x - r)) \(n(y))a\(n(r)) \(n(r)) 0 1 0 \(n(2 * r)) 0a\(n(r)) \(n(r)) 0 1 0 \(n(-2 * r)) 0"
  }

  /// A dot as path data: a circle, square, triangle or diamond of the same area.
  func dot(x: Double, y: Double, radius r: Double) -> String {
    func n(_ number: Double) -> String { number.attributeText }
    func move(_ dx: Double, _ dy: Double) -> String { "M\(n(x + dx)) \(n(y + dy))" }
    switch variant % 4 {
    case 0: return Self.circle(x: x, y: y, radius: r)
    case 1:
      let side = 1.77 * r
      return move(-side / 2, -side / 2) + "h\(n(side))v\(n(side))h\(n(-side))z"
    case 2:
      let side = 2.69 * r
      let height = 0.866 * side
      return move(0, -height * 2 / 3) + "l\(n(side / 2)) \(n(height))h\(n(-side))z"
    default:
      let half = 1.25 * r
      return move(0, -half)
        + "l\(n(half)) \(n(half))l\(n(-half)) \(n(half))l\(n(-half)) \(n(-half))z"
    }
  }
}
