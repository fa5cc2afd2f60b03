import Foundation
import Testing

@testable import CellLanguage

/// The example of every page of `help` runs in a session of its own, and `undo` takes its last statement back: the session
/// is bit for bit what it was, whichever verb that was.
@Suite struct ExampleTests {
  /// Pages whose last statement changes what the picture has to show.
  private static let changing = ["fit", "compile", "freeze", "unfreeze", "set_weights", "seed", "shuffle"]

  @Test(arguments: Reference.topics) func runsAndIsUndone(page: String) throws {
    let text = try #require(Reference.page(page))
    let example = text.components(separatedBy: "Example:\n")[1].split(separator: "\n").map { $0.dropFirst(2) }
      .joined(separator: "\n")
    let place = try #require(try Session.parser(example).parse().last).range.start
    let start = example.utf8.index(example.startIndex, offsetBy: place)
    let trial = Trial()
    run(String(example[..<start]), in: trial)
    let before = try SessionPicture(trial.session)
    let last = String(example[start...])
    run(last, in: trial)
    // What undoes is not itself undone.
    guard last != "undo", try SessionPicture(trial.session) != before else {
      #expect(!Self.changing.contains(page))
      return
    }
    let undone = trial.run("undo")
    #expect(undone.hasPrefix("undone: \(last.split(separator: "\n")[0])"), "\(undone)")
    #expect(try SessionPicture(trial.session) == before, "\(last)")
  }

  private func run(_ cell: String, in trial: Trial) {
    do throws(Diagnostic) { try trial.session.run(cell, for: trial) } catch {
      Issue.record("\(error.rendered(source: cell, cell: nil))")
    }
  }
}
