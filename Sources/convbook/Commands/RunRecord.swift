import CellLanguage
import Foundation
import Notebooks

/// `run.json`: what differs from run to run and so is not in the transcript.
struct RunRecord: Encodable {
  struct CellTime: Encodable {
    let cell: Int
    let seconds: Double
  }

  let notebook: String
  let started: String
  let seconds: Double
  let seed: UInt64
  let threads: Int
  let ending: String
  let cells: [CellTime]
  let processors: Int
  let system: String

  init(replay: Replay, result: Replay.Result, start: Date, seconds: Double) {
    notebook = replay.file
    started = ISO8601DateFormatter().string(from: start)
    self.seconds = seconds
    seed = replay.settings.seed
    threads = replay.settings.threads
    switch result.ending {
    case .done: ending = "done"
    case .failed(let cell): ending = "cell \(cell) failed"
    case .interrupted: ending = "interrupted"
    }
    cells = result.seconds.map { CellTime(cell: $0.cell, seconds: $0.seconds) }
    processors = ProcessInfo.processInfo.activeProcessorCount
    system = ProcessInfo.processInfo.operatingSystemVersionString
  }

  func write(to folder: OutputFolder) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try folder.open().write(try encoder.encode(self) + Data([10]), to: "run.json")
  }
}
