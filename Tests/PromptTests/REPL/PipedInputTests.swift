import Foundation
import TestSupport
import Testing

@testable import Prompt

/// Input that is not a terminal is read as cells.
@Suite struct PipedInputTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func cellsRunWithoutBannerOrPrompt() throws {
    let result = try Convbook.run(input: "\(TrialCells.hello)\n\n2+3\n", folder: folder)
    #expect(result.output == "hello\n5\n")
    #expect(result.status == 0)
  }

  @Test func emptyInputIsAnEmptySession() throws {
    let result = try Convbook.run(input: "", folder: folder)
    #expect(result.output == "")
    #expect(result.status == 0)
  }

  @Test func pipedCellsLeaveNoHistory() throws {
    _ = try Convbook.run(input: "2+3\n", folder: folder)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/state"))
  }

  @Test func anInterruptEndsTheSession() throws {
    let (input, output) = (Pipe(), Pipe())
    let process = try Convbook.start(input: input, output: output, folder: folder)
    input.fileHandleForWriting.write(Data("\(TrialCells.hello)\n".utf8))
    #expect(output.fileHandleForReading.availableData == Data("hello\n".utf8))
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 130)
  }

  @Test func controlCharactersAreNoTextAndLoseNothing() throws {
    let result = try Convbook.run(input: "x = 6\nprint \"a\0b\u{1B}[31mc\"\n\0\nx * 7\n", folder: folder)
    #expect(result.output == "a\u{FFFD}b\u{FFFD}[31mc\n42\n")
    #expect(result.status == 1)
    #expect(try folder.read("Outputs/session-1/transcript.md").contains("```output\n42\n```"))
  }

  /// What has no line ends may have no end either.
  @Test(arguments: [[], ["step", "lesson.md"]]) func aLineWithoutEndIsTheLast(arguments: [String]) throws {
    try folder.writeNotebook("lesson.md", [(nil, "x = 6 * 7\nx"), (nil, "x")])
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Convbook.executable)
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    process.environment = Convbook.environment(folder)
    process.standardInput = FileHandle(forReadingAtPath: "/dev/zero")
    let errors = Pipe()
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, errors)
    try process.run()
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 1)
    #expect(said.contains("a cell has at most 1048576"))
    #expect(said.utf8.count < 100_000)
  }

  @Test func linesAreJoinedWhileTheCellIsIncomplete() throws {
    let block = TrialCells.modelBlock.joined(separator: "\n")
    #expect(try cells(of: "\(block)\n2+3\n") == [block, "2+3"])
  }

  @Test func theLastLineNeedsNoNewline() throws {
    #expect(try cells(of: "1\n2") == ["1", "2"])
  }

  @Test func anUnclosedBlockIsGivenOutAsItIs() throws {
    #expect(try cells(of: "m = model\n  Flatten\n") == ["m = model\n  Flatten"])
  }

  @Test func linesMayEndAsOnWindows() throws {
    #expect(try cells(of: "1\r\n2\r\n") == ["1", "2"])
  }

  @Test func aCellMayBeLongerThanOneRead() throws {
    let long = String(repeating: "é", count: 100_000)
    #expect(try cells(of: "\(long)\n2\n") == [long, "2"])
  }

  private func cells(of input: String) throws -> [String] {
    let file = folder.url.appendingPathComponent("cells")
    try Data(input.utf8).write(to: file)
    let handle = try FileHandle(forReadingFrom: file)
    let reader = PlainReader(descriptor: handle.fileDescriptor)
    var cells: [String] = []
    let request = CellRequest(prompt: "") { $0.hasPrefix("m = model") && !$0.hasSuffix("end") }
    while case .cell(let cell) = reader.readCell(request) {
      cells.append(cell)
    }
    return cells
  }
}
