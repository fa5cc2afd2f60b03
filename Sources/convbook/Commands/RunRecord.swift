import Core
import Foundation
import Notebooks
import Prompt

/// `run.json`: what differs from run to run and so is not in the transcript.
struct RunRecord: Encodable {
  struct CellTime: Encodable {
    let cell: Int
    let seconds: Double
  }

  /// The program's version.
  let version: String
  let notebook: String
  /// The notebook's path, from which another notebook of its name is told.
  let source: String
  let started: String
  let seconds: Double
  let seed: UInt64
  /// What was not as the notebook has it.
  let settings: [String]
  let threads: Int
  let ending: String
  let cells: [CellTime]
  let processors: Int
  let system: String
  /// Whether the kernel kept the cells to their folder; see ``Confinement``.
  let landlock: String

  init(replay: Replay, result: Replay.Result, start: Date, seconds: Double) {
    version = Version.number
    notebook = replay.file
    source = Self.source(replay.file)
    started = ISO8601DateFormatter().string(from: start)
    self.seconds = seconds
    seed = replay.settings.session.seed
    settings = replay.differences
    threads = replay.settings.session.threads
    switch result.ending {
    case .done: ending = "done"
    case .failed(let cell): ending = "cell \(cell) failed"
    case .interrupted: ending = "interrupted"
    }
    cells = result.seconds.map { CellTime(cell: $0.cell, seconds: $0.seconds) }
    processors = ProcessInfo.processInfo.activeProcessorCount
    switch Confinement.state {
    case .inForce(let version): landlock = "in force (version \(version))"
    case .missing(let reason): landlock = "not in force (\(reason))"
    case nil: landlock = "not in force"
    }
    system = ProcessInfo.processInfo.operatingSystemVersionString
  }

  /// The path of a notebook, without links on the way.
  static func source(_ file: String) -> String { URL(fileURLWithPath: file).resolvingSymlinksInPath().path }

  /// What is known of the run whose transcript is stored.
  struct Stored {
    let hasTranscript: Bool
    /// Whether there is a transcript and nothing says that its run did not get to the end. Transcripts that are kept
    /// with their notebooks have no record beside them.
    let isDone: Bool
    let settings: [String]
    private let source: String?

    init(in folder: OutputFolder) throws {
      struct Record: Decodable {
        let ending: String?
        let source: String?
        let settings: [String]?
      }
      let folder = try folder.existing()
      let record = (try? folder?.read("run.json", limit: 1 << 26)).flatMap {
        try? JSONDecoder().decode(Record.self, from: Data($0))
      }
      hasTranscript = folder?.kind(of: "transcript.md") != nil
      settings = record?.settings ?? []
      isDone = hasTranscript && (record?.ending ?? "done") == "done"
      source = record?.source
    }

    /// The notebook whose outputs these are, if it is another one that is still there.
    func otherSource(than file: String) -> String? {
      guard let source, source != RunRecord.source(file), FileManager.default.fileExists(atPath: source)
      else {
        return nil
      }
      return source
    }
  }
}
