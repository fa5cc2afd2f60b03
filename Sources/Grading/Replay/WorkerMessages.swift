import Core
import Foundation

/// What a replay of a submission may take.
public struct ReplayLimits: Codable, Sendable, Equatable {
  /// Of time that passes, and of a processor's.
  public var seconds = 60
  /// Of memory beyond what the program itself has.
  public var megabytes = 400
  /// Of files that its cells write.
  public var diskMegabytes = 100

  public init() {}
}

/// What a worker is told first.
struct WorkerSetup: Codable {
  /// A folder of the worker's alone.
  let scratch: String
  /// The lesson's file as it was named, for messages; its bytes are in the scratch folder.
  let file: String
  /// The values of `--data`.
  let data: [String]
  let limits: ReplayLimits
  /// Whether the cells before the first place of a student's are run once for all; they are known to come to an end then.
  let sharesStart: Bool
}

/// A submission to be replayed; its bytes are in the scratch folder.
struct WorkerRequest: Codable {
  /// Whose numbers the lesson has; nil where all have the same.
  let student: String?
  /// Whether the lesson's own solutions are tried, and no submission is.
  let isReference: Bool
}

/// How a replay ended. What it found is in the scratch folder.
struct WorkerAnswer: Codable, Equatable {
  enum Ending: String, Codable {
    case done, time, disk
    /// By a signal: of memory that ran out, or of a fault.
    case signal
    /// It could not be begun.
    case failed
  }

  let ending: Ending
  /// The signal's number, or a reason.
  var detail = ""
}

/// The files of a worker's scratch folder.
enum WorkerFiles {
  static let lesson = "lesson.md"
  static let submission = "submission"
  /// A line of JSON after each exercise; the last whole one counts.
  static let results = "results"
  /// Below which cells write.
  static let outputs = "out"

  /// The most that is read of the results, in bytes.
  static let mostResults = 1 << 26
}

/// Lines of JSON over a socket, or into a file.
struct LineChannel {
  private let file: Int32
  private var buffer: [UInt8] = []

  init(_ file: Int32) { self.file = file }

  func close() { Foundation.close(file) }

  /// - Returns: whether the other end took it.
  func send(_ message: some Encodable) -> Bool {
    guard let data = try? JSONEncoder().encode(message) else { return false }
    return (Array(data) + [10]).withUnsafeBytes { writeWhole($0, to: file) } == 0
  }

  /// The next message; nil where the other end is gone, says something else, or says nothing for so long.
  mutating func receive<Message: Decodable>(_ type: Message.Type, patience: Duration? = nil) -> Message? {
    let deadline = patience.map { ContinuousClock.now + $0 }
    while true {
      if let end = buffer.firstIndex(of: 10) {
        let line = Data(buffer[..<end])
        buffer.removeSubrange(...end)
        return try? JSONDecoder().decode(type, from: line)
      }
      var socket = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
      let count = poll(&socket, 1, deadline == nil ? -1 : 200)
      if count == 0, let deadline, ContinuousClock.now > deadline { return nil }
      if count < 0, errno != EINTR { return nil }
      if count <= 0 { continue }
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      let read = Foundation.read(file, &bytes, bytes.count)
      if read > 0 { buffer += bytes[..<read] } else if read == 0 || errno != EINTR { return nil }
      if buffer.count > 1 << 20 { return nil }
    }
  }
}
