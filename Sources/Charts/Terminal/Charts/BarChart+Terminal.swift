extension BarChart {
  public func drawing(in look: TerminalLook) -> TextCanvas {
    let several = series.count > 1
    let legend = series.enumerated().filter { several && !$1.name.isEmpty }.map { number, series in
      TextCanvas.LegendEntry(
        symbol: TextBars.fill(number, look) + TextBars.fill(number, look), colour: look.series(number),
        name: series.name)
    }
    var canvas = TextCanvas(look, title: title, legend: legend)
    let values = series.flatMap(\.values).filter(\.isDrawable)
    guard let range = ClosedRange(covering: values + (values.contains { $0 != 0 } ? [0] : [])) else {
      canvas.addNotice("no values to draw", look)
      return canvas
    }
    let labels = [categoryLabel, valueLabel].filter { !$0.isEmpty }
    if !labels.isEmpty { canvas.add([labels.joined(separator: " │ ")], colour: look.faint) }
    let scale = LinearScale(domain: range, from: 0, to: 1)
    let zero = min(max(scale(0), 0), 1)
    let text = valueTexts
    var bars: [TextBars.Bar] = []
    for (place, category) in categories.enumerated() {
      for (number, series) in series.enumerated() where place < series.values.count {
        let value = series.values[place]
        let end = scale(value)
        bars.append(
          TextBars.Bar(
            label: number == 0 ? category : "", text: text(value),
            ends: value.isDrawable ? min(zero, end)...max(zero, end) : nil, series: number))
      }
    }
    TextBars(bars: bars, group: max(1, series.count)).draw(on: &canvas, look)
    return canvas
  }
}
