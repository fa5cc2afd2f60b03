import CLinux
import Core
import Foundation
import Synchronization

/// A process outside the confinement, for the three things that a user at the prompt (and no cell) can ask for and that
/// are outside of it by design: the user's own editor, the user's own pager, and a notebook of the session where the user
/// wants it.
///
/// It is started before the confinement begins and takes nothing but texts: it opens the editor or the pager that its own
/// environment names on a file of its own, and writes new files whose names end in `.md`. It ends with the session,
/// whose end closes its socket.
enum Outside {
  private static let socket = Mutex<Int32>(-1)

  enum Request: UInt8 {
    /// A text to be edited.
    case edit
    /// A path and a text to be written there.
    case save
    /// A text to be shown.
    case page
  }

  /// Starts it. It must be called while the process has one thread. Where it cannot be started, what it would do is
  /// refused by the confinement, in words.
  static func start() {
    var ends: [Int32] = [-1, -1]
    guard socket.withLock({ $0 }) < 0,
      socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0
    else { return }
    // What is yet to be shown is shown once, and no signal is answered by the other process with the session's answers.
    fflush(nil)
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    sigprocmask(SIG_SETMASK, &all, &before)
    let process = unix_fork()
    if process == 0 {
      close(ends[0])
      for number in ignored { signal(number, SIG_IGN) }
      for number in [SIGTERM, SIGCHLD, SIGWINCH] { signal(number, SIG_DFL) }
      sigprocmask(SIG_SETMASK, &before, nil)
      serve(ends[1])
      _exit(0)
    }
    sigprocmask(SIG_SETMASK, &before, nil)
    close(ends[1])
    if process < 0 { close(ends[0]) } else { socket.withLock { $0 = ends[0] } }
  }

  /// What the terminal sends to all processes of a session is the session's to answer.
  static let ignored = [SIGINT, SIGQUIT, SIGHUP, SIGTSTP, SIGTTOU, SIGTTIN, SIGPIPE]

  // MARK: - Asking

  /// The text as the user saved it in the editor.
  static func edit(_ text: String) -> Result<String, UserProgram.Failure> {
    ask(.edit, [text]) { ExternalEditor.edit(text) }.mapError { UserProgram.Failure(description: $0.text) }
  }

  /// Shows a page in the user's pager. - Returns: whether it has been shown.
  static func page(_ text: String) -> Bool {
    if case .success = ask(.page, [text], orHere: { pageHere(text) }) { true } else { false }
  }

  /// Writes a notebook at the user's path. A file that was there before this session is left alone.
  /// - Returns: nil, or why not.
  static func save(_ text: String, to path: String) -> String? {
    switch ask(.save, [path, text], orHere: { saveHere(text, to: path) }) {
    case .success: nil
    case .failure(let refusal): refusal.text
    }
  }

  private struct Refusal: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
  }

  /// Asks the other process, or does it here where there is none.
  private static func ask(
    _ request: Request, _ texts: [String], orHere: () -> Result<String, some Error>
  ) -> Result<String, Refusal> {
    let socket = socket.withLock { $0 }
    guard socket >= 0 else { return orHere().mapError { Refusal(text: "\($0)") } }
    guard send(request.rawValue, texts, to: socket), let (answer, answers) = receive(from: socket),
      let text = answers.first
    else { return .failure(Refusal(text: "the process that does this for the session is gone")) }
    return answer == 0 ? .success(text) : .failure(Refusal(text: text))
  }

  // MARK: - Doing

  private static func serve(_ socket: Int32) {
    while let (kind, texts) = receive(from: socket) {
      let answer: Result<String, any Error>
      switch Request(rawValue: kind) {
      case .edit where texts.count == 1: answer = ExternalEditor.edit(texts[0]).mapError { $0 }
      case .save where texts.count == 2: answer = saveHere(texts[1], to: texts[0])
      case .page where texts.count == 1: answer = pageHere(texts[0])
      default: return
      }
      let isSent =
        switch answer {
        case .success(let text): send(0, [text], to: socket)
        case .failure(let error): send(1, ["\(error)"], to: socket)
        }
      if !isSent { return }
    }
  }

  /// The notebooks that this session has written, and may write again.
  private static let saved = Mutex<Set<String>>([])

  private static func saveHere(_ text: String, to path: String) -> Result<String, any Error> {
    saved.withLock { saved in
      var info = stat()
      guard path.hasSuffix(".md"), saved.contains(path) || lstat(path, &info) != 0 else {
        return .failure(Refusal(text: "'\(path)' exists already; choose another name"))
      }
      return Result {
        try AtomicFile.write(Data(text.utf8), to: path)
        saved.insert(path)
        return ""
      }
    }
  }

  private static func pageHere(_ text: String) -> Result<String, any Error> {
    Result {
      guard let pager = Pager.command(ProcessInfo.processInfo.environment) else {
        throw Refusal(text: "there is no pager")
      }
      let file = try UserProgram.file(of: text + "\n")
      defer { unlink(file) }
      // 126 and 127: the shell could not start it.
      guard let status = UserProgram.run(#"exec < "$1"; "# + pager, file: file),
        status & 0x7F != 0 || status >> 8 & 0xFF < 126
      else { throw Refusal(text: "cannot start \(pager)") }
      return ""
    }
  }

  // MARK: - A message: a byte, how many texts, and each with its length before it

  private static func send(_ kind: UInt8, _ texts: [String], to socket: Int32) -> Bool {
    var bytes = [kind, UInt8(texts.count)]
    for text in texts {
      withUnsafeBytes(of: UInt64(text.utf8.count)) { bytes += $0 }
      bytes += text.utf8
    }
    return bytes.withUnsafeBytes { all in
      var rest = all[...]
      while !rest.isEmpty {
        // Not by SIGPIPE is it to be heard that the other end is gone.
        let count = Foundation.send(
          socket, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count, Int32(MSG_NOSIGNAL))
        if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return false }
      }
      return true
    }
  }

  private static func receive(from socket: Int32) -> (UInt8, [String])? {
    guard let head = bytes(2, from: socket) else { return nil }
    var texts: [String] = []
    for _ in 0..<head[1] {
      guard let size = bytes(8, from: socket) else { return nil }
      let count = size.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
      guard count <= 1 << 30, let text = bytes(Int(count), from: socket) else { return nil }
      texts.append(String(decoding: text, as: UTF8.self))
    }
    return (head[0], texts)
  }

  private static func bytes(_ count: Int, from socket: Int32) -> [UInt8]? {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < count {
      let got = read(socket, &block, min(block.count, count - bytes.count))
      if got > 0 { bytes += block[..<got] } else if got == 0 || errno != EINTR { return nil }
    }
    return bytes
  }
}
