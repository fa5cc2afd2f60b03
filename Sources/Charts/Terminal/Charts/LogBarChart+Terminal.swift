extension LogBarChart {
  public func drawing(in look: TerminalLook) -> TextCanvas {
    var canvas = TextCanvas(look, title: title)
    guard let range = powers else {
      canvas.addNotice("no values to draw", look)
      return canvas
    }
    canvas.add(
      [
        "\(valueLabel) │ logarithmic, from 10\(superscript(Int(clamping: range.lowerBound))) to "
          + "10\(superscript(Int(clamping: range.upperBound)))"
      ], colour: look.faint)
    let scale = LinearScale(domain: range, from: 0, to: 1)
    let bars = zip(categories, values).map { category, value in
      TextBars.Bar(
        label: category, text: value.valueText,
        ends: value > 0 && value.isDrawable ? 0...max(0, scale(Self.place(value))) : nil)
    }
    TextBars(bars: bars).draw(on: &canvas, look)
    return canvas
  }
}
