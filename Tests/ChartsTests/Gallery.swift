import Charts
import Foundation

/// The charts whose SVG is kept in Golden/, by file name. Each is one that once needed care.
enum Gallery {
  static let charts: [(name: String, chart: any Chart)] =
    curves + bars + matrices + sheets

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
      "explicit-x",
      LineChart(
        title: "Accuracy by learning rate", xLabel: "Learning rate", yLabel: "Accuracy",
        x: [0.0001, 0.0005, 0.001, 0.002, 0.003],
        series: [.init(name: "", values: [0.81, 0.93, 0.97, 0.95, 0.62])])
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
