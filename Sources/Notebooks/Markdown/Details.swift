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
  public var withoutTags: String {
    replacing(#/<!--.*?-->|<[^>]*>/#.dotMatchesNewlines(), with: "").trimmingBlank
  }

  fileprivate var summary: String {
    let summary = firstMatch(of: #/<summary>(.*?)<\/summary>/#.dotMatchesNewlines()).map {
      String($0.1).withoutTags
    }
    return summary ?? "Details"
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
