import CellLanguage
import Datasets
import Foundation

/// A notebook run from a fresh session: what `convbook run` and `convbook check` do.
public struct Replay {
  /// Everything that the bytes of a transcript depend on besides the notebook and the data, and the threads, on
  /// which they do not.
  public struct Settings: Sendable {
    public var seed: UInt64 = 0
    public var threads = 1
    public var search: DataSearch
    /// `--set NAME=VALUE`.
    public var values: [(name: String, text: String)] = []
    /// `--quick`: the notebook's own settings for a short run; ``values`` go before them.
    public var isQuick = false

    public init(search: DataSearch) { self.search = search }
  }

  /// How a replay ended.
  public enum Ending: Equatable, Sendable {
    case done
    /// A cell failed (or did not, though tagged `raises-error`); its number.
    case failed(cell: Int)
    case interrupted
  }

  /// What a watcher hears.
  public enum Event {
    case cellBegan(NotebookFile.Cell, of: Int)
    case inCell(CellRunner.Event)
  }

  public struct Result {
    public let ending: Ending
    /// The files of the output folder, less `run.json`: names and contents, in alphabetical order.
    public let files: [(name: String, content: String)]
    /// Seconds per cell that ran.
    public let seconds: [(cell: Int, seconds: Double)]
    /// Why the last cell failed, if it is not in the transcript.
    public let complaint: String?
  }

  public let notebook: NotebookFile
  public let file: String
  public let settings: Settings

  /// Reads the notebook and sets its parameters.
  /// - Throws: where the file cannot be read, is no notebook, or has no such parameter.
  public init(file: String, settings: Settings) throws {
    let written = try NotebookFile(contentsOf: file)
    let quick = settings.isQuick ? try written.quickSettings(file: file) : []
    notebook = try written.setting(quick + settings.values, file: file)
    self.file = file
    self.settings = settings
  }

  /// The name of the notebook's folder of outputs: the file's name without `.md`.
  public var name: String {
    let name = URL(fileURLWithPath: file).lastPathComponent
    return name.hasSuffix(".md") && name.count > 3 ? String(name.dropLast(3)) : name
  }

  /// Runs every cell; the first one that fails is the last. Files that cells write go below `outputFolder` at once.
  public func run(
    outputFolder: OutputFolder, interrupts: @escaping () -> Int, watch: @escaping (Event) -> Void
  ) -> Result {
    let runner = CellRunner(
      seed: settings.seed, threads: settings.threads, search: settings.search, outputFolder: outputFolder,
      interrupts: interrupts
    ) { watch(.inCell($0)) }
    var seconds: [(cell: Int, seconds: Double)] = []
    var ending = Ending.done
    var complaint: String?
    let clock = ContinuousClock()
    let cells = notebook.cells
    for cell in cells {
      watch(.cellBegan(cell, of: cells.count))
      var error: Diagnostic?
      let time = clock.measure { error = runner.run(cell.source, number: cell.number) }
      seconds.append((cell.number, time / .seconds(1)))
      if interrupts() > 0 {
        ending = .interrupted
      } else if cell.tags.contains(NotebookFile.raisesErrorTag) {
        guard error == nil else { continue }
        ending = .failed(cell: cell.number)
        complaint =
          "\(file):\(cell.firstLine): cell \(cell.number) is tagged raises-error, but it raised none"
      } else if error != nil {
        ending = .failed(cell: cell.number)
      }
      if ending != .done { break }
    }
    let files =
      runner.charts.map { (name: $0.fileName, content: $0.svg) }
      + [(name: "transcript.md", content: Transcript(of: notebook, outputs: runner.outputs).markdown)]
    return Result(
      ending: ending, files: files.sorted { $0.name < $1.name }, seconds: seconds, complaint: complaint)
  }
}
