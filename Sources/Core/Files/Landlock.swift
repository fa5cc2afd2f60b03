import CLinux
import Foundation

/// What the kernel itself refuses a process from some moment on: to write anywhere but below the folders that it was given,
/// to start a program, to reach the network, and, where that is asked for, to read anything but what it was given.
///
/// Landlock binds the thread that asks and those that it starts, for ever. It may be asked again for less.
///
/// Source: landlock(7), and "Landlock: unprivileged access control" in the kernel's documentation.
public enum Landlock {
  /// Whether the kernel does it.
  public enum State: Equatable, Sendable {
    /// - Parameter version: of Landlock's interface. Version 4 knows the network, version 6 other processes.
    case inForce(version: Int)
    /// Why it does not.
    case missing(because: String)
  }

  /// Why the kernel does not have it; nil where it does.
  public static var absence: String? { landlock_version() >= 1 ? nil : reason() }

  /// Confines this thread and those that it starts.
  /// - Parameters:
  ///   - folders: below which files may be written, and read.
  ///   - readable: paths at and below which may be read; what is not there is passed over. Nil for all.
  ///   - parent: where one of the folders may be removed when it is empty.
  public static func confine(
    writingBelow folders: [Folder], reading readable: [String]? = nil, removingFoldersIn parent: Folder? = nil
  ) -> State {
    let version = Int(landlock_version())
    guard version >= 1 else { return .missing(because: reason()) }
    let rules = landlock_rules(
      Int32(version), Access.all(version).rawValue, version >= 4 ? bindTCP | connectTCP : 0,
      version >= 6 ? abstractSockets | signals : 0)
    guard rules >= 0 else { return .missing(because: reason()) }
    defer { close(rules) }
    var isComplete = true
    if let readable {
      for path in readable { _ = allow(rules, path, .reading) }
    } else {
      isComplete = allow(rules, "/", .reading)
    }
    for folder in folders {
      isComplete =
        landlock_allow(rules, Access.writing.known(to: version), folder.descriptor) == 0 && isComplete
    }
    if let parent {
      isComplete = landlock_allow(rules, Access.removeFolder.rawValue, parent.descriptor) == 0 && isComplete
    }
    for device in ["/dev/null", "/dev/tty"] where access(device, F_OK) == 0 {
      _ = allow(rules, device, Access(rawValue: Access.device.known(to: version)))
    }
    guard isComplete, landlock_bind(rules) == 0 else { return .missing(because: reason()) }
    return .inForce(version: version)
  }

  private static func allow(_ rules: Int32, _ path: String, _ accesses: Access) -> Bool {
    let place = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard place >= 0 else { return false }
    defer { close(place) }
    var info = stat()
    let isFolder = fstat(place, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    // Only a folder has entries that could be read.
    let fitting = isFolder ? accesses : accesses.subtracting(.readFolder)
    return landlock_allow(rules, fitting.rawValue, place) == 0
  }

  private static func reason() -> String {
    switch errno {
    case ENOSYS: "this kernel has no Landlock"
    case EOPNOTSUPP: "Landlock is switched off in this kernel"
    case EPERM, EACCES: "what started this process does not allow it"
    default: "Landlock says: \(SystemError())"
    }
  }

  /// LANDLOCK_ACCESS_NET_BIND_TCP and LANDLOCK_ACCESS_NET_CONNECT_TCP.
  private static let bindTCP: UInt64 = 1 << 0
  private static let connectTCP: UInt64 = 1 << 1
  /// LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET and LANDLOCK_SCOPE_SIGNAL.
  private static let abstractSockets: UInt64 = 1 << 0
  private static let signals: UInt64 = 1 << 1

  /// LANDLOCK_ACCESS_FS_…
  private struct Access: OptionSet {
    let rawValue: UInt64

    static let execute = Access(rawValue: 1 << 0)
    static let writeFile = Access(rawValue: 1 << 1)
    static let readFile = Access(rawValue: 1 << 2)
    static let readFolder = Access(rawValue: 1 << 3)
    static let removeFolder = Access(rawValue: 1 << 4)
    static let removeFile = Access(rawValue: 1 << 5)
    static let makeFolder = Access(rawValue: 1 << 7)
    static let makeFile = Access(rawValue: 1 << 8)
    static let truncate = Access(rawValue: 1 << 14)
    static let controlDevice = Access(rawValue: 1 << 15)

    static let reading: Access = [.readFile, .readFolder]
    static let writing: Access = [
      .readFile, .readFolder, .writeFile, .truncate, .makeFile, .makeFolder, .removeFile, .removeFolder,
    ]
    static let device: Access = [.readFile, .writeFile, .truncate, .controlDevice]

    /// All that a version of Landlock can refuse: 13 accesses, then linking and renaming from one folder to another,
    /// truncating, and the control of devices.
    static func all(_ version: Int) -> Access {
      let count = version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13
      return Access(rawValue: (1 << UInt64(count)) - 1)
    }

    /// Those of these that a version knows.
    func known(to version: Int) -> UInt64 { intersection(Self.all(version)).rawValue }
  }
}
