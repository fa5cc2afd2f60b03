import Core
import Foundation
import Synchronization

/// The belt beside ``Folder``: from its beginning on the kernel itself refuses this process to write anywhere but below
/// the folders that it was given, to start a program, and to reach the network, whatever a cell asks for and whatever
/// mistake it finds. Reading stays as the user may: `load` and `load_model` take any path.
///
/// ``Landlock`` binds the thread that asks and those that it starts. So it is asked before the first cell runs, when the
/// process has one thread. What the user alone can ask for and needs more (the editor, `save x.md`) is done by
/// ``Outside``, which was started before.
package enum Confinement {
  /// Nil before it has begun. Where it is missing, what a cell writes is kept below its folder by ``Folder`` alone.
  package static var state: Landlock.State? { begun.withLock { $0 } }
  private static let begun = Mutex<Landlock.State?>(nil)

  /// Begins it, for ever; a second call changes nothing.
  /// - Parameters:
  ///   - folders: below which files may be written.
  ///   - parent: where one of them may be removed when it is empty.
  @discardableResult
  package static func begin(
    writingBelow folders: [Folder], removingFoldersIn parent: Folder? = nil
  ) -> Landlock.State {
    begun.withLock {
      if let state = $0 { return state }
      let state = Landlock.confine(writingBelow: folders, removingFoldersIn: parent)
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
}
