import CLinux
import CellLanguage
import Core
import Datasets
import Foundation
import Notebooks

/// A process that replays submissions, one after the other, each in a process of its own.
///
/// It runs the cells that come before the first place of a student's once, while it has one thread, and then forks for each
/// submission: what all share is done once, and nothing that one submission does is there for the next.
public final class GradeWorker {
  /// The hidden word with which the program starts itself as a worker.
  public static let argument = "grade-worker"
  /// By which it is asked and answers.
  static let socket: Int32 = 3

  private let setup: WorkerSetup
  private let assignment: Assignment
  private let lesson: LessonCells
  private let scratch: Folder
  private let search: DataSearch
  private var channel: LineChannel
  /// The lesson up to the first place of a student's, where it could be run for all; else nil.
  private var shared: GradedReplay?

  /// Serves until the other end is gone.
  /// - Returns: the exit code.
  public static func serve() -> Int32 {
    var channel = LineChannel(socket)
    guard let setup = channel.receive(WorkerSetup.self), let worker = try? GradeWorker(setup, channel) else {
      return 1
    }
    worker.serve()
    return 0
  }

  private init(_ setup: WorkerSetup, _ channel: LineChannel) throws {
    (self.setup, self.channel) = (setup, channel)
    scratch = try Folder(setup.scratch)
    search = DataSearch(dataOptions: setup.data)
    assignment = try Assignment(bytes: scratch.read(WorkerFiles.lesson, limit: 1 << 24), file: setup.file)
    lesson = LessonCells(assignment.lesson)
    _ = Landlock.confine(writingBelow: [scratch], reading: readable)
  }

  /// What any replay may read: the system, and the folders of data.
  private var readable: [String] {
    [
      "/usr", "/lib", "/lib32", "/lib64", "/etc", "/proc/meminfo", "/proc/cpuinfo", "/proc/self",
      "/sys/fs/cgroup",
      "/sys/devices/system/cpu", "/dev/urandom", "/var/cache/fontconfig", "/var/lib/dbus",
    ] + search.namedFolders + search.sharedFolders
  }

  private func serve() {
    var hasStarted = false
    while let request = channel.receive(WorkerRequest.self) {
      if setup.sharesStart, request.student == nil, !hasStarted {
        hasStarted = true
        shared = started()
      }
      guard channel.send(replay(request)) else { return }
    }
  }

  /// The lesson up to the first place of a student's. Nil where its cells wrote files there: each replay has a folder of its own.
  private func started() -> GradedReplay? {
    scratch.removeFolder(WorkerFiles.outputs)
    let replay = newReplay(nil)
    replay.runShared()
    let isEmpty = (try? scratch.folder(WorkerFiles.outputs, making: true).names().isEmpty) ?? false
    return isEmpty ? replay : nil
  }

  private func newReplay(_ student: String?) -> GradedReplay {
    var settings = Session.Settings(search: search)
    settings.seed = assignment.seed(for: student)
    settings.outputFolder = OutputFolder(at: setup.scratch + "/" + WorkerFiles.outputs)
    return GradedReplay(lesson, settings)
  }

  // MARK: - A submission

  private func replay(_ request: WorkerRequest) -> WorkerAnswer {
    forked { [self] in
      let results = openat(
        scratch.descriptor, WorkerFiles.results, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
      guard results >= 0 else { throw SystemError() }
      let bytes =
        request.isReference ? nil : try scratch.read(WorkerFiles.submission, limit: Submission.mostBytes)
      let outputs = try scratch.folder(WorkerFiles.outputs, making: true)
      _ = Landlock.confine(writingBelow: [outputs], reading: readable)
      try grade(bytes, request, results)
      return 0
    }
  }

  private func grade(_ bytes: [UInt8]?, _ request: WorkerRequest, _ results: Int32) throws {
    func report(_ record: ReplayRecord) {
      _ = LineChannel(results).send(record)
    }
    var submitted: SubmittedCells?
    var own: NotebookFile?
    var remarks: [String] = []
    let isShared = request.student == nil && shared != nil
    if let bytes {
      let notebook: NotebookFile
      do { notebook = try NotebookFile(utf8: bytes, file: assignment.name + ".md") } catch {
        return report(ReplayRecord(fault: error.description))
      }
      submitted = SubmittedCells(
        notebook, text: String(decoding: bytes, as: UTF8.self), in: lesson)
      own = notebook
      if request.student != nil, notebook.ownSeed != assignment.seed(for: request.student) {
        remarks.append(
          "It is not the copy that was made for this student: its seed is another. It was graded with this student's numbers."
        )
      }
    }
    let replay = (isShared ? shared : nil) ?? newReplay(request.student)
    replay.runShared()
    var last = ReplayRecord()
    replay.run(submitted, remarks: remarks) {
      last = $0
      report($0)
    }
    // Hidden checks may have drawn random numbers between the student's cells. What differs is what differs from a replay of
    // the student's own file, too.
    guard let own, let submitted, !last.differing.isEmpty else { return }
    last.differing = differing(own, submitted.storedOutputs)
    report(last)
  }

  /// The cells of a notebook whose stored outputs are not what it gives when it is replayed as it is.
  private func differing(_ notebook: NotebookFile, _ stored: [Int: String]) -> [Int] {
    var settings = Session.Settings(search: search)
    settings.seed = notebook.ownSeed ?? 0
    settings.outputFolder = OutputFolder(at: setup.scratch + "/" + WorkerFiles.outputs)
    let runner = CellRunner(settings)
    var differing: [Int] = []
    for cell in notebook.cells {
      let error = runner.run(cell.source, number: cell.number, interrupts: { 0 }, watch: { _ in })
      if let text = stored[cell.number],
        text.trimmedText != Transcript.written(runner.outputs[cell.number] ?? []).trimmedText
      {
        differing.append(cell.number)
      }
      if error != nil, !cell.tags.contains(NotebookFile.raisesErrorTag) { break }
    }
    return differing
  }

  // MARK: - A process of its own

  /// Does `body` in a process of its own, within the limits, and waits for its end.
  private func forked(_ body: () throws -> Int32) -> WorkerAnswer {
    scratch.removeFolder(WorkerFiles.outputs)
    let process = unix_fork()
    if process == 0 {
      ReplayProcess.confine(setup.limits)
      _exit((try? body()) ?? 1)
    }
    guard process > 0 else { return WorkerAnswer(ending: .failed, detail: SystemError().description) }
    let answer = ReplayProcess.wait(
      for: process, setup.limits, outputs: setup.scratch + "/" + WorkerFiles.outputs)
    scratch.removeFolder(WorkerFiles.outputs)
    return answer
  }
}
