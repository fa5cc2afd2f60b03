import Foundation

/// Folders that stand where the classes' folders are and hold no image. Keras's `image_dataset_from_directory` counts
/// each as a class.
enum ClassFolders {
  /// The names of the empty ones.
  /// - Parameter images: those in folders, the outermost of which is the class's.
  static func empty(besides images: [PlacedImage], in source: DataSource) -> [String] {
    guard source.kind == .folder else { return [] }
    let places = Set(images.map { $0.file.folders[..<$0.folders.startIndex].joined(separator: "/") })
    let full = Set(images.compactMap(\.folders.first))
    let all = places.flatMap { place -> [String] in
      let path = place.isEmpty ? source.path : source.path.appendingPath(place)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      return names.filter { name in
        var isFolder: ObjCBool = false
        return !name.hasPrefix(".") && name != "__MACOSX" && !full.contains(name)
          && FileManager.default.fileExists(atPath: path.appendingPath(name), isDirectory: &isFolder)
          && isFolder.boolValue
      }
    }
    return ClassNumbering.sorted(Set(all))
  }
}
