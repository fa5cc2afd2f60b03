import CellLanguage
import Grading
import Prompt

/// What `convbook` does with its command line.
enum Program {
  /// Does it.
  ///
  /// - Returns: The exit code: that of the command; 1 also where standard output took no more; 2 for a command line that
  ///   cannot be understood.
  static func main(_ arguments: [String]) -> Int32 {
    if arguments == [GradeWorker.argument] { return GradeWorker.serve() }
    Reference.addCommands { CommandEntry.named.map(\.syntax.page) }
    let code = answer(arguments)
    guard let complaint = StandardStream.complaint else { return code }
    complain(complaint)
    return code == 0 ? 1 : code
  }

  private static func answer(_ arguments: [String]) -> Int32 {
    var call = "convbook"
    do {
      let words = CommandLineWords(arguments)
      if words.asksForHelp { return try HelpCommand.answer(words) }
      let entry = try words.command()
      call = entry.syntax.call
      return try entry.parse(words).run()
    } catch let error as UsageError {
      complain("\(error.message)\n\(call) --help shows how it is used")
      return 2
    } catch {
      complain("\(error)")
      return 1
    }
  }
}
