import Foundation
import TestSupport
import Testing

@testable import convbook

/// `convbook completions`: what the shells themselves complete.
@Suite struct CompletionsCommandTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for shell in ["bash", "zsh", "fish"] {
      let run = try CommandLineRun("completions", shell, in: folder)
      #expect(run.status == 0 && run.errors.isEmpty)
      try run.output.write(toFile: folder.path + "/\(shell).completion", atomically: true, encoding: .utf8)
    }
    try folder.writeNotebook("lesson.md", [(nil, "1")])
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("lessons"), withIntermediateDirectories: true)
    try Data().write(to: folder.url.appendingPathComponent("lesson.txt"))
  }

  /// What is typed, and what may come of its last word.
  static let cases: [(line: String, completions: [String])] = [
    ("convbook ru", ["run"]),
    ("convbook data gen", ["generate"]),
    ("convbook data ", ["fetch", "generate", "list"]),
    ("convbook run --th", ["--threads"]),
    ("convbook --plain st", ["step"]),
    ("convbook --seed 3 che", ["check"]),
    ("convbook --set a=1 run --qui", ["--quick", "--quiet"]),
    ("convbook --ver", ["--version"]),
    ("convbook bench --j", ["--json"]),
    ("convbook run --j", []),
    ("convbook data generate --format ", ["idx", "png"]),
    ("convbook data generate di", ["digits"]),
    ("convbook data generate digits less", ["lessons"]),
    ("convbook data fetch mn", ["mnist"]),
    ("convbook run --outputs less", ["lessons"]),
    ("convbook run lesson.md less", ["lesson.md", "lessons"]),
    ("convbook completions ", ["bash", "fish", "zsh"]),
    ("convbook help overf", ["overfitting"]),
    ("convbook man x", []),
  ]

  @Test(arguments: cases) func bashCompletes(line: String, completions: [String]) throws {
    let script = """
      . ./bash.completion
      COMP_WORDS=(\(line.split(separator: " ").joined(separator: " "))\(line.hasSuffix(" ") ? " ''" : ""))
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      _convbook
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    #expect(try words(of: "bash", ["--norc", "-c", script]) == completions)
  }

  /// bash takes `--format=p` apart.
  @Test func bashCompletesAValueBehindItsOption() throws {
    let script = """
      . ./bash.completion
      COMP_WORDS=(convbook data --train = 3 generate digits --format = p) COMP_CWORD=9
      _convbook
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    #expect(try words(of: "bash", ["--norc", "-c", script]) == ["png"])
  }

  /// fish puts all files behind those that are wanted.
  @Test(arguments: cases + [("convbook data generate --format=p", ["--format=png"])])
  func fishCompletes(line: String, completions: [String]) throws {
    let script = "source fish.completion; complete -C '\(line)' | string replace -r '\\t.*' ''"
    let found = try words(of: "fish", ["--no-config", "-c", script])
    #expect(
      found.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }.filter { $0 != "lesson.txt" }
        == completions)
  }

  /// At a prompt of its own, on a terminal: zsh completes nowhere else.
  @Test(
    arguments: cases.filter { $0.completions.count == 1 } + [
      ("convbook data generate --format=p", ["--format=png"])
    ])
  func zshCompletes(line: String, completions: [String]) throws {
    // The second key, Ctrl-X, writes down what stands there then.
    let script = """
      zmodload zsh/zpty
      zpty shell zsh -f -i
      zpty -w shell "autoload -Uz compinit; compinit -u -D; source ./zsh.completion; bindkey '^I' complete-word"
      zpty -w shell "note() { print -r -- \\$BUFFER > noted; zle kill-buffer }; zle -N note; bindkey '^X' note"
      zpty -w shell "print ready\\$((1))"
      zpty -r -m shell seen '*ready1*'
      zpty -w -n shell $'\(line)\\t\\x18'
      zpty -w shell "print done\\$((1))"
      zpty -r -m shell seen '*done1*'
      """
    _ = try output(of: "zsh", ["-f", "-c", script])
    let last = line.split(separator: " ").last.map(String.init) ?? ""
    let completed = String(line.dropLast(last.count)) + (completions.first ?? "")
    let noted = try folder.read("noted").trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(noted == completed || noted == completed + "/")
  }

  private func words(of shell: String, _ arguments: [String]) throws -> [String] {
    try output(of: shell, arguments).split(separator: "\n").map(String.init).sorted()
  }

  /// Runs a shell in the folder. Whoever has none gets it with `make test-build`.
  private func output(of shell: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["timeout", "60", shell] + arguments
    process.currentDirectoryURL = folder.url
    process.environment = Convbook.environment(folder)
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.standardError
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(
      process.terminationStatus != 127 && process.terminationStatus != 124, "\(shell) cannot be run here")
    return String(decoding: bytes, as: UTF8.self)
  }
}
