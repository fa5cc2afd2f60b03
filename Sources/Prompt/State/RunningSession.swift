import CellLanguage
import Core
import Foundation
import Notebooks

/// The cells of the prompt or of a lesson as they run: what they give out goes to the terminal, and their charts into the
/// session's folder. It begins with the first thing done: who only looks leaves nothing behind.
final class RunningSession {
  let painter = ChartPainter()
  private(set) var console: Console
  private(set) var runner: CellRunner?
  /// Where charts and the transcript go; nil before there is such a place, or where there can be none.
  private(set) var folder: OutputFolder?
  private let settings: PromptSettings
  private let isTyped: Bool
  private let interrupts = InterruptMeter()
  private var chartsWritten = 0
  /// What knows the words that can be completed and explained, before the first cell.
  private lazy var blank = Session(Session.Settings(search: settings.session.search))

  /// - Parameter isTyped: whether a person types the cells.
  init(_ settings: PromptSettings, isTyped: Bool) {
    (self.settings, self.isTyped) = (settings, isTyped)
    console = Console(outputFolder: settings.outputs.path, isQuiet: settings.isQuiet, painter: painter)
  }

  /// What knows the words that can be completed and explained.
  var session: Session { runner?.session ?? blank }

  /// Begins it where it has not begun.
  /// - Parameters:
  ///   - what: is begun, for a complaint.
  ///   - change: what is otherwise than in the settings.
  ///   - claim: gives the folder for its outputs, and its path as it is shown.
  func begin(
    _ what: String, with change: (inout Session.Settings) -> Void,
    claim: () throws -> (folder: OutputFolder, shown: String)
  ) -> CellRunner {
    if let runner { return runner }
    do { try claimFolder(claim) } catch {
      complain("\(error); the charts of this \(what) cannot be kept, and its transcript not yet")
    }
    Confinement.begin(outputs: folder, isTyped: isTyped)
    var session = settings.session
    change(&session)
    session.outputFolder = folder
    let runner = CellRunner(session)
    self.runner = runner
    return runner
  }

  private func claimFolder(_ claim: () throws -> (folder: OutputFolder, shown: String)) throws {
    let (claimed, shown) = try claim()
    folder = claimed
    console = Console(outputFolder: shown, isQuiet: settings.isQuiet, painter: painter)
  }

  /// Runs a cell, and tells how long it took.
  /// - Parameter moments: at which an earlier run of it was interrupted.
  func run(
    _ source: String, number: Int, in runner: CellRunner, replaying moments: [Int] = []
  ) -> Diagnostic? {
    interrupts.begin(replaying: moments)
    var error: Diagnostic?
    console.tell(
      time: ContinuousClock().measure {
        error = runner.run(source, number: number, interrupts: interrupts.count, watch: console.show)
      })
    return error
  }

  /// When the last cell was interrupted.
  var moments: [Int] { interrupts.moments }

  /// The folder, claimed now where that was not possible before.
  func folder(claim: () throws -> (folder: OutputFolder, shown: String)) throws -> Folder {
    if folder == nil { try claimFolder(claim) }
    guard let folder else {
      throw FileError(cannot: "write in", settings.outputs.path, because: "there is no folder")
    }
    return try folder.open()
  }

  /// Writes the charts that are not written yet.
  func writeCharts(in folder: Folder) throws {
    guard let runner else { return }
    for chart in runner.charts[chartsWritten...] {
      try folder.write(chart.files)
      chartsWritten += 1
    }
  }
}
