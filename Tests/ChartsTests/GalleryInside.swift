import Charts

/// Charts of what goes on inside a network.
extension Gallery {
  static let inside: [(String, any Chart)] = tiles + points + spreads

  private static func tile(
    _ number: Int, size: Int, title: String, frame: Tile.Frame? = nil, side: Double = 112,
    mark: ChartImage.Mark = .none, key: ColourKey? = nil
  ) -> Tile {
    Tile(
      width: size, height: size, pixels: picture(number, size: size, channels: 3), title: title, frame: frame,
      side: side, mark: mark, key: key)
  }

  private static func numbers(_ title: String, _ scale: Float) -> Tile {
    let values = (0..<9).map { scale * Float(($0 * 7) % 9 - 4) / 4 }
    return Tile(
      width: 3, height: 3, pixels: ColourKey.signed(values).colours(values), title: title,
      values: values.map { "\(($0 * 100).rounded() / 100)" })
  }

  private static let tiles: [(String, any Chart)] = [
    (
      "explained",
      TileSheet(
        title: "conv2d_1: row 3, column 4 of map 5",
        rows: [
          .init(
            "",
            [
              .tile(
                tile(
                  0, size: 28, title: "digits.test[12]", frame: .init(row: 3, column: 4, height: 3, width: 3),
                  side: 168)), .tile(numbers("patch", 1)), .sign("×"), .tile(numbers("kernel", 0.5)),
              .sign("="), .tile(numbers("products", -0.25)),
            ]),
          .init(
            "",
            [
              .tile(
                tile(
                  1, size: 26, title: "conv2d_1, map 5", frame: .init(row: 3, column: 4, height: 1, width: 1),
                  side: 168))
            ]),
        ], notes: ["sum of the products 0.25 + 0.125 (bias) = 0.375, relu → 0.375"])
    ),
    (
      "mistakes",
      TileSheet(
        title: "The surest mistakes of LeNet",
        rows: (0..<3).map { row in
          .init(
            "",
            (0..<5).map {
              .tile(
                tile(
                  5 * row + $0, size: 28, title: "\($0) (0.9\($0))\nis \(9 - $0)",
                  mark: $0 == 2 ? .right : .wrong))
            })
        })
    ),
    (
      "kernels",
      TileSheet(
        title: "conv2d: 6 filters of 5x5x1",
        rows: [
          .init(
            "filters",
            (0..<6).map { .tile(tile($0, size: 5, title: "filter \($0)", side: 72, key: .signed([0.31]))) })
        ])
    ),
  ]

  private static func cloud(_ group: Int) -> [(x: Double, y: Double)] {
    (0..<20).map { k in
      let (a, b) = (Double((k * 37 + group * 11) % 23), Double((k * 53 + group * 7) % 19))
      return (Double(group % 4) * 3 + a / 10, Double(group / 4) * 3 + b / 10 - 2)
    }
  }

  private static let points: [(String, any Chart)] = [
    (
      "map-of-digits",
      ScatterChart(
        title: "What dense of LeNet holds for alike", xLabel: "Component 1 (31.2 %)",
        yLabel: "Component 2 (18.4 %)", groups: (0..<10).map { .init(name: "\($0)", points: cloud($0)) })
    ),
    (
      "map-of-garments",
      ScatterChart(
        title: "What dense of LeNet holds for alike", xLabel: "Component 1", yLabel: "Component 2",
        groups: garments.enumerated().map { .init(name: $1, points: cloud($0)) })
    ),
  ]

  private static func bell(_ width: Double) -> [Int] {
    (0..<40).map { bin in
      let x = (Double(bin) - 19.5) / width
      return Int(1000 / (1 + x * x))
    }
  }

  private static let spreads: [(String, any Chart)] = [
    (
      "weights",
      HistogramSheet(
        title: "Weights after each epoch", times: (1...14).map { "epoch \($0)" },
        columns: ["conv2d", "conv2d_1", "dense", "dense_1"].enumerated().map { k, name in
          .init(name: name, limit: 0.3, counts: (1...14).map { bell(Double($0 + 2 * k)) })
        })
    ),
    (
      "activations",
      HistogramSheet(
        title: "What the layers of LeNet give", times: [""],
        columns: ["conv2d", "dense"].map { .init(name: $0, limit: 2.5, counts: [bell(5)]) })
    ),
    (
      "gradients",
      LogBarChart(
        title: "Gradients of LeNet", valueLabel: "mean |gradient|",
        categories: ["conv2d", "conv2d_1", "dense", "dense_1"], values: [3.2e-5, 0.0004, 0, 0.0121])
    ),
  ]
}
