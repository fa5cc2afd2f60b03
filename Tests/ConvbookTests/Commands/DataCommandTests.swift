import Foundation
import TestSupport
import Testing

@testable import convbook

/// `convbook data`: what it prints, writes and refuses. Downloads themselves are tested with the data sets.
@Suite struct DataCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  // MARK: - list

  @Test(arguments: [["data"], ["data", "list"]]) func theListShowsEverySet(arguments: [String]) throws {
    let run = try CommandLineRun(arguments, in: folder)
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n")
    for name in ["digits", "mnist", "fashion-mnist", "traffic-signs", "cifar-10"] {
      #expect(lines.contains { $0.hasPrefix(name + " ") }, "\(name)")
    }
    #expect(lines.contains { $0.hasPrefix("digits") && $0.contains(" built in ") })
    #expect(lines.contains { $0.hasPrefix("mnist") && $0.contains(" not found ") })
    #expect(run.output.contains("convbook data fetch mnist"))
    #expect(run.output.contains("licence: CC BY-SA 3.0"))
    #expect(run.output.contains("\n  \(folder.path)/.cache/convbook/NAME\n"))
    let paths = lines.filter { $0.contains("/NAME") }
    #expect(lines.allSatisfy { $0.count <= 80 || paths.contains($0) })
  }

  @Test func theListShowsWhereASetWasFound() throws {
    try write([0, 0, 8, 1, 0, 0, 0, 1, 5], to: "sets/mnist/train-labels-idx1-ubyte")
    let run = try CommandLineRun("data", "list", "--data", "sets", in: folder)
    #expect(run.output.contains(" found "))
    #expect(run.output.contains(" sets/mnist\n"))
    #expect(run.output.contains("\n  sets/NAME and sets\n"))
  }

  // MARK: - generate

  @Test func generatedFilesAreLoadedBack() throws {
    let run = try CommandLineRun(
      "data", "generate", "digits", "mine", "--train", "30", "--test=20", in: folder)
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("digits: drawn from seed 0\ntrain  images (30, 28, 28, 1) uint8"))
    #expect(run.output.hasSuffix("\nwritten to mine, which load \"mine\" reads\n"))
    let read = try Convbook.run(input: "load \"mine\"\n", folder: folder)
    #expect(read.output.contains("train  images (30, 28, 28) uint8"))
    #expect(read.output.contains("test   images (20, 28, 28) uint8"))
  }

  @Test func theSeedAndTheFormatAreTheUsers() throws {
    for (name, seed) in [("a", "1"), ("b", "1"), ("c", "2")] {
      let arguments = [
        "data", "generate", "digits", name, "--train=9", "--test=3", "--format=png", "--seed", seed,
      ]
      #expect(try CommandLineRun(arguments, in: folder).status == 0)
    }
    func files(_ name: String) throws -> [String: Data] {
      var files: [String: Data] = [:]
      for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/" + name) {
        files[path] = FileManager.default.contents(atPath: folder.path + "/\(name)/\(path)")
      }
      return files
    }
    #expect(try files("a") == files("b"))
    #expect(try files("a") != files("c"))
    #expect(try folder.names(in: "a/train") == (0...9).map(String.init))
  }

  @Test func aFullFolderIsLeftAlone() throws {
    try write([1], to: "full/mine")
    let run = try CommandLineRun("data", "generate", "digits", "full", in: folder)
    #expect(run.status == 1)
    #expect(
      run.errors == "convbook: the folder full is not empty, and nothing is overwritten; name a new one\n")
    #expect(try folder.names(in: "full") == ["mine"])
  }

  @Test func controlCLeavesNothing() throws {
    let terminal = try PseudoTerminal(
      ["data", "generate", "digits", "many", "--train", "60000", "--format", "png"], folder: folder)
    try terminal.wait(for: "/70000 images")
    terminal.press(.controlC)
    #expect(try terminal.waitForExit() == 130)
    #expect(terminal.screen.text.contains("convbook: interrupted; nothing was written"))
    #expect(try folder.names(in: "").filter { $0.contains("many") } == [])
  }

  // MARK: - fetch

  @Test func withoutTheNetworkFetchSaysWhatItTried() throws {
    let run = try fetch("mnist", proxy: 1)
    #expect(run.status == 1)
    #expect(run.output.contains("licence: CC BY-SA 3.0 (Yann LeCun, Corinna Cortes)\n11.6 MB into "))
    #expect(run.errors.contains("convbook: train-images-idx3-ubyte.gz could not be downloaded:\n"))
    #expect(
      run.errors.contains("  https://ossci-datasets.s3.amazonaws.com/mnist/train-images-idx3-ubyte.gz\n    "))
    #expect(
      run.errors.contains("  https://storage.googleapis.com/cvdf-datasets/mnist/train-images-idx3-ubyte.gz\n")
    )
  }

  @Test func controlCEndsADownload() throws {
    // A proxy that takes connections and never answers.
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = listen(listener, 8) == 0
    let isNamed = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &length) == 0 }
    }
    try #require(isListening && isNamed)
    let terminal = try PseudoTerminal(
      ["data", "fetch", "mnist"], folder: folder,
      environment: ["https_proxy": "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"])
    try terminal.wait(for: "11.6 MB into")
    terminal.press(.controlC)
    #expect(try terminal.waitForExit() == 130)
    #expect(terminal.screen.text.contains("convbook: interrupted; what has come is kept"))
  }

  // MARK: - Usage

  @Test(arguments: [
    (["data", "lisst"], "unknown command 'data lisst'; did you mean 'data list'?"),
    (["data", "list", "mnist"], "data list takes no 'mnist'; it lists all sets"),
    (["data", "list", "--train", "3"], "--train goes with data generate"),
    (
      ["data", "generate", "digits"],
      "data generate takes a data set and a new folder: convbook data generate digits my-digits"
    ),
    (["data", "generate", "digit", "x"], "there is no known data set 'digit'; did you mean 'digits'?"),
    (
      ["data", "generate", "mnist", "x"],
      "mnist is not drawn but read from files; built in: digits, signs, scans"
    ),
    (
      ["data", "generate", "digits", "x", "--train", "0"],
      "--train takes a whole number of at least 1, not '0'"
    ),
    (
      ["data", "generate", "digits", "x", "--format", "pgn"],
      "--format takes idx or png, not 'pgn'; did you mean 'png'?"
    ),
    (
      ["data", "fetch"],
      "data fetch takes a data set, and a folder if it is not to be the cache: data fetch mnist"
    ),
    (["data", "fetch", "mnits"], "there is no known data set 'mnits'; did you mean 'mnist'?"),
    (["data", "fetch", "digits"], "digits is built in: load digits needs no files"),
  ])
  func aWrongCommandLineIsExplained(arguments: [String], message: String) throws {
    let run = try CommandLineRun(arguments, in: folder)
    #expect(run.status == 2)
    let call = message.hasPrefix("unknown command") ? "convbook" : "convbook data \(arguments[1])"
    #expect(run.errors == "convbook: \(message)\n\(call) --help shows how it is used\n")
  }

  /// Runs `data fetch` with a port of this machine as its only way to the network.
  private func fetch(_ name: String, proxy port: UInt16) throws -> CommandLineRun {
    let proxy = "http://127.0.0.1:\(port)"
    return try CommandLineRun(
      ["data", "fetch", name], in: folder, environment: ["http_proxy": proxy, "https_proxy": proxy])
  }

  private func write(_ bytes: [UInt8], to name: String) throws {
    let url = folder.url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }
}
