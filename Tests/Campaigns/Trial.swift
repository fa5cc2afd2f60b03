import Foundation

/// A run of the program with nothing at its keyboard, and how it ended.
struct Trial {
  let output: String
  let errors: String
  /// The exit status; 128 and the signal's number where a signal ended it.
  let status: Int32
  /// Whether it had to be killed, for it did not end even when asked to.
  let hung: Bool

  /// What no run may do: end by a signal, or not at all.
  var breakdown: String? {
    if hung { return "did not end, not even at Ctrl-C; said: \(errors.suffix(200))" }
    if status > 128, status != 130 { return "ended by signal \(status - 128); said: \(errors.suffix(200))" }
    return nil
  }

  /// - Parameters:
  ///   - input: what standard input gives; nothing for nil.
  ///   - killAfter: seconds after which SIGKILL ends it, whatever it does then.
  ///   - patience: seconds after which it is asked to end as by Ctrl-C; five more, and it hangs.
  ///   - shell: a script that starts it as `"$@"`, for descriptors and limits.
  init(
    _ arguments: [String], in folder: TemporaryFolder, input: String? = nil,
    environment: [String: String] = [:],
    killAfter: Double? = nil, patience: Double = 60, shell: String? = nil
  ) throws {
    let process = Process()
    let command = [Convbook.executable] + arguments
    if let shell {
      process.executableURL = URL(fileURLWithPath: "/bin/bash")
      process.arguments = ["-c", shell, "bash"] + command
    } else {
      process.executableURL = URL(fileURLWithPath: command[0])
      process.arguments = arguments
    }
    process.currentDirectoryURL = folder.url
    process.environment = Convbook.environment(folder).merging(environment) { $1 }
    let files = ["stdin", "stdout", "stderr"].map { folder.url.appendingPathComponent(".campaign-\($0)") }
    for file in files { try Data((file == files[0] ? input ?? "" : "").utf8).write(to: file) }
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    let end = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in end.signal() }
    try process.run()
    var hung = false
    if let killAfter {
      if end.wait(timeout: .now() + killAfter) == .timedOut {
        kill(process.processIdentifier, SIGKILL)
        end.wait()
      }
    } else if end.wait(timeout: .now() + patience) == .timedOut {
      kill(process.processIdentifier, SIGINT)
      if end.wait(timeout: .now() + 5) == .timedOut {
        kill(process.processIdentifier, SIGINT)
        hung = end.wait(timeout: .now() + 5) == .timedOut
        if hung {
          kill(process.processIdentifier, SIGKILL)
          end.wait()
        }
      }
    }
    self.hung = hung
    let isExit = process.terminationReason == .exit
    status = process.terminationStatus + (isExit ? 0 : 128)
    output = String(decoding: try Data(contentsOf: files[1]), as: UTF8.self)
    errors = String(decoding: try Data(contentsOf: files[2]), as: UTF8.self)
    for file in files { try FileManager.default.removeItem(at: file) }
  }
}

extension TemporaryFolder {
  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  func write(_ bytes: [UInt8], to name: String) throws {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: url.appendingPathComponent(name)))
  }

  func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + name) }

  /// Copies a file or folder of another folder, under its name there or another one.
  func copy(_ name: String, from other: TemporaryFolder, of old: String? = nil) throws {
    let place = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: other.url.appendingPathComponent(old ?? name), to: place)
  }

  /// The files below a folder of this one, by path, less those that differ from run to run.
  func contents(of name: String) -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for path in (try? FileManager.default.subpathsOfDirectory(atPath: "\(path)/\(name)")) ?? []
    where !path.hasSuffix("run.json") {
      let file = url.appendingPathComponent(name).appendingPathComponent(path)
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue
      else { continue }
      contents[path] = (try? Data(contentsOf: file)).map(Array.init)
    }
    return contents
  }

  /// Files of an unfinished write.
  var leftovers: [String] {
    let all = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
    return all.filter {
      let name = ($0 as NSString).lastPathComponent
      return name.hasSuffix(".tmp") || name.hasSuffix(".partial") || name.hasPrefix(".convbook-")
    }
  }
}

/// A notebook of these cells.
func notebook(_ cells: [String]) -> String {
  "---\nfile_format: mystnb\n---\n# A lesson\n"
    + cells.map { "\nSome *words*.\n\n```{code-cell} convbook\n\($0)\n```\n" }.joined()
}

extension TemporaryFolder {
  /// Runs the program here for what a trial begins with. - Throws: where it fails.
  func mustRun(_ arguments: [String]) throws {
    let run = try Trial(arguments, in: self)
    guard run.status == 0 else { throw Failure("\(arguments.joined(separator: " ")): \(run.errors)") }
  }
}

extension PseudoTerminal {
  /// Kills the program at once and waits until it is gone.
  func killNow() throws {
    send(signal: SIGKILL)
    _ = try waitForExit()
  }

  /// Runs the cells of a lesson of `count` cells from the first one on, each of which prints 100 more than its number,
  /// and waits until the next one is shown: then they are kept.
  func walk(through cells: Int, of count: Int) throws {
    for cell in 1...cells {
      try wait(for: "cell \(cell) of \(count)")
      press(.enter)
      try wait(for: "\n\(cell + 100)")
    }
    try wait(for: "cell \(cells + 1) of \(count)")
  }

  /// Takes away what stands in the line, asks for a sum and leaves.
  /// - Returns: what was lost; nil where it answered and left well.
  func answersAndLeaves(_ sum: String = "7000 + 77", _ answer: Int = 7077) throws -> String? {
    press(.controlC)
    settle()
    type(sum + "\n")
    try wait(for: "\(answer)")
    let status = try leave()
    return status == 0 ? nil : "left with exit code \(status): \(screen.text.suffix(300))"
  }

  /// Leaves the prompt, whatever stands in its line: Ctrl-C takes that away, Ctrl-D leaves.
  func leave() throws -> Int32 {
    for _ in 0..<50 where exitStatusNow() == nil {
      press(.controlC)
      settle()
      press(.controlD)
      settle()
    }
    return try waitForExit()
  }
}
