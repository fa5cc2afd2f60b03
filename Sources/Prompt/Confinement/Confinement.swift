import CLinux
import Core
import Foundation
import Synchronization

/// The belt beside ``Folder``: from its beginning on the kernel itself refuses this process to write anywhere but below
/// the folders that it was given, to start a program, and to reach the network, whatever a cell asks for and whatever
/// mistake it finds. Reading stays as the user may: `load` and `load_model` take any path.
///
/// Landlock binds the thread that asks and those that it starts. So it is asked before the first cell runs, when the
/// process has one thread. What the user alone can ask for and needs more (the editor, `save x.md`) is done by
/// ``Outside``, which was started before.
///
/// Source: landlock(7), and "Landlock: unprivileged access control" in the kernel's documentation.
package enum Confinement {
  /// Whether the kernel does it.
  package enum State: Equatable {
    /// - Parameter version: of Landlock's interface. Version 4 knows the network, version 6 other processes.
    case inForce(version: Int)
    /// Why it does not: what a cell writes is kept below its folder by ``Folder`` alone then.
    case missing(because: String)
  }

  /// Nil before it has begun.
  package static var state: State? { begun.withLock { $0 } }
  private static let begun = Mutex<State?>(nil)

  /// Begins it, for ever; a second call changes nothing.
  /// - Parameters:
  ///   - folders: below which files may be written.
  ///   - parent: where one of them may be removed when it is empty.
  @discardableResult
  package static func begin(writingBelow folders: [Folder], removingFoldersIn parent: Folder? = nil) -> State
  {
    begun.withLock {
      if let state = $0 { return state }
      let state = confine(folders, removingFoldersIn: parent)
      $0 = state
      return state
    }
  }

  /// Begins it for a session before its first cell runs: what cells, the history and the journal write is below these.
  /// - Parameter isTyped: whether a person types the cells, who may ask for the editor and for `save x.md`.
  ///
  /// Where there is no folder yet cells can write nothing at all; the session makes one when it ends, which it could not
  /// do any more, so nothing is confined then.
  static func begin(outputs: OutputFolder?, isTyped: Bool) {
    guard state == nil, let folder = try? outputs?.open() else { return }
    if isTyped { Outside.start() }
    let state = (isTyped ? StateFolder.path() : nil).flatMap { try? Folder($0) }
    begin(writingBelow: [state, folder].compactMap { $0 })
  }

  /// Confines this thread and those that it starts.
  static func confine(_ folders: [Folder], removingFoldersIn parent: Folder? = nil) -> State {
    let version = Int(landlock_version())
    guard version >= 1 else { return .missing(because: reason()) }
    let rules = landlock_rules(
      Int32(version), Access.all(version).rawValue, version >= 4 ? bindTCP | connectTCP : 0,
      version >= 6 ? abstractSockets | signals : 0)
    guard rules >= 0 else { return .missing(because: reason()) }
    defer { close(rules) }
    var isComplete = allow(rules, "/", .reading)
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
    return landlock_allow(rules, accesses.rawValue, place) == 0
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
