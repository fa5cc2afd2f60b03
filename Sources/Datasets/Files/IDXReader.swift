import Foundation
import NeuralNetwork

/// Reads the four IDX files of MNIST and of the sets made in its image, or one pair of them.
struct IDXReader: DatasetReader {
  let format = "a folder with MNIST's IDX files (train-images-idx3-ubyte ...), gzipped or not"

  /// The usual names of the four files.
  static let usualNames = [IDXPair.train, IDXPair.test].flatMap { [$0.imagesNames[0], $0.labelsNames[0]] }

  func recognises(_ path: String) -> Bool {
    IDX.recognises(path) || [IDXPair.train, IDXPair.test].contains { $0.isPresent(in: path) }
  }

  /// Reads a folder's splits; of a file, the split that it belongs to.
  func read(_ path: String, name: String, classNames: [String]?) throws -> Dataset {
    let isFile = IDX.recognises(path)
    let parent = (path as NSString).deletingLastPathComponent
    let folder = isFile ? (parent.isEmpty ? "." : parent) : path

    func isMeant(_ pair: IDXPair) -> Bool {
      isFile ? pair.hasFile(named: (path as NSString).lastPathComponent) : pair.isPresent(in: path)
    }
    let train = isMeant(.train) ? try IDXPair.train.read(from: folder) : nil
    let test = isMeant(.test) ? try IDXPair.test.read(from: folder) : nil
    guard train != nil || test != nil else {
      throw DatasetError(
        "\(path) is an IDX file, but its name does not tell what it holds; expected one of "
          + Self.usualNames.joined(separator: ", "))
    }
    // Classes without names are called by their numbers, in both splits alike.
    let greatest = ((train?.labels ?? []) + (test?.labels ?? [])).max() ?? 0
    let names = classNames ?? (0...greatest).map(String.init)
    return Dataset(
      name: name, train: try train?.examples(classNames: names), test: try test?.examples(classNames: names),
      origin: "IDX files", location: path)
  }
}
