import CellLanguage
import Core
import Foundation

/// A command of `convbook`, declared once for dispatch and for help.
struct Command: Sendable {
  let name: String
  let usage: String
  let summary: String
  /// Does it and returns the exit code.
  let run: @Sendable (CommandLineOptions) throws -> Int32

  static let all: [Command] = [
    Command(
      name: "run", usage: "run FILE.md ...",
      summary: "replay notebooks: run every cell, write transcript and charts", run: { try runNotebooks($0) }),
    Command(
      name: "check", usage: "check FILE.md ...",
      summary: "replay and compare with the stored transcript and charts", run: { try checkNotebooks($0) }),
    Command(
      name: "step", usage: "step FILE.md",
      summary: "walk through a notebook: its prose, then each cell to run, change or skip",
      run: { try stepThrough($0) }),
    Command(
      name: "bench", usage: "bench",
      summary: "how fast this machine trains and evaluates the lessons' models",
      run: { try bench($0) }),
    Command(
      name: "data list", usage: "data [list]",
      summary: "the known data sets: what they are, where they were found",
      run: { try listData($0) }),
    Command(
      name: "data generate", usage: "data generate NAME DIR",
      summary: "draw a built-in data set and write it as files", run: { try generateData($0) }),
    Command(
      name: "data fetch", usage: "data fetch NAME [DIR]",
      summary: "download a data set to where load finds it, or into DIR/NAME", run: { try fetchData($0) }),
    Command(
      name: "help", usage: "help [VERB | LAYER | TOPIC]",
      summary: "this page, or that of a verb, layer or idea",
      run: { try help($0) }),
  ]

  /// Runs what the arguments ask for and returns the exit code: 0 done; 1 a cell failed, a check differed, or a file
  /// could not be read or written; 2 usage; 130 interrupted.
  static func main(_ arguments: [String]) -> Int32 {
    let code = answer(arguments)
    guard let complaint = StandardStream.complaint else { return code }
    complain(complaint)
    return code == 0 ? 1 : code
  }

  private static func answer(_ arguments: [String]) -> Int32 {
    do {
      guard let name = arguments.first, !name.hasPrefix("-") else {
        if arguments.contains(where: { $0 == "--help" || $0 == "-h" }) { return help() }
        if arguments.first == "--version" { return showVersion() }
        return try promptForCells(CommandLineOptions(arguments, of: ""))
      }
      let (command, rest) = try find(arguments)
      if rest.contains(where: { $0 == "--help" || $0 == "-h" }) { return help() }
      return try command.run(CommandLineOptions(rest, of: command.name))
    } catch let error as UsageError {
      complain("\(error.message)\nconvbook --help shows how it is used")
      return 2
    } catch {
      complain("\(error)")
      return 1
    }
  }

  /// The command that the arguments begin with, and what follows its name of one word or two. Of a group such as `data`,
  /// the first is meant where the second word is missing.
  private static func find(_ arguments: [String]) throws -> (Command, rest: [String]) {
    for count in [2, 1] where arguments.count >= count {
      let name = arguments[..<count].joined(separator: " ")
      if let command = all.first(where: { $0.name == name }) { return (command, Array(arguments[count...])) }
    }
    var name = arguments[0]
    if let first = all.first(where: { $0.name.hasPrefix(name + " ") }) {
      guard arguments.count > 1, !arguments[1].hasPrefix("-") else {
        return (first, Array(arguments.dropFirst()))
      }
      name += " " + arguments[1]
    }
    throw UsageError("unknown command '\(name)'", suggesting: name, from: all.map(\.name))
  }

  private static func help(_ options: CommandLineOptions) throws -> Int32 {
    guard !options.operands.isEmpty else { return help() }
    let topic = options.operands.joined(separator: " ")
    guard let page = Reference.page(topic) else { throw UsageError(Reference.noHelp(on: topic)) }
    Pager.show(page)
    return 0
  }

  private static func help() -> Int32 {
    let commands = all.map {
      "  convbook \($0.usage)".padding(toLength: 42, withPad: " ", startingAt: 0) + $0.summary
    }
    Pager.show(
      """
      Convbook teaches convolutional networks, a cell at a time.

        convbook                        the prompt
        convbook --version              the version, the processor it is built for, and whether the kernel confines cells
      \(commands.joined(separator: "\n"))

      Options
      \(CommandLineOptions.help)

      \(Reference.overview())
      """)
    return 0
  }
}
