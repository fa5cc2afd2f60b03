import CellLanguage
import Charts
import Datasets

/// Runs cells in a session and keeps what each gives out, for the transcript.
public final class CellRunner {
  /// A chart that a cell drew, and its file's name.
  public struct Chart: Sendable, Equatable {
    public let fileName: String
    public let svg: String
    /// The picture in pixels, where `format=png` asked for it. The transcript knows nothing of it: its bytes depend
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
  /// What `expect` has found, by the number of its cell.
  public private(set) var expectations: [Int: [Expectation]] = [:]
  public let session: Session

  public init(_ settings: Session.Settings) { session = Session(settings) }

  /// Runs a cell.
  /// - Parameters:
  ///   - number: of the cell, by which its outputs are kept.
  ///   - interrupts: how often the learner has asked to stop: see ``SessionHost/interruptRequests``.
  ///   - watch: hears everything as it happens.
  /// - Returns: its error, which is part of the cell's output too, or nil.
  public func run(
    _ source: String, number: Int, interrupts: @escaping () -> Int, watch: @escaping (Event) -> Void
  ) -> Diagnostic? {
    do throws(Diagnostic) {
      try session.run(
        source, number: number, for: CellHost(interrupts) { [unowned self] in receive($0, of: number, watch) }
      )
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

  private func receive(_ output: Output, of cell: Int, _ watch: (Event) -> Void) {
    switch output {
    case .value, .said, .expectation:
      if case .expectation(let expectation) = output {
        expectations[cell, default: []].append(expectation)
      }
      guard let text = output.text else { return }
      outputs[cell, default: []].append(.text(text))
      watch(.output(output))
    case .chart(let drawn):
      let fileName = freeFileName(drawn.name, of: cell)
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
  private func freeFileName(_ name: String, of cell: Int) -> String {
    var fileName = Transcript.chartFileName(cell: cell, name: name)
    var number = 2
    while charts.contains(where: { $0.fileName == fileName }) {
      fileName = Transcript.chartFileName(cell: cell, name: "\(name)-\(number)")
      number += 1
    }
    return fileName
  }
}

/// For whom a cell of a notebook runs.
private final class CellHost: SessionHost {
  private let interrupts: () -> Int
  private let take: (Output) -> Void

  init(_ interrupts: @escaping () -> Int, _ take: @escaping (Output) -> Void) {
    (self.interrupts, self.take) = (interrupts, take)
  }

  var interruptRequests: Int { interrupts() }
  func receive(_ output: Output) { take(output) }
}
