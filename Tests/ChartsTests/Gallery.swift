import Charts
import Foundation

/// The charts whose SVG is kept in Golden/, by file name. Each is one that once needed care.
enum Gallery {
  static let charts: [(name: String, chart: any Chart)] =
    curves + bars + matrices + sheets + architectures + graphs + inside + extremes

  /// Noise that is the same everywhere: the fractional parts of multiples of the golden ratio.
  private static func noise(_ i: Int) -> Double {
    let x = Double(i) * 0.618033988749895
    return x - x.rounded(.down)
  }

  /// Validation loss that falls, then rises: 1/x and a line.
  private static func loss(_ epochs: Int, floor: Double, rise: Double) -> [Double] {
    (0..<epochs).map { i in
      let t = Double(i) / Double(max(epochs - 1, 1))
      return floor + 0.6 / (1 + 18 * t) + rise * t * t + 0.03 * (noise(i) - 0.5)
    }
  }

  private static func accuracy(_ epochs: Int, ceiling: Double) -> [Double] {
    (0..<epochs).map { ceiling - 0.14 / (1 + Double($0)) + 0.004 * (noise($0) - 0.5) }
  }

  private static func training(_ title: String, _ first: [Double], _ second: [Double], label: String)
    -> LineChart
  {
    LineChart(
      title: title, yLabel: label,
      series: [
        .init(name: "Training \(label.lowercased())", values: first, mark: .dots),
        .init(name: "Validation \(label.lowercased())", values: second, mark: .line),
      ])
  }

  static let longName =
    "validation_accuracy_of_the_network_with_dropout_and_batch_normalization_after_each_convolution"

  private static let curves: [(String, any Chart)] = [
    (
      "accuracy",
      training(
        "Training and validation accuracy", accuracy(10, ceiling: 0.998), accuracy(10, ceiling: 0.984),
        label: "Accuracy")
    ),
    (
      "loss",
      training(
        "Training and validation loss", loss(50, floor: 0.02, rise: 0), loss(50, floor: 0.08, rise: 0.25),
        label: "Loss")
    ),
    (
      "many-epochs",
      training(
        "300 epochs of SGD", loss(300, floor: 0.02, rise: 0), loss(300, floor: 0.08, rise: 0.25),
        label: "Loss")
    ),
    ("one-epoch", training("One epoch", [0.91], [0.93], label: "Accuracy")),
    ("no-epoch", training("No epoch", [], [.nan], label: "Accuracy")),
    (
      "constant",
      training(
        "A network that learns nothing", Array(repeating: 0.1, count: 20), Array(repeating: 0.1, count: 20),
        label: "Accuracy")
    ),
    (
      "diverging",
      training(
        "Learning rate too high",
        (0..<12).map { 2.3 * Double(sign: .plus, exponent: 4 * $0, significand: 1) },
        [2.3, .nan, 8, 1e9, .infinity, .nan, 3e12, 2e13, .nan, 1.2e13, 9e12, 4e13], label: "Loss")
    ),
    (
      "long-names",
      LineChart(
        title:
          "How the validation accuracy of a small network with and without dropout changes while it is trained "
          + "on a tenth, a half and all of the images of the traffic signs",
        yLabel: "Accuracy on the images that were held back from training, as a share of all of those images",
        series: [
          .init(name: longName, values: accuracy(15, ceiling: 0.93)),
          .init(name: longName + longName, values: accuracy(15, ceiling: 0.95)),
          .init(
            name: "R&D <b>\"short\"</b> \u{1}\u{202E}名前", values: accuracy(15, ceiling: 0.97), mark: .dots),
        ])
    ),
    (
      "six-runs",
      LineChart(
        title: "Six networks", yLabel: "Validation accuracy",
        series: "ABCDEF".enumerated().map { i, letter in
          .init(
            name: "Model \(letter)",
            values: accuracy(20, ceiling: 0.9 + 0.015 * Double(i)), mark: i % 3 == 2 ? .dots : .line)
        })
    ),
    (
      "best-and-stop",
      LineChart(
        title: "Training and validation loss", yLabel: "Loss",
        series: [
          .init(name: "Training", values: loss(27, floor: 0.02, rise: 0), mark: .dots),
          .init(name: "Validation", values: loss(27, floor: 0.08, rise: 0.25), best: 6),
        ],
        events: [1, 2, 3, 5, 7].map { .init(.checkpoint, x: $0) } + [.init(.earlyStop, x: 27)])
    ),
    (
      "two-runs",
      LineChart(
        title: "Training and validation accuracy", yLabel: "Accuracy",
        series: [
          .init(name: "plain, training", values: accuracy(20, ceiling: 0.998), mark: .dots, run: 0),
          .init(name: "plain, validation", values: accuracy(20, ceiling: 0.95), run: 0, best: 13),
          .init(name: "dropout, training", values: accuracy(16, ceiling: 0.985), mark: .dots, run: 1),
          .init(name: "dropout, validation", values: accuracy(16, ceiling: 0.97), run: 1, best: 13),
        ],
        events: [.init(.earlyStop, x: 20, run: 0), .init(.earlyStop, x: 16, run: 1)])
    ),
    (
      "smoothed",
      LineChart(
        title: "Loss of small batches", yLabel: "Loss",
        series: [
          .init(
            name: "Training", values: (0..<60).map { 0.4 + 1.8 / (1 + 0.2 * Double($0)) + 0.5 * noise($0) })
        ], smoothing: 0.8)
    ),
    (
      "explicit-x",
      LineChart(
        title: "Accuracy by learning rate", xLabel: "Learning rate", yLabel: "Accuracy",
        x: [0.0001, 0.0005, 0.001, 0.002, 0.003],
        series: [.init(name: "", values: [0.81, 0.93, 0.97, 0.95, 0.62], mark: .lineWithDots)])
    ),
  ]

  static let garments = [
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
  ]

  static let signs: [String] = [
    "Speed limit (20km/h)", "Speed limit (30km/h)", "Speed limit (50km/h)", "Speed limit (60km/h)",
    "Speed limit (70km/h)", "Speed limit (80km/h)", "End of speed limit (80km/h)", "Speed limit (100km/h)",
    "Speed limit (120km/h)", "No passing", "No passing for vehicles over 3.5 metric tons",
    "Right-of-way at the next intersection", "Priority road", "Yield", "Stop", "No vehicles",
    "Vehicles over 3.5 metric tons prohibited", "No entry", "General caution", "Dangerous curve to the left",
    "Dangerous curve to the right", "Double curve", "Bumpy road", "Slippery road",
    "Road narrows on the right", "Road work", "Traffic signals", "Pedestrians", "Children crossing",
    "Bicycles crossing", "Beware of ice/snow", "Wild animals crossing", "End of all speed and passing limits",
    "Turn right ahead", "Turn left ahead", "Ahead only", "Go straight or right", "Go straight or left",
    "Keep right", "Keep left", "Roundabout mandatory", "End of no passing",
    "End of no passing by vehicles over 3.5 metric tons",
  ]

  private static let bars: [(String, any Chart)] = [
    (
      "digits-per-class",
      BarChart(
        title: "Images of each digit", categoryLabel: "Digit", valueLabel: "Images",
        categories: (0..<10).map(String.init),
        values: [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949])
    ),
    (
      "signs-per-class",
      BarChart(
        title: "Images of each sign", valueLabel: "Images", categories: signs,
        values: signs.indices.map { Double(180 + Int(noise($0) * 1830)) })
    ),
    (
      "digits-by-part",
      BarChart(
        title: "Images of each class", categoryLabel: "Class", valueLabel: "Images",
        categories: (0..<10).map(String.init),
        series: [
          .init(name: "train", values: [4738, 5393, 4766, 4905, 4674, 4337, 4734, 5012, 4681, 4760]),
          .init(name: "valid", values: [1185, 1349, 1192, 1226, 1168, 1084, 1184, 1253, 1170, 1189]),
          .init(name: "test", values: [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]),
        ])
    ),
    (
      "signs-by-part",
      BarChart(
        title: "Images of each class", categoryLabel: "Class", valueLabel: "% of the images",
        categories: signs,
        series: ["train", "valid", "test"].enumerated().map { part, name in
          .init(name: name, values: signs.indices.map { 0.5 + 5 * noise($0 + part) })
        })
    ),
    (
      "signed-bars",
      BarChart(
        title: "Weights of one kernel", categoryLabel: "Weight", valueLabel: "Value",
        categories: ["a", "b", "c", "d", "e"], values: [0.31, -0.82, 0, .nan, 1.25])
    ),
    ("no-bars", BarChart(title: "Nothing to count", categories: [], values: [])),
  ]

  private static func confusion(_ classes: Int, each: Int) -> [[Int]] {
    (0..<classes).map { row in
      (0..<classes).map { column in
        if row == column { return each * 9 / 10 - Int(noise(row) * Double(each) / 8) }
        let x = noise(row * classes + column * 7)
        return x > 0.72 ? Int((x - 0.72) * Double(each) / 4) : 0
      }
    }
  }

  private static let matrices: [(String, any Chart)] = [
    (
      "confusion-10",
      Heatmap(
        title: "Confusion matrix", rowNames: garments, columnNames: garments,
        counts: confusion(10, each: 1000))
    ),
    (
      "confusion-43",
      Heatmap(
        title: "Confusion matrix of the traffic signs", rowNames: signs, columnNames: signs,
        counts: confusion(43, each: 700))
    ),
    (
      "confusion-shares",
      Heatmap(
        title: "Confusion matrix", rowNames: garments, columnNames: garments,
        counts: confusion(10, each: 1000), normalization: .row,
        remark: "Most often: Pullover for Sandal: 67.")
    ),
    (
      "confusion-43-shares",
      Heatmap(
        title: "Confusion matrix of the traffic signs", rowNames: signs, columnNames: signs,
        counts: confusion(43, each: 700), normalization: .column)
    ),
    (
      "confusion-2",
      Heatmap(
        title: "Cats and dogs", rowNames: ["cat", "dog"], columnNames: ["cat", "dog"],
        counts: [[11_873, 627], [0, 12_500]])
    ),
    ("confusion-0", Heatmap(title: "No classes", rowNames: [], columnNames: [], counts: [])),
  ]

  /// A disc with a bright rim, darker from one picture to the next.
  static func picture(_ number: Int, size: Int, channels: Int) -> [UInt8] {
    (0..<size * size * channels).map { k in
      let (pixel, channel) = (k / channels, k % channels)
      let (x, y) = (Double(pixel % size) + 0.5, Double(pixel / size) + 0.5)
      let half = Double(size) / 2
      let distance = ((x - half) * (x - half) + (y - half) * (y - half)).squareRoot() / half
      let colour = channel == number % 3 ? 1.0 : 0.35
      let value = distance > 0.9 ? 0.12 : distance > 0.65 ? colour : 1 - 0.7 * distance * noise(number)
      return UInt8(max(0, min(255, value * 235 + 20 * noise(k + number))))
    }
  }

  private static func image(
    _ number: Int, size: Int, channels: Int, title: String, mark: ChartImage.Mark = .none
  ) -> ChartImage {
    ChartImage(
      width: size, height: size, channels: channels, pixels: picture(number, size: size, channels: channels),
      title: title, mark: mark)
  }

  private static let sheets: [(String, any Chart)] = [
    (
      "one-image",
      ImageSheet(
        title: "signs.train[3100]", images: [image(1, size: 32, channels: 3, title: "Speed limit (70km/h)")])
    ),
    (
      "three-images",
      ImageSheet(
        title: "One sign, in colour, gray and normalized",
        images: [
          image(1, size: 32, channels: 3, title: "signs.train[60]"),
          image(1, size: 32, channels: 1, title: "gray.train[60]"),
          ChartImage(
            width: 48, height: 20, channels: 1, pixels: Array(repeating: 255, count: 960),
            title: "norm.train[60]"),
        ])
    ),
    (
      "predictions-49",
      ImageSheet(
        title: "Predictions", columns: 7,
        images: (0..<49).map {
          image(
            $0, size: 32, channels: 3, title: signs[$0 * 5 % 43], mark: $0 % 9 == 4 ? .wrong : .right)
        })
    ),
    (
      "feature-maps",
      ImageSheet(
        title: "conv2d: 32 feature maps",
        images: (0..<32).map { image($0, size: 12, channels: 1, title: "\($0)") })
    ),
    (
      "pixel-values",
      ImageSheet(
        title: "The numbers of an image",
        images: [
          {
            let pixels = picture(0, size: 28, channels: 1)
            return ChartImage(
              width: 28, height: 28, channels: 1, pixels: pixels, title: "digits.train[0]: 5",
              pixelValues: pixels.map { String($0) })
          }()
        ])
    ),
    (
      "no-images",
      ImageSheet(title: "No images", images: [])
    ),
    (
      "broken-image",
      ImageSheet(
        title: "An image without pixels",
        images: [ChartImage(width: 5, height: -1, channels: 2, pixels: [1], title: "broken", mark: .wrong)])
    ),
  ]
}

extension Gallery {
  private typealias Stage = ArchitectureDiagram.Stage

  private static func convolution(
    _ filters: Int, _ kernel: Int, _ side: Int, _ parameters: String, after: [String] = []
  ) -> Stage {
    Stage(
      kind: .convolution, shape: [side, side, filters],
      layers: [
        .init(
          name: "Conv2D", details: ["\(filters) filters \(kernel)×\(kernel)", "relu", "\(parameters) params"])
      ] + after.map { .init(name: $0) }, window: [kernel, kernel])
  }

  private static func pooling(_ side: Int, _ channels: Int, after: [String] = []) -> Stage {
    Stage(
      kind: .pooling, shape: [side, side, channels],
      layers: [.init(name: "AveragePooling2D", details: ["window 2×2"])] + after.map { .init(name: $0) },
      window: [2, 2])
  }

  private static func dense(_ units: Int, _ activation: String, _ parameters: String) -> Stage {
    Stage(
      kind: .dense, shape: [units],
      layers: [.init(name: "Dense", details: [activation, "\(parameters) params"])])
  }

  private static func flat(_ units: Int) -> Stage {
    Stage(kind: .flatten, shape: [units], layers: [.init(name: "Flatten")])
  }

  private static func input(_ shape: [Int]) -> Stage {
    Stage(kind: .input, shape: shape, layers: [.init(name: "Input")])
  }

  static let architectures: [(String, any Chart)] = [
    (
      "lenet",
      ArchitectureDiagram(
        title: "LeNet: 64,511 parameters",
        stages: [
          input([32, 32, 1]), convolution(6, 5, 28, "156"), pooling(14, 6), convolution(16, 5, 10, "2,416"),
          pooling(5, 16), flat(400), dense(120, "relu", "48,120"), dense(84, "relu", "10,164"),
          dense(43, "softmax", "3,655"),
        ])
    ),
    (
      "feed-forward",
      ArchitectureDiagram(
        title: "ffnn: 669,706 parameters",
        stages: [
          input([28, 28]), flat(784), dense(512, "relu", "401,920"), dense(512, "relu", "262,656"),
          dense(10, "softmax", "5,130"),
        ])
    ),
    (
      "deep",
      ArchitectureDiagram(
        title: "A network that needs two rows",
        stages: [
          input([32, 32, 3]), convolution(32, 3, 32, "896", after: ["BatchNormalization"]),
          convolution(32, 3, 32, "9,248"), pooling(16, 32, after: ["Dropout"]),
          convolution(64, 3, 16, "18,496"), convolution(64, 3, 16, "36,928"), pooling(8, 64),
          convolution(128, 3, 8, "73,856"), convolution(512, 3, 8, "590,336"), pooling(4, 512), flat(8192),
          dense(3, "softmax", "24,579"),
        ])
    ),
    ("no-layers", ArchitectureDiagram(title: "No layers", stages: [])),
  ]
}
