import Core
import Foundation

/// A worker as whoever grades has it: started when it is needed, and again when it is gone.
final class WorkerClient {
  private let setup: WorkerSetup
  private let scratch: Folder
  private var process: pid_t = 0
  private var channel: LineChannel?

  /// - Parameters:
  ///   - scratch: a folder of this worker's alone.
  ///   - sharesStart: see ``WorkerSetup``.
  init(
    _ assignment: Assignment, _ scratch: Folder, data: [String], limits: ReplayLimits, sharesStart: Bool
  ) throws {
    self.scratch = scratch
    setup = WorkerSetup(
      scratch: scratch.path, file: assignment.file, data: data, limits: limits, sharesStart: sharesStart)
    try scratch.write(assignment.bytes, to: WorkerFiles.lesson)
  }

  deinit { end() }

  /// Replays a submission; nil for the lesson's own solutions.
  func replay(_ bytes: [UInt8]?, student: String?) throws -> Graded {
    // Not synchronized: it is read at once, and then never again.
    if let bytes { try scratch.write(bytes, to: WorkerFiles.submission, isSynchronized: false) }
    try scratch.remove(WorkerFiles.results)
    var answer = WorkerAnswer(ending: .failed, detail: "the worker could not be started")
    // A worker that is gone, for memory ran out say, is started once more.
    for _ in 0..<2 {
      guard start() else { continue }
      // What all share is run before the first replay.
      let patience = Duration.seconds(2 * setup.limits.seconds + 30)
      if channel?.send(WorkerRequest(student: student, isReference: bytes == nil)) == true,
        let got = channel?.receive(WorkerAnswer.self, patience: patience)
      {
        answer = got
        break
      }
      end()
    }
    return graded(answer, lastRecord())
  }

  /// The last whole line that the replay wrote.
  private func lastRecord() -> ReplayRecord? {
    guard let bytes = try? scratch.read(WorkerFiles.results, limit: WorkerFiles.mostResults) else {
      return nil
    }
    for line in bytes.split(separator: 10).reversed() {
      if let record = try? JSONDecoder().decode(ReplayRecord.self, from: Data(line)) { return record }
    }
    return nil
  }

  private func graded(_ answer: WorkerAnswer, _ record: ReplayRecord?) -> Graded {
    if let fault = record?.fault { return Graded(.unreadable, fault) }
    let found = record ?? ReplayRecord()
    let limits = setup.limits
    switch answer.ending {
    case .done where record != nil: return Graded(.graded, "", found)
    case .done, .failed: return Graded(.stopped, "its replay ended early: \(answer.detail)", found)
    case .time: return Graded(.stopped, "it took longer than \(limits.seconds) s", found)
    case .disk: return Graded(.stopped, "it wrote more than \(limits.diskMegabytes) MB", found)
    case .signal:
      return Graded(
        .stopped,
        "it was ended by the system (signal \(answer.detail)): it needed more than \(limits.megabytes) MB of memory, or "
          + "met a fault of the program", found)
    }
  }

  // MARK: - The process

  private func start() -> Bool {
    if process > 0 { return true }
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return false }
    // Out of the way of the number that the worker's end has.
    let theirs = fcntl(ends[1], F_DUPFD_CLOEXEC, 16)
    close(ends[1])
    defer { close(theirs) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for standard in [Int32(0), 1, 2] {
      posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_RDWR, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, theirs, GradeWorker.socket)
    var argv: [UnsafeMutablePointer<CChar>?] = [strdup("convbook"), strdup(GradeWorker.argument), nil]
    // A fault is told by the process's end; nobody reads how it came about.
    var environment = ProcessInfo.processInfo.environment
    environment["SWIFT_BACKTRACE"] = "enable=no"
    var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var started: pid_t = 0
    guard posix_spawn(&started, "/proc/self/exe", &actions, nil, &argv, &envp) == 0 else {
      close(ends[0])
      return false
    }
    process = started
    channel = LineChannel(ends[0])
    if channel?.send(setup) == true { return true }
    end()
    return false
  }

  /// Ends the worker; its replay, if one runs, ends with it.
  func end() {
    guard process > 0 else { return }
    channel?.close()
    kill(process, SIGKILL)
    while waitpid(process, nil, 0) < 0, errno == EINTR {}
    (process, channel) = (0, nil)
  }
}
