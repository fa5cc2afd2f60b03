import CLibedit

/// Ctrl-R: finds the newest cell that has the letters typed. libedit's own search shows one line and ends at the
/// first newline.
extension LineEditor {
  func search() {
    let draft = buffer.text
    var (pattern, place, isFound) = ("", history.cells.count, true)

    /// Goes to the next older cell from `start` on that has the pattern and differs from what is shown.
    func find(before start: Int) {
      let shown = buffer.text
      let next = history.older(than: start) { CellHistory.has(pattern, $0) && (start > place || $0 != shown) }
      isFound = next != nil || pattern.isEmpty
      guard let next, !pattern.isEmpty else { return }
      place = next
      buffer.replaceAll(with: history.cells[next])
    }

    let prompt = request.prompt
    defer { request.prompt = prompt }
    while true {
      request.prompt = isFound ? "search '\(pattern)': " : "nothing older with '\(pattern)': "
      guard case .character(let key)? = nextKey() else { return }
      switch key {
      case "\u{12}": find(before: place)
      case "\u{13}":
        let shown = buffer.text
        if let next = history.newer(than: place, where: { CellHistory.has(pattern, $0) && $0 != shown }) {
          place = next
          buffer.replaceAll(with: history.cells[next])
        }
      case "\u{7F}", "\u{8}":
        pattern = String(pattern.dropLast())
        find(before: history.cells.count)
      case "\u{7}":
        buffer.replaceAll(with: draft)
        return
      case "\r", "\n":
        request.prompt = prompt
        return enter()
      case _ where key.value < 32:
        // Any other key takes the cell and does to it what it always does.
        keyboard.putBack(key)
        return
      default:
        pattern.unicodeScalars.append(key)
        find(before: min(place + 1, history.cells.count))
      }
    }
  }
}
