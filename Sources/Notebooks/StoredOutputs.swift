/// What a transcript says that its cells gave.
///
/// A reader leaves it out (``NotebookFile``): nothing of it is believed. Here it is read to be compared with what a replay
/// gives.
extension Transcript {
  /// The outputs that stand below the cells of a text, as ``written(_:)`` has them, by the number of the cell. A cell below
  /// which nothing stands is left out.
  /// - Parameter notebook: what was read from the same text.
  public static func storedOutputs(of notebook: NotebookFile, in text: String) -> [Int: String] {
    let lines = self.lines(text)
    var stored: [Int: String] = [:]
    for cell in notebook.cells {
      let count =
        cell.source.isEmpty ? 0 : cell.source.split(separator: "\n", omittingEmptySubsequences: false).count
      // The fence that closes the cell is line `firstLine + count`, from 1.
      var next = cell.firstLine + count
      var parts: [String] = []
      while next < lines.count, let line = lines[next...].firstIndex(where: { !$0.isBlank }) {
        if let fence = Fence(lines[line]), fence.info == outputName,
          let close = lines[(line + 1)...].firstIndex(where: { fence.isClosed(by: $0) })
        {
          parts.append(lines[line...close].joined(separator: "\n"))
          next = close + 1
        } else if isChartLink(lines[line], ofCell: cell.number) {
          parts.append(lines[line])
          next = line + 1
        } else {
          break
        }
      }
      if !parts.isEmpty { stored[cell.number] = parts.joined(separator: "\n\n") }
    }
    return stored
  }

  /// Outputs as a transcript has them below their cell.
  public static func written(_ outputs: [CellOutput]) -> String { parts(outputs).joined(separator: "\n\n") }

  /// Lines end in LF, CR LF or CR.
  private static func lines(_ text: String) -> [String] {
    var bytes = Array(text.utf8)
    if bytes.contains(13) {
      var kept: [UInt8] = []
      kept.reserveCapacity(bytes.count)
      for (index, byte) in bytes.enumerated() {
        if byte == 13 {
          kept.append(10)
        } else if byte != 10 || index == 0 || bytes[index - 1] != 13 {
          kept.append(byte)
        }
      }
      bytes = kept
    }
    return bytes.split(separator: 10, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
