import CellLanguage
import Core
import Datasets
import Foundation
import Testing

@testable import Notebooks

/// A change of a notebook's cells, and what the notebook's prose says that it gives.
struct Answer: Sendable, CustomTestStringConvertible {
  static let all = concepts + moreConcepts + lessons

  /// The file in `Notebooks`, without `.md`.
  let notebook: String
  /// Which answer, and of which change it speaks.
  let about: String
  /// What is replaced in the cells; each must be there.
  var changes: [(old: String, new: String)] = []
  /// As after `--seed`.
  var seed: UInt64 = 0
  /// Models that the answer does not speak of: they are trained on one image, which takes no time, and all random numbers
  /// after them stay the same.
  var untrained: [String] = []
  /// The last cell that is run; all where none is given.
  var lastCell: Int?
  /// A cell at the end.
  var cell = ""
  /// Lines that this cell prints, among others.
  var prints: [String] = []
  let says: [Statement]

  /// Those of the notebook that are run.
  var cells: [NotebookFile.Cell] {
    get throws {
      try NotebookFile(contentsOf: NotebookText.path(notebook)).cells.filter { $0.number <= lastCell ?? .max }
    }
  }

  /// Whether its cells take seconds: those of the concepts do, and lessons are longer.
  var isQuick: Bool { notebook.hasPrefix("concepts/") }

  var testDescription: String { "\(notebook), \(about)" }

  /// Words of the prose, its measured numbers in braces, and for each number the expression of the cell language that
  /// gives it once the cells have run.
  struct Statement: Sendable {
    let marked: String
    let values: [String]

    init(_ marked: String, _ values: String...) { (self.marked, self.values) = (marked, values) }

    /// As they stand in the notebook.
    var words: String { marked.replacing("{", with: "").replacing("}", with: "") }
    var numbers: [String] { marked.matches(of: #/\{([^}]*)\}/#).map { String($0.1) } }
  }
}

/// The cells of an answer, run.
struct AnswerReplay {
  private let runner: CellRunner
  /// What the answer's own cell printed.
  private(set) var printed = ""
  private var number = 1000

  /// - Parameter folder: for the files that the cells write.
  init(_ answer: Answer, folder: String, threads: Int = 1) throws {
    let cells = try answer.cells
    var settings = Session.Settings(search: DataSearch(environment: [:], systemFolders: []))
    (settings.threads, settings.outputFolder) = (threads, OutputFolder(at: folder))
    settings.seed = answer.seed
    runner = CellRunner(settings)
    for cell in cells {
      var source = cell.source
      for change in answer.changes { source = source.replacing(change.old, with: change.new) }
      for name in answer.untrained {
        let fit = try Regex(
          #"fit \#(name) ([\w.]+)( .*)?epochs=\d+"#, as: (Substring, Substring, Substring?).self)
        source = source.replacing(fit) { "fit \(name) \($0.1)[0:1]\($0.2 ?? " ")epochs=1" }
      }
      try run(source, number: cell.number)
    }
    try run(answer.cell, number: number)
    printed = text(number)
  }

  private func run(_ source: String, number: Int) throws {
    if let error = runner.run(source, number: number, interrupts: { 0 }, watch: { _ in }) {
      Issue.record("\(error.rendered(source: source, cell: number))")
      throw error
    }
  }

  private func text(_ cell: Int) -> String {
    (runner.outputs[cell] ?? []).compactMap { if case .text(let text) = $0 { text } else { nil } }
      .joined(separator: "\n")
  }

  /// The value of an expression.
  mutating func value(_ expression: String) throws -> Double {
    number += 1
    try run("print (\(expression))", number: number)
    let text = text(number)
    return try #require(Double(text), "\(expression) is no number: \(text)")
  }
}
