/// An image file and the folders that it lies in.
struct PlacedImage {
  let file: DataFile
  /// The outermost first.
  let folders: ArraySlice<String>

  init(_ file: DataFile) { self.init(file, folders: file.folders) }

  private init(_ file: DataFile, folders: ArraySlice<String>) {
    self.file = file
    self.folders = folders
  }

  /// The image as its outermost folder shows it.
  var inside: PlacedImage { PlacedImage(file, folders: folders.dropFirst()) }

  /// The image without its innermost folder.
  var outside: PlacedImage { PlacedImage(file, folders: folders.dropLast()) }

  /// The image with one of its folders, or none where it has none.
  var outermost: PlacedImage { PlacedImage(file, folders: folders.prefix(1)) }
  var innermost: PlacedImage { PlacedImage(file, folders: folders.suffix(1)) }

  /// The image without the folder `images` that some sets have within each class, or around all.
  var withoutInnerImagesFolder: PlacedImage {
    folders.last.map(ImagePlacing.isNeutral) == true ? outside.withoutInnerImagesFolder : self
  }

  /// The image of an archive as it lies where that is unpacked, in a folder `name` where there is one.
  func inArchive(_ name: String?, depth: Int) -> PlacedImage {
    let inner = folders.dropFirst(depth)
    return PlacedImage(file, folders: name.map { ([$0] + inner)[...] } ?? inner)
  }

  /// Whether a file is one of the images, by its name. Those of formats that are not read are meant too: that
  /// they are refused says more than that they are passed over.
  static func isImage(_ name: String) -> Bool {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return false }
    return endings.contains(name[dot...].lowercased())
  }

  private static let endings: Set = [
    ".png", ".jpg", ".jpeg", ".ppm", ".pgm", ".pbm", ".pnm", ".gif", ".bmp", ".tif", ".tiff", ".webp",
    ".heic",
  ]
}

extension [PlacedImage] {
  /// The images without the folders that hold all of them and say nothing: not a split, not a class number.
  var withoutWrapper: [PlacedImage] {
    guard let name = first?.folders.first, NameWords(name).split == nil, Int(name) == nil,
      allSatisfy({ $0.folders.first == name })
    else { return self }
    return map(\.inside).withoutWrapper
  }
}

extension DataFile {
  /// The folders within the source, the outermost first.
  var folders: ArraySlice<String> {
    name.split(separator: "/").dropLast().filter { $0 != "." }.map(String.init)[...]
  }
}
