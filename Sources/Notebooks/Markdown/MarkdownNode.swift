import CCmark
import Core

/// A piece of a Markdown text: a paragraph, an emphasis, a word. Pieces stand within each other as a tree.
///
/// Read by cmark-gfm: CommonMark with the tables of GitHub Flavored Markdown.
public struct MarkdownNode: Hashable, Sendable {
  /// Named as cmark names them.
  public enum Kind: String, Sendable {
    case document
    case blockQuote = "block_quote"
    case list, item
    case codeBlock = "code_block"
    case htmlBlock = "html_block"
    case paragraph, heading
    case thematicBreak = "thematic_break"
    case table
    case tableHeader = "table_header"
    case tableRow = "table_row"
    case tableCell = "table_cell"
    case text
    case softBreak = "softbreak"
    case lineBreak = "linebreak"
    case code
    case htmlInline = "html_inline"
    case emphasis = "emph"
    case strong, link, image
    /// `<details>`: an answer to be opened. The literal is its summary.
    case details
    /// A directive of MyST, with what its body says. The literal is its name.
    case directive
  }

  /// A place in the text: the line and the byte within it, both counted from 1.
  struct Position: Hashable, Sendable {
    let line: Int
    let column: Int
  }

  public let kind: Kind
  public let children: [MarkdownNode]
  /// The words of a text, of code and of HTML, with control characters written out; where a link or an image leads.
  public let literal: String
  /// A heading's level, or the first number of a list; 0 for a list of bullets.
  public let number: Int
  /// Of a directive.
  public let directive: Directive?
  /// The last byte of it.
  let end: Position

  /// Reads a text. No text is wrong.
  public init(parsing markdown: String) {
    let document = Self.parsed(markdown) ?? MarkdownNode(.document, [])
    self = MarkdownNode(.document, Self.foldingDetails(document.children))
  }

  init(_ kind: Kind, _ children: [MarkdownNode], literal: String = "", number: Int = 0) {
    (self.kind, self.children, self.literal, self.number) = (kind, children, literal, number)
    directive = nil
    end = Position(line: 0, column: 0)
  }

  /// The words alone.
  public var plainText: String {
    switch kind {
    case .text, .code: literal
    case .softBreak, .lineBreak: " "
    default: children.map(\.plainText).joined()
    }
  }

  // MARK: - Reading

  /// Deeper than this nobody reads, and a stranger's text could exhaust the stack.
  private static let greatestDepth = 32
  /// A directive within others is read again with each of them.
  private static let greatestDirectiveDepth = 6

  /// Once, whichever thread comes first.
  private static let extensions: Void = cmark_gfm_core_extensions_ensure_registered()

  private static func parsed(_ markdown: String, depth: Int = 0) -> MarkdownNode? {
    _ = extensions
    guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return nil }
    defer { cmark_parser_free(parser) }
    if let table = cmark_find_syntax_extension("table") {
      cmark_parser_attach_syntax_extension(parser, table)
    }
    BoundedMarkdown.bytes(of: markdown).withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
    }
    guard let document = cmark_parser_finish(parser) else { return nil }
    defer { cmark_node_free(document) }
    return MarkdownNode(reading: document, depth: depth)
  }

  /// Nil for what this program has no use for, such as footnotes.
  private init?(reading node: OpaquePointer, depth: Int) {
    guard depth < Self.greatestDepth, let name = cmark_node_get_type_string(node),
      let kind = Kind(rawValue: String(cString: name))
    else { return nil }
    var children: [MarkdownNode] = []
    var next = cmark_node_first_child(node)
    while let child = next {
      if let child = MarkdownNode(reading: child, depth: depth + 1) { children.append(child) }
      next = cmark_node_next(child)
    }
    let text =
      switch kind {
      case .link, .image: cmark_node_get_url(node)
      case .text, .code, .codeBlock, .htmlBlock, .htmlInline: cmark_node_get_literal(node)
      default: nil as UnsafePointer<CChar>?
      }
    // `&#27;` would otherwise bring in what a terminal obeys.
    let literal = text.map { BoundedMarkdown.restored(String(cString: $0)).printable } ?? ""
    let info =
      kind == .codeBlock ? cmark_node_get_fence_info(node).map { String(cString: $0).printable } : nil
    directive = info.flatMap { Directive(info: $0, text: literal) }
    if let directive, depth < Self.greatestDirectiveDepth {
      self.kind = .directive
      self.literal = directive.name
      self.children = Self.parsed(directive.shown, depth: depth + 1)?.children ?? []
    } else {
      self.kind = kind
      self.literal = literal
      self.children = children
    }
    switch kind {
    case .heading: number = Int(cmark_node_get_heading_level(node))
    case .list where cmark_node_get_list_type(node) == CMARK_ORDERED_LIST:
      number = Int(cmark_node_get_list_start(node))
    default: number = 0
    }
    end = Position(line: Int(cmark_node_get_end_line(node)), column: Int(cmark_node_get_end_column(node)))
  }
}
