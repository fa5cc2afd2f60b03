import CellLanguage
import Charts
import Core
import Datasets

/// Runs cells in a session and keeps what each gives out, for the transcript.
public final class CellRunner {
  /// A chart that a cell drew, and its file's name.
  public struct Chart: Sendable, Equatable {
    public let fileName: String
    public let svg: String
    /// The same picture in pixels, where `format=png` asked for it. The transcript knows nothing of it: its bytes depend
    /// on the machine's fonts.
    public let png: [UInt8]?

    /// The names and contents of its files.
    public var files: [(name: String, bytes: [UInt8])] {
      [(fileName, Array(svg.utf8))] + (png.map { [(pngName, $0)] } ?? [])
    }

    var pngName: String { fileName.dropLast("svg".count) + "png" }
  }

  /// What a watcher hears while a cell runs.
  public enum Event {
    case output(Output)
    /// A chart now has a file name.
    case chart(any Charts.Chart, fileName: String, title: String)
    /// And another file, with the same picture.
    case file(fileName: String, title: String)
    /// The cell failed; the text shows where and why.
    case failure(String)
  }

  public private(set) var outputs: [Int: [CellOutput]] = [:]
  public private(set) var charts: [Chart] = []
  private var cell = 0
  private let watch: (Event) -> Void
  private let search: DataSearch
  private let outputFolder: OutputFolder?
  private let seed: UInt64
  private let threads: Int
  private let interrupts: () -> Int

  /// - Parameters:
  ///   - seed: of the session.
  ///   - threads: how many threads compute.
  ///   - outputFolder: below which cells may write files; nil where there is no place for any.
  ///   - interrupts: how often the learner has asked to stop, asked again and again; see `Session`.
  ///   - watch: hears everything as it happens.
  public init(
    seed: UInt64, threads: Int, search: DataSearch, outputFolder: OutputFolder?,
    interrupts: @escaping () -> Int,
    watch: @escaping (Event) -> Void
  ) {
    self.seed = seed
    self.threads = threads
    self.search = search
    self.outputFolder = outputFolder
    self.interrupts = interrupts
    self.watch = watch
  }

  public private(set) lazy var session = Session(
    seed: seed, threads: threads, search: search, outputFolder: outputFolder, interrupts: interrupts
  ) { [unowned self] in self.receive($0) }

  /// Runs a cell. Returns its error, which is part of the cell's output too, or nil.
  public func run(_ source: String, number: Int) -> Diagnostic? {
    cell = number
    do throws(Diagnostic) {
      try session.run(source)
      return nil
    } catch {
      watch(.output(.progress(nil)))
      let text = error.rendered(source: source, cell: number)
      outputs[number, default: []].append(.text(text))
      let aside = error.aside.map { "\n" + $0 } ?? ""
      watch(.failure(text + aside.replacing("\n", with: "\n  ")))
      return error
    }
  }

  private func receive(_ output: Output) {
    switch output {
    case .text(let text, _):
      outputs[cell, default: []].append(.text(text))
      watch(.output(output))
    case .chart(let drawn):
      let fileName = freeFileName(drawn.name)
      let chart = Chart(fileName: fileName, svg: drawn.svg, png: drawn.png)
      charts.append(chart)
      outputs[cell, default: []].append(.chart(fileName: fileName, altText: drawn.title))
      watch(.chart(drawn.chart, fileName: fileName, title: drawn.title))
      if chart.png != nil { watch(.file(fileName: chart.pngName, title: drawn.title)) }
    case .progress:
      watch(.output(output))
    }
  }

  /// `05-accuracy.svg`, or `05-accuracy-2.svg` where the cell has drawn one of that name.
  private func freeFileName(_ name: String) -> String {
    var fileName = Transcript.chartFileName(cell: cell, name: name)
    var number = 2
    while charts.contains(where: { $0.fileName == fileName }) {
      fileName = Transcript.chartFileName(cell: cell, name: "\(name)-\(number)")
      number += 1
    }
    return fileName
  }
}
