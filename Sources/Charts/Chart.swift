/// A picture of data. A chart is a value: what it shows, and nothing about how it is drawn.
///
/// A new kind of chart is one file in `Charts/` (or a folder there, where it is long): it computes a layout from `Heading`, `Axis`, `LinearScale`
/// and `Ticks`, lists the `Element`s to draw, and hands them to a `Figure`. A short one in `Terminal/Charts/` draws it in
/// text, on a ``TextCanvas``.
public protocol Chart: Sendable {
  /// The chart laid out.
  var figure: Figure { get }

  /// The chart in text: what a learner is to see at once, in no more columns than there are.
  func drawing(in look: TerminalLook) -> TextCanvas
}

extension Chart {
  /// The chart as a whole SVG document: no scripts, nothing loaded from elsewhere, and the same bytes
  /// for the same chart on every machine.
  public var svg: String { figure.svg }
}
