import Core
import Foundation
import Synchronization

/// Writes a split as PNG files in a folder for each class: `train/14 Stop/00042.png` is image 42 of the split.
///
/// The folders begin with the class's number, so that their names sort by it: Keras's `image_dataset_from_directory`
/// and torchvision's `ImageFolder` number the classes in the order of the names. A class without images has a folder too.
struct PNGSplitWriter: SplitWriter {
  private let examples: EvenExamples
  private let height: Int
  private let width: Int
  private let channels: Int
  /// By class number.
  private let folders: [String]

  /// - Throws: ``DatasetError`` where the folders cannot be made or the images are neither gray nor colour.
  init(_ examples: EvenExamples, of split: SplitName, in folder: String) throws {
    let shape = examples.images.shape
    channels = shape.count == 4 ? shape[3] : 1
    guard (3...4).contains(shape.count), [1, 3].contains(channels) else {
      throw DatasetError("images of shape \(shape.tupleDescription) cannot be written as PNG files")
    }
    (height, width) = (shape[1], shape[2])
    self.examples = examples
    let names = Self.folderNames(examples.labels.classNames)
    folders = names.map { folder.appendingPath(split.rawValue).appendingPath($0) }
    for path in folders {
      do { try Folder.make(path) } catch { throw DatasetError(error.description) }
    }
  }

  /// `07 Speed limit (100km_h)`: the number with as many digits as the greatest, then the name where it says more.
  static func folderNames(_ classNames: [String]) -> [String] {
    let digits = "\(max(classNames.count - 1, 0))".count
    return classNames.enumerated().map { number, name in
      let padded = String(repeating: "0", count: digits - "\(number)".count) + "\(number)"
      // What file systems forbid in a name: the separators of Linux and Windows, and control characters.
      let safe = String(
        name.map {
          "/\\:*?\"<>|".contains($0) || $0.isNewline || $0.asciiValue.map { $0 < 32 } == true ? "_" : $0
        })
      return name == "\(number)" ? padded : "\(padded) \(safe)"
    }
  }

  func write(_ range: Range<Int>) throws {
    let failure = Mutex<(any Error)?>(nil)
    WorkerPool.forEach(range.count) { k in
      do { try write(image: range.lowerBound + k) } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
  }

  private func write(image i: Int) throws {
    let name = "\(i)"
    let file = String(repeating: "0", count: max(0, 5 - name.count)) + name + ".png"
    let path = folders[Int(examples.labels.classes[i])].appendingPath(file)
    let image = RasterImage(
      height: height, width: width, channels: channels, pixels: examples.bytes(ofImage: i))
    let output = try OutputFile(path: path)
    try output.write(image.pngEncoded())
    try output.close()
  }

  func finish() {}
}
