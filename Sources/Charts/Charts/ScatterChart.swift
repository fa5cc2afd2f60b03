/// Points in the plane, each of a class: a map of what a network holds for alike.
///
/// Classes with names of one or two letters (digits) are drawn as these; others as dots that differ in colour and
/// shape.
public struct ScatterChart: Chart {
  public struct Group: Sendable {
    public var name: String
    public var points: [(x: Double, y: Double)]

    public init(name: String, points: [(x: Double, y: Double)]) {
      (self.name, self.points) = (name, points)
    }
  }

  public var title, xLabel, yLabel: String
  public var groups: [Group]

  public init(title: String, xLabel: String, yLabel: String, groups: [Group]) {
    (self.title, self.xLabel, self.yLabel, self.groups) = (title, xLabel, yLabel, groups)
  }

  private static let width = 720.0
  private static let plotHeight = 480.0
  private static let letterStyle = TextStyle(name: "", size: TextStyle.leastSize)
  /// Ten colours for ten digits: the theme's six, and four that lie between them.
  static let moreColours: [(light: String, dark: String)] = [
    ("#c1121f", "#ff7b72"), ("#6a3d9a", "#b392f0"), ("#5f7a00", "#b5d33d"), ("#0e8ba8", "#4dd0e1"),
  ]
  private static let rules =
    SeriesMarks.rules
    + moreColours.enumerated().map { i, colour in
      Rule(
        selector: ".s\(Theme.palette.count + i)", light: "color:\(colour.light)", dark: "color:\(colour.dark)"
      )
    } + [
      Rule(selector: ".letters text", style: "fill:currentColor;font-size:16px;font-weight:600"),
      Rule(selector: ".dots", style: "fill-opacity:.8"),
    ]

  var areLetters: Bool { groups.allSatisfy { (1...2).contains($0.name.count) } }

  /// The groups that have a point to draw, each with its number, which gives it its colour.
  var drawn: [(index: Int, name: String, points: [(x: Double, y: Double)])] {
    groups.enumerated().map { index, group in
      (index, group.name, group.points.filter { $0.x.isDrawable && $0.y.isDrawable })
    }.filter { !$0.points.isEmpty }
  }

  private func marks(_ group: Int) -> SeriesMarks {
    SeriesMarks(colour: group, variant: group / Theme.palette.count)
  }

  public var figure: Figure {
    let drawn = drawn
    let entries =
      areLetters
      ? []
      : drawn.map { index, name, _ in
        Heading.Entry(name: name, symbolWidth: 10) { x, y in
          marks(index).group([.path(marks(index).dot(x: x + 5, y: y, radius: 4))])
        }
      }
    let heading = Heading(title: title, width: Self.width, entries: entries)
    var elements = heading.elements
    var box = Box(
      left: Theme.margin, top: heading.bottom + 8, width: Self.width - 2 * Theme.margin,
      height: Self.plotHeight)
    var bottom = box.bottom
    let points = drawn.flatMap(\.points)
    if let xRange = ClosedRange(covering: points.map(\.x)),
      let yRange = ClosedRange(covering: points.map(\.y))
    {
      let yTicks = Ticks(yRange, extent: .around, limit: 7)
      let xTicks = Ticks(xRange, extent: .around, limit: 9)
      let yAxis = Axis(label: yLabel, ticks: yTicks.list)
      let xAxis = Axis(label: xLabel, ticks: xTicks.list)
      box.left += yAxis.leftMargin
      box.width -= yAxis.leftMargin
      let xScale = LinearScale(domain: xTicks.range, from: box.left, to: box.right)
      let yScale = LinearScale(domain: yTicks.range, from: box.bottom, to: box.top)
      elements += yAxis.left(of: box, scale: yScale) + xAxis.below(box, scale: xScale)
      for (index, name, points) in drawn {
        let places = points.map { (xScale($0.x), yScale($0.y)) }
        if areLetters {
          let letters = places.map {
            Element.text(name, x: $0.0, y: $0.1, style: Self.letterStyle, anchor: .middle)
          }
          elements.append(
            .group("s\(index % (Theme.palette.count + Self.moreColours.count)) letters", letters))
        } else {
          let dots = places.map { marks(index).dot(x: $0.0, y: $0.1, radius: 3) }.joined()
          elements.append(marks(index).group([.path(dots)]))
        }
      }
      bottom = box.bottom + xAxis.bottomMargin
    } else {
      elements += [.rectangle(box, class: "grid"), box.notice("no points to draw")]
    }
    let counts = drawn.prefix(100).map { _, name, points in
      let count = Double(points.count)
      let (x, y) = (points.reduce(0) { $0 + $1.x / count }, points.reduce(0) { $0 + $1.y / count })
      return "\(name): \(points.count) around (\(x.valueText), \(y.valueText))"
    }.joined(separator: ", ")
    return Figure(
      title: title, description: "Scatter chart of \(points.count) points: \(counts).", width: Self.width,
      height: bottom + Theme.margin, rules: Self.rules, elements: elements
    )
  }
}
