import Foundation
import NeuralNetwork

/// The two IDX files of a split, images and labels, by their usual names.
struct IDXPair {
  static let train = IDXPair(prefix: "train")
  static let test = IDXPair(prefix: "t10k")

  /// How the names of both files begin.
  let prefix: String

  /// The names that the file may have, the usual one first. They vary in the dash before `idx`, and a download
  /// may be unpacked or not.
  var imagesNames: [String] { names("images", axes: 3) }
  var labelsNames: [String] { names("labels", axes: 1) }

  private func names(_ content: String, axes: Int) -> [String] {
    ["-", "."].flatMap { dash in
      ["", ".gz"].map { "\(prefix)-\(content)\(dash)idx\(axes)-ubyte\($0)" }
    }
  }

  func hasFile(named name: String) -> Bool { (imagesNames + labelsNames).contains(name) }

  /// Whether at least one of the files is in `folder`.
  func isPresent(in folder: String) -> Bool {
    Self.find(imagesNames + labelsNames, in: folder) != nil
  }

  /// What the two files hold.
  struct Content {
    let images: IDX
    let labels: [UInt8]
    fileprivate let labelsPath: String

    /// - Throws: ``DatasetError`` where a label is outside the classes.
    func examples(classNames: [String]) throws -> Examples {
      do {
        return try Examples(
          images: Tensor(shape: images.shape, bytes: images.bytes),
          labels: Labels(classes: labels.map(Int32.init), classNames: classNames))
      } catch let error as DatasetError {
        throw DatasetError("\(labelsPath): \(error)")
      }
    }
  }

  /// - Throws: ``DatasetError`` where one of the files is missing or damaged, or they do not belong together.
  func read(from folder: String) throws -> Content {
    let imagesPath = try find(imagesNames, in: folder)
    let labelsPath = try find(labelsNames, in: folder)
    let images = try IDX(path: imagesPath, axes: 3...4, content: "images")
    let labels = try IDX(path: labelsPath, axes: 1...1, content: "labels")
    guard images.shape[0] == labels.shape[0] else {
      throw DatasetError(
        "\(imagesPath) holds \(images.shape[0]) images, but \(labelsPath) holds \(labels.shape[0]) labels")
    }
    return Content(images: images, labels: labels.bytes, labelsPath: labelsPath)
  }

  private func find(_ names: [String], in folder: String) throws -> String {
    if let path = Self.find(names, in: folder) { return path }
    throw DatasetError("\(folder) has no file \(names[0]) (or \(names[0]).gz), which the other files need")
  }

  private static func find(_ names: [String], in folder: String) -> String? {
    names.map { folder.appendingPath($0) }.first { FileManager.default.fileExists(atPath: $0) }
  }
}
