import CellLanguage
import Core
import Datasets
import Foundation

/// A fresh session whose outputs are kept.
final class Trial {
  private(set) var outputs: [Output] = []
  var interrupts = 0
  /// Where files are written; there only once there is one.
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("trial-\(UUID().uuidString)")
    .path
  let session: Session

  init() {
    var settings = Session.Settings(search: DataSearch(environment: [:], systemFolders: []))
    settings.threads = 2
    settings.outputFolder = OutputFolder(at: folder)
    session = Session(settings)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// The lines that a cell prints, or its error as a learner sees it.
  func run(_ cell: String, number: Int? = nil) -> String {
    outputs = []
    do throws(Diagnostic) {
      try session.run(cell, number: number, for: self)
      return text
    } catch {
      return (text.isEmpty ? [] : [text]).appending(error.rendered(source: cell, cell: nil))
    }
  }

  /// The lines printed by the last cell.
  var text: String {
    outputs.compactMap(\.text).joined(separator: "\n")
  }

  /// The charts of the last cell: name, title, SVG.
  var charts: [(name: String, title: String, svg: String)] {
    outputs.compactMap {
      if case .chart(let chart) = $0 { (chart.name, chart.title, chart.svg) } else { nil }
    }
  }

  /// A session with a small data set and a small compiled model.
  static func withModel(digits: String = "train=64 test=32", loss: String = "sparse_categorical_crossentropy")
    -> Trial
  {
    let trial = Trial()
    _ = trial.run(
      """
      digits = load digits \(digits)
      net = model input=28x28x1
        AveragePooling2D 4x4
        Flatten
        Dense 10 activation=softmax
      end
      compile net optimizer=adam loss=\(loss) metrics=accuracy
      """)
    return trial
  }
}

extension Trial: SessionHost {
  var interruptRequests: Int { interrupts }
  func receive(_ output: Output) { outputs.append(output) }
}

extension [String] {
  fileprivate func appending(_ text: String) -> String { (self + [text]).joined(separator: "\n") }
}
