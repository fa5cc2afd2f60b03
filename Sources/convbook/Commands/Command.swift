import Prompt

/// A command of `convbook`: a type whose properties are its options and operands.
///
/// Parsing, checking, nearest words, the page of help, the man page and the completion of shells are all made from its
/// declaration.
protocol Command: Sendable {
  static var declaration: CommandDeclaration<Self> { get }

  /// The command where nothing is said: each property has its first value, which is its default.
  init()

  /// Does it.
  ///
  /// - Returns: The exit code: 0 done; 1 a cell failed, a check differed, or a file could not be read or written;
  ///   130 interrupted.
  func run() throws -> Int32
}

/// A command among others, whatever its type.
struct CommandEntry: Sendable {
  let syntax: CommandSyntax
  let parse: @Sendable (CommandLineWords) throws(UsageError) -> any Command

  private init<C: Command>(_ type: C.Type) {
    syntax = C.declaration.syntax
    parse = { (words) throws(UsageError) in try C.declaration.parse(words) }
  }

  /// What `convbook` does where no command is named.
  static let prompt = CommandEntry(PromptCommand.self)

  /// The commands, in the order in which help lists them.
  static let named = [
    CommandEntry(RunCommand.self), CommandEntry(CheckCommand.self), CommandEntry(StepCommand.self),
    CommandEntry(AssignCommand.self), CommandEntry(GradeCommand.self), CommandEntry(BenchCommand.self),
    CommandEntry(DataListCommand.self), CommandEntry(DataGenerateCommand.self),
    CommandEntry(DataFetchCommand.self), CommandEntry(HelpCommand.self), CommandEntry(VersionCommand.self),
    CommandEntry(CompletionsCommand.self), CommandEntry(ManCommand.self),
  ]

  static let all = [prompt] + named

  /// The words that a command may begin with.
  static var firstWords: [String] {
    named.map { $0.syntax.words[0] }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The commands of two words that begin with this one, such as `data`.
  static func group(_ word: String) -> [CommandEntry] {
    named.filter { $0.syntax.words.count > 1 && $0.syntax.words[0] == word }
  }
}
