import Charts
import Core
import Datasets
import NeuralNetwork

/// What a model takes labelled images for.
///
/// The model may know fewer classes than the labels have, or more. Of a class that it does not know every image is a
/// mistake.
struct Answers {
  let model: Model
  let examples: Examples
  let images: Tensor
  let name: String
  /// `(images, classes)`
  let output: Tensor
  let seen: [Int]

  var wrong: [Int] { seen.indices.filter { seen[$0] != Int(examples.labels.classes[$0]) } }

  /// How many classes there are, for the model or the labels.
  var classes: Int { max(output.rowSize, 2, examples.labels.numberOfClasses) }

  /// The names of the classes, by their numbers.
  var classNames: [String] { (0..<classes).map { examples.labels.classNames[safe: $0] ?? String($0) } }

  /// How often each class was taken for which.
  func confusion() throws -> ConfusionMatrix {
    // Counted, and then drawn and written.
    let bytes = [classes, classes, 4, MemoryLayout<Int>.size].elementCount
    try MachineMemory.check(bytes, for: "a confusion matrix of \(classes) classes", parameter: Measured.model)
    return try ConfusionMatrix(
      labels: examples.labels.classes, predictions: seen.map(Int32.init), classes: classes)
  }

  /// The probability that the model gives to a class; nil where it does not know it.
  func probability(_ i: Int, of label: Int) -> Float? {
    if output.rowSize == 1, label < 2 { return label == 1 ? output.floats[i] : 1 - output.floats[i] }
    return label < output.rowSize ? output.floats(ofRow: i, in: label..<label + 1)[0] : nil
  }

  /// The probability of the class that was seen.
  func sureness(_ i: Int) -> Float { probability(i, of: seen[i]) ?? 0 }

  /// The images in the order in which the model is sure of what it saw.
  func surestFirst(_ images: [Int]) -> [Int] {
    images.sorted { (sureness($1), $0) < (sureness($0), $1) }
  }

  /// Four decimals, but never 1 for what is less: 0.99996 is `>0.9999`.
  private static func sure(_ probability: Float) -> String {
    let text = fourDecimals(Double(probability))
    return probability < 1 && text == "1.0000" ? ">0.9999" : text
  }

  func className(_ number: Int) -> String { ClassName.of(number, examples.labels.classNames) }

  /// A sheet of images, each with what was seen.
  func draw(_ images: [Int], title: String, name: String, _ arguments: Arguments, _ session: Session) throws {
    guard let size = MapSize(self.images.rowShape), self.images.rowShape.count > 1 else { return }
    let names = examples.labels.classNames
    func short(_ number: Int) -> String { names[safe: number] ?? "\(number)" }
    // Images that stand side by side have one scale.
    let key = ColourKey.pixels(images.flatMap { self.images.floats(ofRow: $0) })
    let tiles = images.map { i -> TileSheet.Item in
      let label = Int(examples.labels.classes[i])
      var tile = Tile.image(self.images.floats(ofRow: i), size, side: 112, key: key)
      tile.mark = seen[i] == label ? .right : .wrong
      tile.title =
        "image \(i)\n\(short(seen[i])) (\(Self.sure(sureness(i))))"
        + (seen[i] == label ? "" : "\nis \(short(label))")
      return .tile(tile)
    }
    let rows = stride(from: 0, to: tiles.count, by: 5).map {
      TileSheet.Row("", Array(tiles[$0..<min(tiles.count, $0 + 5)]))
    }
    try session.draw(TileSheet(title: title, rows: rows), name: name, title: title, arguments)
  }
}
