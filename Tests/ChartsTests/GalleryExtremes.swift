import Charts
import Core

/// What is hard to draw: constants, what is no number, values far from the others, values close to each other, names that
/// are long.
extension Gallery {
  private static let longClassNames = [
    "Yield",
    "End of the zone in which vehicles over 3.5 metric tons must not pass other vehicles, which "
      + "begins at the bridge and ends here",
    "No entry",
  ]

  static let extremes: [(String, any Chart)] = [
    (
      "one-outlier",
      LineChart(
        title: "The same network, two learning rates", yLabel: "Loss",
        series: [
          .init(name: "0.1", values: (0..<12).map { 0.9 / Double($0 + 2) + 0.1 }, mark: .dots),
          .init(name: "5", values: [41.7] + (1..<12).map { 0.3 + 0.02 * Double($0 % 3) }, mark: .dots),
        ])
    ),
    (
      "best-among-dots",
      LineChart(
        title: "Accuracy", yLabel: "Accuracy",
        series: [
          .init(name: "Training", values: [0.9, 0.94, 0.95, 0.96, 0.97], mark: .dots),
          .init(name: "Validation", values: [0.91, 0.93, 0.9505, 0.94, 0.945], best: 2),
        ])
    ),
    (
      "close-bars",
      BarChart(
        title: "Test accuracy", categoryLabel: "Network", valueLabel: "Accuracy",
        categories: ["plain", "with dropout", "padded", "none"], values: [0.976, 0.99, 0.9, .nan])
    ),
    (
      "recall-of-signs",
      BarChart(
        title: "Recall of each sign", valueLabel: "Recall", categories: signs,
        values: signs.indices.map { Double(($0 * 37) % 100) / 100 })
    ),
    (
      "scaled-maps",
      TileSheet(
        title: "conv2d: 3 maps of one scale",
        rows: [
          .init("conv2d, relu", maps([[0, 0.5, 1, 2], [0, 0, 0, 0], [2, 2, 2, 2]], .layer([0, 2]))),
          .init("conv2d, tanh", maps([[-1, 0, 0.5, 1], [.nan, 0, 1, -1]], .layer([-1, 1]))),
        ])
    ),
    (
      "constant-images",
      TileSheet(
        title: "White, black and a part of white",
        rows: [
          .init("", maps([[1, 1, 1, 1], [0, 0, 0, 0], [1, 0, 1, 1]], .pixels([0, 1]), isKeyed: false))
        ])
    ),
    (
      "normalized-images",
      ImageSheet(
        title: "Gray and normalized",
        images: ["gray.train[60]", "norm.train[60]"].map {
          ChartImage(
            width: 32, height: 32, channels: 1, pixels: picture(3, size: 32, channels: 1), title: $0)
        }, key: ColourKey(.gray, low: -0.42, high: 2.81))
    ),
    (
      "nothing-speaks-for-it",
      TileSheet(
        title: "Grad-CAM: what speaks for 8",
        rows: [.init("", maps([[0, 0, 0, 0]], .heat([0, 0, 0, 0])))],
        notes: ["nothing in these maps speaks for it: the map is 0 everywhere"])
    ),
    (
      "relu-and-tanh",
      HistogramSheet(
        title: "What two layers give", times: [""],
        columns: [
          .init(name: "relu", values: (0..<999).map { 7.3 * Float($0 * $0) / (999 * 999) }),
          .init(name: "tanh", values: (0..<999).map { Float($0 % 199) / 100 - 0.99 }),
          .init(name: "dead", values: [0, .nan, 0, 6e-13]), .init(name: "none", values: []),
        ])
    ),
    (
      "long-class-names",
      BarChart(
        title: "Signs with long names", valueLabel: "Images", categories: longClassNames, values: [12, 7, 30])
    ),
    (
      "confusion-long-names",
      Heatmap(
        title: "Signs with long names", rowNames: longClassNames, columnNames: longClassNames,
        counts: [[12, 1, 0], [0, 6, 1], [2, 0, 28]])
    ),
    (
      "small-network",
      TileSheet(
        title: "norm.test[3] through mean",
        rows: [
          .init("input 28x28x1", maps([[0, 1, 1, 0]], .pixels([0, 1, 1, 0]))),
          .init("average_pooling2d (AveragePooling2D) 14x14x1", maps([[0, 0.4, 0.2, 0]], .layer([0, 0.4]))),
          .init("conv2d (Conv2D) 10x10x6", maps(Array(repeating: [0, 2, 1, 0], count: 6), .layer([0, 2]))),
          .init("dense (Dense) 10", maps([[0, 0.9, 0, 0.1]], .layer([0, 0.9]))),
        ], flows: true)
    ),
    (
      "set-limits",
      LineChart(
        title: "Three learning rates", yLabel: "Loss",
        series: [
          .init(name: "5", values: [4.91, 2.36, 2.35, 2.36, 2.35], mark: .dots),
          .init(name: "0.1", values: [1.04, 0.5, 0.41, 0.35, 0.3], mark: .dots),
        ], yLimits: 0...2.5)
    ),
    (
      "larger-gradients",
      LogBarChart(
        title: "Gradients of another network", valueLabel: "mean |gradient|",
        categories: ["conv2d", "dense"], values: [0.012, 0.31])
    ),
    (
      "one-point",
      ScatterChart(
        title: "One point", xLabel: "Component 1", yLabel: "Component 2",
        groups: [.init(name: "Sandal", points: [(2, 3)]), .init(name: "Shirt", points: [(.nan, 1)])])
    ),
  ]

  private static func maps(
    _ planes: [[Float]], _ key: ColourKey, isKeyed: Bool = true
  ) -> [TileSheet.Item] {
    planes.enumerated().map { number, values in
      // 12 by 12 pixels, each value a quarter.
      let values = (0..<144).map { k -> Float in
        let (row, column) = (k / 72, k % 12 / 6)
        return values[2 * row + column]
      }
      return .tile(
        Tile(
          width: 12, height: 12, pixels: key.colours(values), title: "\(number)", side: 84,
          key: isKeyed ? key : nil))
    }
  }
}
