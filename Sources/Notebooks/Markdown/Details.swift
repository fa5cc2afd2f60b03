/// `<details>`, the HTML for a text that is opened by a click, as notebooks write the answers to their exercises:
///
///     <details>
///     <summary>Answers</summary>
///
///     1. Two or three.
///
///     </details>
extension MarkdownNode {
  /// The blocks, those between `<details>` and `</details>` in one of kind ``Kind/details``.
  static func foldingDetails(_ blocks: [MarkdownNode]) -> [MarkdownNode] {
    var result: [MarkdownNode] = []
    var open: (summary: String, blocks: [MarkdownNode])?
    func close() {
      if let details = open {
        result.append(MarkdownNode(.details, details.blocks, literal: details.summary))
      }
      open = nil
    }
    for block in blocks {
      if block.kind == .htmlBlock, block.literal.hasPrefix("<details") {
        close()
        open = (block.literal.summary, [])
        let rest = block.literal.afterSummary.withoutTags
        if !rest.isEmpty {
          open?.blocks.append(MarkdownNode(.paragraph, [MarkdownNode(.text, [], literal: rest)]))
        }
        if block.literal.contains("</details>") { close() }
      } else if block.kind == .htmlBlock, block.literal.hasPrefix("</details>") {
        close()
      } else if open != nil {
        open?.blocks.append(block)
      } else {
        result.append(block)
      }
    }
    close()
    return result
  }
}

extension String {
  /// The text of a piece of HTML.
  ///
  /// It is read once from its beginning to its end: a pattern would look for the end of each of a million `<`.
  public var withoutTags: String {
    var text: [UInt8] = []
    var rest = Array(utf8)[...]
    let (comment, commentEnd) = (Array("<!--".utf8), Array("-->".utf8))
    var mayEndComment = true
    while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
      text += rest[..<start]
      rest = rest[start...]
      let end = mayEndComment && rest.starts(with: comment) ? rest.end(of: commentEnd) : nil
      if rest.starts(with: comment) { mayEndComment = end != nil }
      if let end {
        rest = rest[end...]
      } else if let end = rest.firstIndex(of: UInt8(ascii: ">")) {
        rest = rest[(end + 1)...]
      } else {
        break
      }
    }
    return String(decoding: text + rest, as: UTF8.self).trimmingBlank
  }

  fileprivate var summary: String {
    let bytes = Array(utf8)[...]
    guard let start = bytes.end(of: Array("<summary>".utf8)) else { return "Details" }
    let (rest, mark) = (bytes[start...], Array("</summary>".utf8))
    guard let end = rest.end(of: mark) else { return "Details" }
    return String(decoding: rest[..<(end - mark.count)], as: UTF8.self).withoutTags
  }

  fileprivate var afterSummary: String {
    firstRange(of: "</summary>").map { String(self[$0.upperBound...]) } ?? ""
  }

  fileprivate var trimmingBlank: String {
    let start = firstIndex { !$0.isWhitespace } ?? endIndex
    let end = lastIndex { !$0.isWhitespace }.map(index(after:)) ?? start
    return String(self[start..<end])
  }
}

extension ArraySlice<UInt8> {
  /// The place behind the first of these bytes.
  fileprivate func end(of pattern: [UInt8]) -> Int? {
    guard let first = pattern.first else { return startIndex }
    var rest = self
    while let start = rest.firstIndex(of: first) {
      if rest[start...].starts(with: pattern) { return start + pattern.count }
      rest = rest[(start + 1)...]
    }
    return nil
  }
}
