import CellLanguage
import Foundation
import Notebooks

/// The file that remembers, between two visits, what a learner did in a lesson and where they left.
///
/// `$XDG_STATE_HOME/convbook/lessons/lenet-5-5d1f…json`: the lesson's name, and a number made from its path, for two
/// lessons may have the same name.
final class LessonStore {
  let path: String
  private var lock: Int32 = -1

  /// Nil where there is no home folder to keep it in.
  init?(
    lesson file: String, name: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    let state: String
    if let folder = environment["XDG_STATE_HOME"], folder.hasPrefix("/") {
      state = folder
    } else if let home = environment["HOME"], !home.isEmpty {
      state = home + "/.local/state"
    } else {
      return nil
    }
    let place = URL(fileURLWithPath: file).resolvingSymlinksInPath().path
    path = "\(state)/convbook/lessons/\(name.prefix(100))-\(String(Self.hash(place), radix: 16)).json"
  }

  deinit { if lock >= 0 { close(lock) } }

  /// Keeps the lesson to this process. - Throws: where another one has it open, or the folder cannot be made.
  func open() throws {
    _ = try Folder(making: (path as NSString).deletingLastPathComponent)
    lock = Foundation.open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      throw UsageError("this lesson is open in another terminal")
    }
  }

  /// What was saved; nil where nothing was.
  func load() throws -> LessonRecord? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      return try JSONDecoder().decode(LessonRecord.self, from: Data(InputFile.read(path, limit: 1 << 28)))
    } catch is DecodingError {
      throw FileError(
        cannot: "read", path, because: "it is damaged; --restart begins the lesson anew and replaces it")
    }
  }

  func save(_ record: LessonRecord) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(encoder.encode(record) + Data([10]), to: path)
  }

  /// FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv
  private static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
