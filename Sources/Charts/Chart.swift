/// A picture of data. A chart is a value: what it shows, and nothing about how it is drawn.
///
/// A new kind of chart is one file in `Charts/` (or a folder there, where it is long): it computes a layout from `Heading`, `Axis`, `LinearScale`
/// and `Ticks`, lists the `Element`s to draw, and hands them to a `Figure`.
public protocol Chart: Sendable {
  /// The chart as a whole SVG document: no scripts, nothing loaded from elsewhere, and the same bytes
  /// for the same chart on every machine.
  var svg: String { get }
}
