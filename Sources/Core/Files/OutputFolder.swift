import Foundation
import Synchronization

/// Where the folders of outputs are: `Outputs`, or what `--outputs` names.
public struct OutputPlace: Sendable, Hashable {
  public let path: String
  /// Whether the user has named it. Its links are the user's own then. The `Outputs` beside a notebook may have come
  /// with the notebook: a link there could lead to the home folder.
  public let isNamed: Bool

  public static let standard = OutputPlace(path: "Outputs", isNamed: false)

  public static func named(_ path: String) -> OutputPlace { OutputPlace(path: path, isNamed: true) }

  /// Opens it. - Parameter making: whether it is made where it is missing.
  public func open(making: Bool) throws(FileError) -> Folder {
    if isNamed { return making ? try Folder(making: path) : try Folder(path) }
    let here = try Folder("")
    guard here.kind(of: path) != .link else {
      throw FileError(
        cannot: "write in", path,
        because: "it is a link, which may have come with the notebook; --outputs \(path) follows it, and "
          + "--outputs DIR writes elsewhere")
    }
    return try here.folder(path, making: making)
  }
}

/// The folder of the outputs of a notebook or a session. It is made and opened when it is first needed; from then on
/// everything goes below the folder that was opened, whatever is done to its path.
public final class OutputFolder: Sendable {
  public let place: OutputPlace
  /// Its name in its place; empty for the place itself.
  public let name: String
  /// For messages.
  public let path: String
  private let opened: Mutex<Folder?>

  /// The folder `name`, such as `quick/lenet-5`, in `place`.
  public init(_ name: String, in place: OutputPlace = .standard) {
    self.place = place
    self.name = name
    path = name.isEmpty ? place.path : (place.path as NSString).appendingPathComponent(name)
    opened = Mutex(nil)
  }

  /// A folder that the user has named, or that is ours alone.
  public convenience init(at path: String) { self.init("", in: .named(path)) }

  /// A folder that is open already.
  public init(_ folder: Folder) {
    place = .named(folder.path)
    (name, path) = ("", folder.path)
    opened = Mutex(folder)
  }

  /// Makes a folder with the first of these names, such as `session-1`, `session-2`, that nothing has yet; no other
  /// process gets the same one.
  public init(claiming names: some Sequence<String>, in place: OutputPlace) throws(FileError) {
    let folder = try place.open(making: true).claimFolder(names)
    self.place = place
    name = (folder.path as NSString).lastPathComponent
    path = folder.path
    opened = Mutex(folder)
  }

  /// The open folder, made where it was missing.
  public func open() throws(FileError) -> Folder {
    if let folder = opened.withLock({ $0 }) { return folder }
    let folder: Folder
    do { folder = try place.open(making: true) } catch {
      throw place.isNamed ? error.renamed("make the folder", path) : error
    }
    return keep(name.isEmpty ? folder : try folder.folder(name, making: true))
  }

  /// The open folder; nil where there is none.
  /// - Throws: where there is something else of this name.
  public func existing() throws(FileError) -> Folder? {
    if let folder = opened.withLock({ $0 }) { return folder }
    let parent: Folder
    do { parent = try place.open(making: false) } catch {
      if error.isMissing { return nil }
      throw error
    }
    if name.isEmpty { return keep(parent) }
    do { return keep(try parent.folder(name)) } catch {
      if error.isMissing { return nil }
      throw error
    }
  }

  private func keep(_ folder: Folder) -> Folder {
    opened.withLock {
      if let first = $0 { return first }
      $0 = folder
      return folder
    }
  }

  /// Makes the folder, and makes sure that files can be written there, before hours are spent on what goes in.
  public func prepare() throws(FileError) {
    let folder = try open()
    folder.removeLeftovers()
    do { try folder.write([10], to: Self.probe) } catch {
      throw FileError(cannot: "write in", path, because: error.reason)
    }
    try folder.remove(Self.probe)
  }

  private static let probe = ".convbook-\(getpid())"
}
