import CCmark

/// Where the fenced blocks and the HTML blocks of a Markdown text lie: read by cmark-gfm, and so as CommonMark has it
/// (and Jupytext, whose parser markdown-it follows it too).
///
/// A fence within an HTML block, a comment for one, is none. One in a list or a block quote is part of that.
enum MarkdownOutline {
  struct Block {
    enum Kind {
      case fence
      /// A fence within an item of a list.
      case fenceInList
      case html(String)
    }

    let kind: Kind
    /// The lines, counted from 0.
    let lines: ClosedRange<Int>
  }

  /// The blocks in their order.
  static func blocks(of lines: some Collection<String>) -> [Block] {
    guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return [] }
    defer { cmark_parser_free(parser) }
    for line in lines {
      var line = withoutOpenInlines(line) + "\n"
      line.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
      }
    }
    guard let document = cmark_parser_finish(parser) else { return [] }
    defer { cmark_node_free(document) }
    var blocks: [Block] = []
    var next = cmark_node_first_child(document)
    while let node = next {
      append(node, to: &blocks)
      next = cmark_node_next(node)
    }
    return blocks
  }

  private static func append(_ node: OpaquePointer, to blocks: inout [Block]) {
    let type = cmark_node_get_type(node)
    if type == CMARK_NODE_HTML_BLOCK {
      let text = cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
      blocks.append(Block(kind: .html(text), lines: lines(of: node)))
    } else if isFence(node) {
      blocks.append(Block(kind: .fence, lines: lines(of: node)))
    } else if type == CMARK_NODE_LIST {
      // Not by calls of itself: a stranger's lists may nest deep.
      guard let iterator = cmark_iter_new(node) else { return }
      defer { cmark_iter_free(iterator) }
      while case let event = cmark_iter_next(iterator), event != CMARK_EVENT_DONE {
        guard event == CMARK_EVENT_ENTER, let inner = cmark_iter_get_node(iterator), isFence(inner) else {
          continue
        }
        blocks.append(Block(kind: .fenceInList, lines: lines(of: inner)))
      }
    }
  }

  private static func isFence(_ node: OpaquePointer) -> Bool {
    var (length, offset, character): (Int32, Int32, CChar) = (0, 0, 0)
    return cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK
      && cmark_node_get_fenced(node, &length, &offset, &character) != 0
  }

  private static func lines(of node: OpaquePointer) -> ClosedRange<Int> {
    let start = max(1, Int(cmark_node_get_start_line(node)))
    return start - 1...max(start, Int(cmark_node_get_end_line(node))) - 1
  }

  /// The line with what would open a comment, a declaration or the like in the middle of it made harmless: for blocks it means
  /// nothing, and cmark looks for the end of each in all that follows.
  private static func withoutOpenInlines(_ line: String) -> String {
    guard line.utf8.contains(UInt8(ascii: "<")) else { return line }
    var bytes = Array(line.utf8)
    // Only behind the marks of lists and quotes can a block begin, and not where it is indented as code is.
    let first = bytes.firstIndex { !" >-+*.)0123456789".utf8.contains($0) } ?? bytes.count
    let isIndented = line.prefix(4) == "    " || line.hasPrefix("\t")
    for i in bytes.indices.dropLast() where bytes[i] == UInt8(ascii: "<") && (i > first || isIndented) {
      if bytes[i + 1] == UInt8(ascii: "?") || bytes[i + 1] == UInt8(ascii: "!") {
        bytes[i] = UInt8(ascii: "(")
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
