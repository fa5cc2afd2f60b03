import CLinux
import Core
import Foundation

/// The process of one replay: what it may take, and what ends it.
enum ReplayProcess {
  /// Limits this process, which has just been forked.
  ///
  /// Source: setrlimit(2). Files that grow too large fail with EFBIG, for SIGXFSZ is ignored.
  static func confine(_ limits: ReplayLimits) {
    setpgid(0, 0)
    linux_die_with_parent()
    close(GradeWorker.socket)
    let megabyte = 1 << 20
    limit(RLIMIT_AS, addressSpace + limits.megabytes * megabyte)
    limit(RLIMIT_CPU, limits.seconds + 1)
    limit(RLIMIT_FSIZE, limits.diskMegabytes * megabyte)
    limit(RLIMIT_NOFILE, 128)
    limit(RLIMIT_CORE, 0)
  }

  private static func limit(_ resource: __rlimit_resource, _ value: Int) {
    var limit = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
    setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
  }

  /// What the process has of addresses already: the program and its libraries.
  private static var addressSpace: Int {
    let text = (try? InputFile.read("/proc/self/statm", limit: 4096)) ?? []
    let pages = String(decoding: text, as: UTF8.self).split(separator: " ").first.flatMap { Int($0) } ?? 0
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }

  /// Waits for its end, and ends it where it takes too long or writes too much, or where nobody wants it any more.
  static func wait(for process: pid_t, _ limits: ReplayLimits, outputs: String) -> WorkerAnswer {
    // The child does it too: whichever comes first.
    setpgid(process, process)
    let deadline = ContinuousClock.now + .seconds(limits.seconds)
    var (looks, patience): (Int, Int32) = (0, 1)
    while true {
      var status: Int32 = 0
      let ended = waitpid(process, &status, WNOHANG)
      if ended == process { return answer(status) }
      if ended < 0, errno != EINTR { return WorkerAnswer(ending: .failed, detail: SystemError().description) }
      looks += 1
      if ContinuousClock.now > deadline { return end(process, .time) }
      if looks % 16 == 0, DiskUse.exceeds(limits.diskMegabytes << 20, below: outputs) {
        return end(process, .disk)
      }
      var file = pollfd(fd: GradeWorker.socket, events: 0, revents: 0)
      poll(&file, 1, patience)
      if file.revents & Int16(POLLHUP | POLLERR) != 0 {
        _ = end(process, .failed)
        _exit(1)
      }
      patience = min(patience + 1, 10)
    }
  }

  private static func end(_ process: pid_t, _ ending: WorkerAnswer.Ending) -> WorkerAnswer {
    kill(-process, SIGKILL)
    kill(process, SIGKILL)
    while waitpid(process, nil, 0) < 0, errno == EINTR {}
    return WorkerAnswer(ending: ending)
  }

  private static func answer(_ status: Int32) -> WorkerAnswer {
    let signal = status & 0x7F
    if signal == SIGXCPU { return WorkerAnswer(ending: .time) }
    if signal != 0 { return WorkerAnswer(ending: .signal, detail: "\(signal)") }
    let code = status >> 8 & 0xFF
    return code == 0
      ? WorkerAnswer(ending: .done) : WorkerAnswer(ending: .failed, detail: "exit code \(code)")
  }
}

/// How much lies in a folder.
enum DiskUse {
  /// More files than this are too many, whatever their size.
  private static let mostFiles = 10_000

  /// Whether the files in and below a folder take more than so many bytes. Links are not followed.
  static func exceeds(_ limit: Int, below path: String) -> Bool {
    var (bytes, count) = (0, 0)
    add(path, 0, limit, &bytes, &count)
    return bytes > limit || count > mostFiles
  }

  private static func add(_ path: String, _ depth: Int, _ limit: Int, _ bytes: inout Int, _ count: inout Int)
  {
    guard depth < 32, let list = opendir(path) else { return }
    defer { closedir(list) }
    while bytes <= limit, count <= mostFiles, let entry = readdir(list) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      var info = stat()
      guard lstat(path + "/" + name, &info) == 0 else { continue }
      count += 1
      bytes += Int(info.st_blocks) * 512
      if info.st_mode & S_IFMT == S_IFDIR { add(path + "/" + name, depth + 1, limit, &bytes, &count) }
    }
  }
}
