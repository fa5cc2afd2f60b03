import Core
import Foundation

/// What a folder holds, to a depth: its files and folders, and what is neither.
///
/// Links are followed, as Keras's `image_dataset_from_directory` does (`follow_links`); one that leads back to a folder
/// around it is not, nor is one that leads nowhere. Hidden files and ``Clutter`` are left out. Names are as they may be
/// shown, in one line: a class folder `a<line feed>b` is `a\nb`.
struct FolderWalk {
  private(set) var files: [DataFile] = []
  /// The names of the folders within, each ending before its `/`.
  private(set) var folders: [String] = []
  /// What could not be looked at.
  private(set) var passedOver: [PassedOver] = []

  private let root: String
  private let deepest: Int
  private var entered = 0

  /// More files are refused, so that neither an archive nor a wrong path asks for all the memory.
  static let greatestFileCount = 1_000_000
  /// Links can make a few folders look like any number of them.
  private static let greatestFolderCount = 100_000
  /// Folders deeper than this are not looked into.
  static let greatestDepth = 16
  /// After how many files it is asked whether anybody still waits.
  private static let block = 4096

  /// - Parameter depth: how many folders deep to look: 0 for the files that lie in the folder itself.
  /// - Throws: ``DatasetError`` where the folder cannot be read or holds too much, ``Work/Cancelled``.
  init(_ path: String, depth: Int = greatestDepth) throws {
    root = path
    deepest = depth
    var info = stat()
    guard stat(path, &info) == 0 else { throw DatasetError(cannot: "read", path) }
    if let reason = try enter("", Array(path.utf8CString.dropLast()), [Place(info)]) {
      throw DatasetError("cannot read \(path): \(reason)")
    }
    passedOver.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// A folder, however it was come to.
  private struct Place: Equatable {
    let device: dev_t
    let number: ino_t

    init(_ info: stat) { (device, number) = (info.st_dev, info.st_ino) }
  }

  /// Lists one folder and those in it.
  /// - Parameters:
  ///   - prefix: its name with a `/` after it, empty for the root.
  ///   - bytes: its path as the system has it.
  ///   - places: the folders that it lies in, and itself.
  /// - Returns: why it cannot be read; nil where it was.
  private mutating func enter(_ prefix: String, _ bytes: [CChar], _ places: [Place]) throws -> String? {
    guard let folder = opendir(bytes + [0]) else { return Self.reason }
    defer { closedir(folder) }
    entered += 1
    guard entered <= Self.greatestFolderCount else {
      throw DatasetError(
        "\(root) holds more than \(Self.greatestFolderCount) folders; name the folder of one data set")
    }
    var inner: [(name: String, bytes: [CChar], place: Place)] = []
    while let entry = readdir(folder) {
      let raw = Self.name(of: entry)
      let name = String(decoding: raw.map(UInt8.init(bitPattern:)), as: UTF8.self).printableLine
      if name == "." || name == ".." || Clutter.isKnown(name) { continue }
      let path = bytes + [0x2F] + raw
      var info = stat()
      guard fstatat(dirfd(folder), raw + [0], &info, 0) == 0 else {
        passedOver.append(PassedOver(name: prefix + name, reason: Self.linkReason))
        continue
      }
      switch info.st_mode & S_IFMT {
      case S_IFREG:
        files.append(DataFile(name: prefix + name, root: root, size: Int(info.st_size), path: path))
        guard files.count <= Self.greatestFileCount else { throw Self.tooManyFiles(root) }
        if files.count.isMultiple(of: Self.block) {
          try Work.report(files.count, of: Self.greatestFileCount)
        }
      case S_IFDIR: inner.append((name, path, Place(info)))
      default: passedOver.append(PassedOver(name: prefix + name, reason: "a device or a pipe"))
      }
    }
    for (name, path, place) in inner.sorted(by: { $0.name < $1.name }) {
      try lookInto(prefix + name, path, places, place)
    }
    return nil
  }

  private mutating func lookInto(_ name: String, _ bytes: [CChar], _ around: [Place], _ place: Place) throws {
    if around.count > deepest {
      if deepest == Self.greatestDepth {
        passedOver.append(PassedOver(name: name, reason: "more than \(deepest) folders deep"))
      }
      return
    }
    if around.contains(place) {
      passedOver.append(PassedOver(name: name, reason: "a link back to a folder around it"))
      return
    }
    folders.append(name)
    if let reason = try enter(name + "/", bytes, around + [place]) {
      passedOver.append(PassedOver(name: name, reason: reason))
    }
  }

  /// The bytes of an entry's name. Only its own length of the structure is there to be read.
  private static func name(of entry: UnsafeMutablePointer<dirent>) -> [CChar] {
    guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return [] }
    let start = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
    return Array(UnsafeBufferPointer(start: start, count: strlen(start)))
  }

  /// What the system said when the last call failed.
  private static var reason: String { String(cString: strerror(errno)).lowercased() }

  private static var linkReason: String {
    switch errno {
    case ENOENT, ENOTDIR: "a link that leads nowhere"
    case ELOOP: "a link in a circle"
    default: reason
    }
  }

  static func tooManyFiles(_ path: String) -> DatasetError {
    DatasetError("\(path) holds more than \(greatestFileCount) files; name the folder of one data set")
  }
}
