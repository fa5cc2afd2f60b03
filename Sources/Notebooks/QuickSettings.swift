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
    guard let section = frontMatterSection("quick") else {
      throw NotebookError(
        file: file, line: nil,
        message: "--quick: the front matter has no 'quick:' with values for a short run; use --set instead")
    }
    var settings: [(name: String, text: String)] = []
    for (line, text) in section {
      guard let setting = Self.setting(text) else {
        throw NotebookError(
          file: file, line: line,
          message: "a value for a short run is written 'name: value', not '\(text.trimmed)'")
      }
      settings.append(setting)
    }
    return settings
  }

  /// The seed of a student's copy, which `assign` writes:
  ///
  ///     convbook:
  ///       seed: 1234
  ///
  /// Nil where there is none.
  public var ownSeed: UInt64? {
    let settings = (frontMatterSection("convbook") ?? []).compactMap { Self.setting($0.text) }
    return settings.last { $0.name == "seed" }.flatMap { Int($0.text) }.flatMap(UInt64.init(exactly:))
  }

  /// The lines below `name:` in the front matter, with their numbers in the file; nil where it has no such line.
  private func frontMatterSection(_ name: String) -> [(line: Int, text: Substring)]? {
    let lines = frontMatter?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
    let head = name + ":"
    guard let start = lines.firstIndex(where: { $0.hasPrefix(head) && $0.dropFirst(head.count).isBlank })
    else { return nil }
    // The front matter begins on the file's second line.
    return lines.enumerated().dropFirst(start + 1).prefix { $0.element.hasPrefix(" ") }.map {
      ($0.offset + 2, $0.element)
    }
  }

  private static func setting(_ line: Substring) -> (name: String, text: String)? {
    let parts = line.split(separator: ":", maxSplits: 1).map(\.trimmed)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
    return (String(parts[0]), String(parts[1]))
  }
}
