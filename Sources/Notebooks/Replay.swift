import CellLanguage
import Core
import Datasets
import Foundation

/// A notebook run from a fresh session: what `convbook run` and `convbook check` do.
public struct Replay {
  /// Everything that the bytes of a transcript depend on besides the notebook and the data, and the threads, on
  /// which they do not.
  public struct Settings: Sendable {
    public var session: Session.Settings
    /// `--set NAME=VALUE`.
    public var values: [(name: String, text: String)] = []
    /// `--quick`: the notebook's own settings for a short run; ``values`` go before them.
    public var isQuick = false
    /// Whether the session's seed was asked for; where not, a notebook's own goes before it.
    public var hasGivenSeed = false

    public init(_ session: Session.Settings) { self.session = session }
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
    /// Pictures of charts in pixels, with which nothing is compared.
    public let pictures: [(name: String, bytes: [UInt8])]
    /// Seconds per cell that ran.
    public let seconds: [(cell: Int, seconds: Double)]
    /// Why the last cell failed, if it is not in the transcript.
    public let complaint: String?
    /// What `expect` has found, by the number of its cell.
    public let expectations: [Int: [Expectation]]
  }

  public let notebook: NotebookFile
  public let file: String
  public let settings: Settings
  /// The file's name without `.md`.
  public let name: String
  /// The settings that make the replay another one than the notebook's own: values that are not those written in it,
  /// and a seed that is not 0.
  public let differences: [String]

  /// Reads the notebook and sets its parameters.
  /// - Throws: where the file cannot be read, is no notebook, has no such parameter, or has a name that is none for a
  ///   folder.
  public init(file: String, settings: Settings) throws {
    name = try Self.name(of: file)
    let written = try NotebookFile(contentsOf: file)
    let quick = settings.isQuick ? try written.quickSettings(file: file) : []
    let own = try written.setting(quick, file: file)
    notebook = try own.setting(settings.values, file: file)
    var differences: [(name: String, text: String)] = []
    for value in settings.values where try own.setting([value], file: file) != own {
      differences.removeAll { $0.name == value.name }
      differences.append(value)
    }
    if notebook == own { differences = [] }
    var settings = settings
    let ownSeed = written.ownSeed ?? 0
    if !settings.hasGivenSeed { settings.session.seed = ownSeed }
    if settings.session.seed != ownSeed { differences.append(("--seed", "\(settings.session.seed)")) }
    self.differences = differences.sorted { $0.name < $1.name }.map { "\($0.name)=\($0.text)" }
    self.file = file
    self.settings = settings
  }

  /// The name of the notebook's folder of outputs; that of a short run is in `quick`.
  public var folderName: String { (settings.isQuick ? "quick/" : "") + name }

  /// The name of a folder for this replay alone: `lenet-5,data=fashion-mnist`.
  public var ownFolderName: String {
    let settings = differences.joined(separator: ",")
    // What cannot stand in a name, or is too long for one, is told apart by a number.
    let plain = String(settings.map { FileName.isPlain($0) || ".,=+".contains($0) ? $0 : "-" }.prefix(60))
    return "\(folderName),\(plain)"
      + (plain == settings ? "" : "-" + String(FNV1a.hash(settings.utf8), radix: 16))
  }

  private static func name(of file: String) throws(NotebookError) -> String {
    let fileName = file.split(separator: "/").last.map(String.init) ?? ""
    let name = fileName.hasSuffix(".md") ? String(fileName.dropLast(3)) : fileName
    // A folder that is named as the notebook is said to be one when it is read.
    if let fault = FileName.fault(ofFolder: name), fileName != ".." && fileName != "." && !fileName.isEmpty {
      throw NotebookError(
        file: FileName.shown(file), line: nil,
        message:
          "its outputs cannot have a folder of the name '\(FileName.shown(name))', for \(fault); give the "
          + "file another name, such as lesson.md")
    }
    return name
  }

  /// Runs every cell; the first one that fails is the last. Files that cells write go below `outputFolder` at once.
  public func run(
    outputFolder: OutputFolder, interrupts: @escaping () -> Int, watch: @escaping (Event) -> Void
  ) -> Result {
    var session = settings.session
    session.outputFolder = outputFolder
    let runner = CellRunner(session)
    var seconds: [(cell: Int, seconds: Double)] = []
    var ending = Ending.done
    var complaint: String?
    let clock = ContinuousClock()
    let cells = notebook.cells
    for cell in cells {
      watch(.cellBegan(cell, of: cells.count))
      var error: Diagnostic?
      let time = clock.measure {
        error = runner.run(cell.source, number: cell.number, interrupts: interrupts) { watch(.inCell($0)) }
      }
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
      ending: ending, files: files.sorted { $0.name < $1.name },
      pictures: runner.charts.compactMap { chart in chart.png.map { (chart.pngName, $0) } }, seconds: seconds,
      complaint: complaint, expectations: runner.expectations)
  }
}
