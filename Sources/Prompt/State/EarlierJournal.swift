import Foundation
import Notebooks

/// Journals of the versions before 1.0, so that no session is lost that was cut off before its program was replaced.
enum EarlierJournal {
  private enum Note: Codable, Sendable {
    case session(seed: UInt64, folder: String, data: [String])
    case outputs(folder: String)
    case began(text: String, isRestored: Bool)
    case ended(interrupts: [Int])
    case draft(text: String)
    case more(text: String)
    case restores(cells: [SessionRecord.Restored], journal: String)
    case handedOut
    case forgot
  }

  static func read(_ bytes: [UInt8]) -> RecordLog<SessionNote>.Content {
    let content = RecordLog<Note>.read(bytes)
    guard !content.notes.isEmpty else { return .init(notes: firstVersion(bytes)) }
    var record = SessionRecord(seed: 0)
    return .init(notes: content.notes.flatMap { notes($0, &record) }, damaged: content.damaged)
  }

  /// - Parameter record: how the session was begun, as far as it is known.
  private static func notes(_ note: Note, _ record: inout SessionRecord) -> [SessionNote] {
    switch note {
    case .session(let seed, let folder, let data):
      (record.seed, record.folder, record.data) = (seed, folder, data)
      return [.visit(record.frame)]
    case .outputs(let folder):
      record.outputFolder = folder
      return [.visit(record.frame)]
    case .began(let text, let isRestored):
      return [.began(.init(text: text), isRestored: isRestored)]
    case .ended(let interrupts): return [.ended(failed: false, interrupts: interrupts, position: 0)]
    case .draft(let text): return [.draft(text.isEmpty ? nil : .init(text: text))]
    case .more(let text): return [.more(text: text)]
    case .restores(let cells, let journal): return [.restores(cells: cells, journal: journal)]
    case .handedOut: return [.handedOut]
    case .forgot: return [.forgot]
    }
  }

  /// Those had nothing but lines of `c ` and a cell as ``HistoryFile`` writes it, or of `d ` and a draft.
  private static func firstVersion(_ bytes: [UInt8]) -> [SessionNote] {
    bytes.split(separator: UInt8(ascii: "\n")).flatMap { line -> [SessionNote] in
      let text = HistoryFile.cell(line.dropFirst(2))
      if line.starts(with: "c ".utf8) {
        return [.began(.init(text: text)), .ended(failed: false, interrupts: [], position: 0)]
      }
      return line.starts(with: "d ".utf8) ? [.draft(.init(text: text))] : []
    }
  }
}
