import Core
import Foundation
import TestSupport
import Testing

@testable import Prompt

/// Threads are confined one by one, and the threads that they start with them: the tests' own stay free.
private func onItsOwnThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) -> Result? {
  nonisolated(unsafe) var result: Result?
  let done = DispatchSemaphore(value: 0)
  Thread {
    result = body()
    done.signal()
  }.start()
  done.wait()
  return result
}

private let hasLandlock: Bool = {
  if case .inForce? = onItsOwnThread({ Landlock.confine(writingBelow: []) }) { return true }
  return false
}()

/// The belt alone: what the kernel refuses to a thread that is confined, whatever the program's own checks say.
@Suite(.enabled(if: hasLandlock, "this kernel has no Landlock")) struct ConfinementTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["inside", "outside"] {
      try FileManager.default.createDirectory(
        atPath: folder.path + "/" + name, withIntermediateDirectories: false)
      try Data("old".utf8).write(to: URL(fileURLWithPath: folder.path + "/\(name)/old"))
    }
  }

  /// The errors of calls that a confined thread makes, or 0 where they succeed.
  private func confined(_ calls: [@Sendable (String) -> Bool]) throws -> [Int32] {
    let path = folder.path
    let inside = try Folder(path + "/inside")
    return try #require(
      onItsOwnThread {
        _ = Landlock.confine(writingBelow: [inside])
        return calls.map { $0(path) ? 0 : errno }
      })
  }

  @Test func readingGoesOnAndWritingGoesOnBelowTheFolder() throws {
    let errors = try confined([
      { close(open($0 + "/inside/new", O_WRONLY | O_CREAT, 0o600)) == 0 },
      { rename($0 + "/inside/new", $0 + "/inside/newer") == 0 },
      { mkdir($0 + "/inside/deep", 0o700) == 0 },
      { close(open($0 + "/inside/deep/new", O_WRONLY | O_CREAT | O_TRUNC, 0o600)) == 0 },
      { truncate($0 + "/inside/old", 1) == 0 },
      { unlink($0 + "/inside/deep/new") == 0 && rmdir($0 + "/inside/deep") == 0 },
      { close(open($0 + "/outside/old", O_RDONLY)) == 0 },
      { _ in close(open("/etc/passwd", O_RDONLY)) == 0 },
      { _ in close(open("/dev/null", O_WRONLY | O_TRUNC)) == 0 },
    ])
    #expect(errors == [Int32](repeating: 0, count: errors.count))
  }

  @Test func nothingIsWrittenElsewhere() throws {
    let errors = try confined([
      { open($0 + "/outside/new", O_WRONLY | O_CREAT, 0o600) >= 0 },
      { open($0 + "/outside/old", O_WRONLY) >= 0 },
      { open($0 + "/inside/../new", O_WRONLY | O_CREAT, 0o600) >= 0 },
      { mkdir($0 + "/outside/deep", 0o700) == 0 },
      { unlink($0 + "/outside/old") == 0 },
      { truncate($0 + "/outside/old", 0) == 0 },
      { symlink("/etc", $0 + "/inside/link") == 0 },
      { mkfifo($0 + "/inside/pipe", 0o600) == 0 },
    ])
    #expect(errors == [Int32](repeating: EACCES, count: errors.count))
    let out = try confined([
      { rename($0 + "/inside/old", $0 + "/outside/moved") == 0 },
      { link($0 + "/inside/old", $0 + "/outside/linked") == 0 },
    ])
    #expect(out.allSatisfy { $0 == EXDEV || $0 == EACCES })
    #expect(try folder.names(in: "outside") == ["old"])
    #expect(try folder.read("outside/old") == "old")
  }

  @Test func noProgramIsStarted() throws {
    let errors = try confined([
      { _ in
        var process: pid_t = 0
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
        defer { free(arguments[0]) }
        errno = posix_spawn(&process, "/bin/true", nil, nil, &arguments, environ)
        return errno == 0
      }
    ])
    #expect(errors == [EACCES])
  }

  @Test func threadsThatItStartsAreConfinedToo() throws {
    let errors = try confined([
      { path in
        let error = onItsOwnThread {
          open(path + "/outside/new", O_WRONLY | O_CREAT, 0o600) >= 0 ? 0 : errno
        }
        errno = error ?? 0
        return false
      }
    ])
    #expect(errors == [EACCES])
    #expect(try folder.names(in: "outside") == ["old"])
  }

  // MARK: - The built program

  @Test func theVersionSaysWhetherItIsInForce() throws {
    let run = try CommandLineRun("--version", in: folder)
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("convbook \(Version.number)\nbuilt for: "))
    #expect(run.output.contains("\nLandlock: in force (version "))
  }

  /// Code that is loaded into the built program writes where no check of its own would let it, in the middle of a cell.
  @Test(arguments: [["run", "lesson.md"], ["check", "lesson.md"], ["step", "lesson.md"], []])
  func codeInsideTheProgramWritesNothingOutside(arguments: [String]) throws {
    let library = try escapeLibrary()
    try folder.writeNotebook("lesson.md", [(nil, "write_csv \"numbers.csv\" [1, 2]")])
    let name = arguments.first ?? "session"
    if name == "check" { #expect(try CommandLineRun("run", "lesson.md", in: folder).status == 0) }
    let environment = ["LD_PRELOAD": library, "ESCAPE": folder.path + "/outside/escaped"]
    if arguments.isEmpty || name == "step" {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Convbook.executable)
      process.arguments = arguments
      process.currentDirectoryURL = folder.url
      process.environment = Convbook.environment(folder).merging(environment) { $1 }
      let input = Pipe()
      let errors = Pipe()
      process.standardInput = input
      process.standardOutput = FileHandle.nullDevice
      process.standardError = errors
      try process.run()
      input.fileHandleForWriting.write(Data((name == "step" ? "\n" : "write_csv \"numbers.csv\" [1]\n").utf8))
      try input.fileHandleForWriting.close()
      let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(said.contains("escape: write 13, run 13\n"), "\(said)")
    } else {
      let run = try CommandLineRun(arguments, in: folder, environment: environment)
      #expect(run.status == 0)
      #expect(run.errors.contains("escape: write 13, run 13\n"), "\(run.errors)")
    }
    #expect(try folder.names(in: "outside") == ["old"])
  }

  /// A library that, whenever a file whose name ends in `.csv` gets it, tries to write the file that `ESCAPE` names and
  /// to start a program, and says on standard error what came of both.
  private func escapeLibrary() throws -> String {
    let source = folder.path + "/escape.c"
    try Data(
      """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <errno.h>
      #include <fcntl.h>
      #include <spawn.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      #include <unistd.h>
      extern char **environ;
      int renameat(int from, const char *old, int to, const char *name) {
        int (*real)(int, const char *, int, const char *) = dlsym(RTLD_NEXT, "renameat");
        const char *end = strrchr(name, '.');
        if (end && !strcmp(end, ".csv")) {
          int written = open(getenv("ESCAPE"), O_WRONLY | O_CREAT, 0600) < 0 ? errno : 0;
          char *arguments[] = {"true", NULL};
          pid_t process;
          int run = posix_spawn(&process, "/bin/true", NULL, NULL, arguments, environ);
          dprintf(2, "escape: write %d, run %d\\n", written, run);
        }
        return real(from, old, to, name);
      }

      """.utf8
    ).write(to: URL(fileURLWithPath: source))
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    compiler.arguments = ["clang", "-shared", "-fPIC", "-o", folder.path + "/escape.so", source]
    try compiler.run()
    compiler.waitUntilExit()
    try #require(compiler.terminationStatus == 0)
    return folder.path + "/escape.so"
  }
}
