import Testing

@testable import convbook

/// What commands declare, and what is parsed by it.
@Suite struct CommandDeclarationTests {
  /// A word before the command is a value or not whatever command follows.
  @Test func anOptionHasTheSameFormInEveryCommand() {
    var forms: [String: String] = [:]
    for option in CommandEntry.all.flatMap(\.syntax.options) {
      let form = "\(option.form.placeholder ?? "nothing"): \(option.explanation)"
      #expect(forms[option.name, default: form] == form, "\(option.name)")
      forms[option.name] = form
    }
  }

  @Test func noNameIsDeclaredTwice() {
    let names = CommandEntry.all.map(\.syntax.name)
    #expect(Set(names).count == names.count)
    for entry in CommandEntry.all {
      let names = entry.syntax.spellings.map(\.name)
      #expect(Set(names).count == names.count, "\(entry.syntax.name): \(names)")
    }
  }

  @Test(arguments: CommandEntry.named.map(\.syntax.name)) func theExampleIsUnderstood(name: String) throws {
    let entry = try #require(CommandEntry.named.first { $0.syntax.name == name })
    let typed = entry.syntax.declaration.example.split(separator: #/ [|>] /#)[0]
    let words = CommandLineWords(typed.split(separator: " ").dropFirst().map(String.init))
    #expect(try words.command().syntax.name == (name == "version" ? "" : name))
    _ = try words.command().parse(words)
  }

  @Test func optionsSetTheirProperties() throws {
    let words = CommandLineWords([
      "--data", "a", "run", "--seed=18446744073709551615", "one.md", "--set", "x=1=2", "--data=b", "--quick",
      "--outputs", "there", "--", "--two.md",
    ])
    let run = try RunCommand.declaration.parse(words)
    #expect(run.notebooks.files == ["one.md", "--two.md"])
    #expect(run.notebooks.isQuick && !run.notebooks.isQuiet)
    let replay = run.notebooks.replay
    #expect(replay.values.map(\.name) == ["x"] && replay.values.map(\.text) == ["1=2"])
    #expect(replay.session.seed.given == .max)
    #expect(replay.session.data.folders == ["a", "b"])
    #expect(replay.session.outputs == .named("there"))
  }

  @Test func whatIsNotSaidHasItsDefault() throws {
    let run = try DataGenerateCommand.declaration.parse(
      CommandLineWords(["data", "generate", "digits", "d"]))
    #expect(run.name == "digits" && run.folder == "d" && run.format == .idx)
    #expect(run.counts.train == nil && run.seed.given == nil && run.seed.value == 0)
    let page = DataGenerateCommand.declaration.syntax.page.text(width: 79)
    #expect(page.contains("which files it writes; default idx"))
  }
}
