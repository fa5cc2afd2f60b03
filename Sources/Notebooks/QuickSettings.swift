extension NotebookFile {
  /// The values of its parameters with which the notebook runs from end to end in seconds, as its front matter gives
  /// them; Jupytext and Jupyter keep them among the notebook's metadata.
  ///
  ///     quick:
  ///       epochs: 3
  ///       train: 6000
  ///
  /// - Parameter file: the notebook's name in errors.
  /// - Returns: names and texts, in their order, as ``setting(_:file:)`` takes them.
  /// - Throws: ``NotebookError`` where the front matter has no `quick:`, or a line below it is not `name: value`.
  func quickSettings(file: String) throws(NotebookError) -> [(name: String, text: String)] {
    let lines = frontMatter?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
    guard let start = lines.firstIndex(where: { $0.hasPrefix("quick:") && $0.dropFirst(6).isBlank }) else {
      throw NotebookError(
        file: file, line: nil,
        message: "--quick: the front matter has no 'quick:' with values for a short run; use --set instead")
    }
    var settings: [(name: String, text: String)] = []
    for (i, line) in lines.enumerated().dropFirst(start + 1) {
      guard line.hasPrefix(" ") else { break }
      let parts = line.split(separator: ":", maxSplits: 1).map(\.trimmed)
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
        // The front matter begins on the file's second line.
        throw NotebookError(
          file: file, line: i + 2,
          message: "a value for a short run is written 'name: value', not '\(line.trimmed)'")
      }
      settings.append((String(parts[0]), String(parts[1])))
    }
    return settings
  }
}
