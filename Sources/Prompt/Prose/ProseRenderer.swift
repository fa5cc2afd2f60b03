import Core
import Notebooks

/// Markdown as lines for a terminal.
///
/// With colours, emphasis is underlined and headings and strong words are bold; without, they keep Markdown's own signs,
/// which read well as text.
struct ProseRenderer {
  /// What the reader's terminal is like.
  struct Page {
    /// Columns of a line.
    var width = 80
    var usesColour = false
    /// Whether a screen reader speaks it: tables row by row, no frames.
    var isSpoken = false

    /// No line is longer: the eye would not find the next one.
    static let greatestWidth = 96

    /// The terminal as it is now.
    static var terminal: Page {
      Page(
        width: min(greatestWidth, Terminal.width), usesColour: Terminal.usesColour,
        isSpoken: Terminal.isPresent && !Terminal.canRedraw)
    }
  }

  let page: Page
  /// Whether `<details>` are shown with what is in them.
  var opensDetails = false

  /// The lines of a text, with one empty line between its blocks and none around them.
  func lines(_ markdown: String) -> [TerminalText] {
    blocks(MarkdownNode(parsing: markdown).children, width: max(10, page.width))
      .map { $0.encoded(usesColour: page.usesColour) }
  }

  /// The lines of the `<details>` alone, none where there are none.
  func details(_ markdown: String) -> [TerminalText] {
    blocks(
      MarkdownNode(parsing: markdown).children.filter {
        $0.kind == .details || $0.directive?.isSolution == true
      }, width: max(10, page.width)
    )
    .map { $0.encoded(usesColour: page.usesColour) }
  }

  // MARK: - Blocks

  private func blocks(_ nodes: [MarkdownNode], width: Int, isTight: Bool = false) -> [StyledText] {
    var lines: [StyledText] = []
    for node in nodes {
      let block = self.block(node, width: width)
      if block.isEmpty { continue }
      if !lines.isEmpty, !isTight { lines.append(StyledText()) }
      lines += block
    }
    return lines
  }

  private func block(_ node: MarkdownNode, width: Int) -> [StyledText] {
    switch node.kind {
    case .heading: heading(node, width: width)
    case .paragraph: text(node.children).wrapped(width)
    case .blockQuote:
      blocks(node.children, width: max(10, width - 2)).map {
        StyledText(page.isSpoken ? "  " : "│ ", .dim) + $0
      }
    case .list: list(node, width: width)
    case .codeBlock: code(node.literal, width: width)
    case .thematicBreak: page.isSpoken ? [] : [StyledText(String(repeating: "─", count: width), .dim)]
    case .table: table(node, width: width)
    case .details: details(node, summary: node.literal, width: width)
    case .directive: directive(node, width: width)
    case .htmlBlock:
      StyledText(node.literal.withoutTags).isEmpty ? [] : StyledText(node.literal.withoutTags).wrapped(width)
    default: []
    }
  }

  private func heading(_ node: MarkdownNode, width: Int) -> [StyledText] {
    let title = text(node.children)
    if page.isSpoken { return (StyledText("Heading \(node.number): ") + title).wrapped(width) }
    if node.number > 2 {
      let signs = page.usesColour ? "" : String(repeating: "#", count: node.number) + " "
      return (StyledText(signs) + title.adding(.bold)).wrapped(width)
    }
    let lines = title.adding(.bold).wrapped(width)
    let rule = String(repeating: node.number == 1 ? "━" : "─", count: lines.map(\.width).max() ?? 0)
    return lines + [StyledText(rule, .dim)]
  }

  private func list(_ node: MarkdownNode, width: Int) -> [StyledText] {
    let last = String(node.number + node.children.count - 1)
    // An item that is more than a line of prose needs room around it.
    let isTight = node.children.allSatisfy { $0.children.count <= 1 || $0.children[1].kind == .list }
    var lines: [StyledText] = []
    for (index, item) in node.children.enumerated() {
      var mark = node.number == 0 ? "•" : "\(node.number + index)."
      if node.number > 0 { mark = String(repeating: " ", count: max(0, last.count + 1 - mark.count)) + mark }
      let indent = mark.count + 1
      let body = blocks(item.children, width: max(10, width - indent), isTight: isTight)
      if index > 0, !isTight { lines.append(StyledText()) }
      for (row, line) in body.enumerated() {
        lines.append(StyledText(row == 0 ? mark + " " : String(repeating: " ", count: indent)) + line)
      }
    }
    return lines
  }

  private func code(_ literal: String, width: Int) -> [StyledText] {
    var lines = StyledText(literal, .code).lines
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.flatMap { $0.cut(max(1, width - 4)) }.map { StyledText("    ") + $0 }
  }

  private func details(_ node: MarkdownNode, summary: String, width: Int) -> [StyledText] {
    guard opensDetails else {
      let title =
        StyledText("▸ ", .dim) + StyledText(summary, .bold) + StyledText(" (answer shows them)", .dim)
      return title.wrapped(width)
    }
    return (StyledText("▾ ", .dim) + StyledText(summary, .bold)).wrapped(width) + [StyledText()]
      + blocks(node.children, width: width)
  }

  /// An exercise under its title, a solution to be opened, a note: https://mystmd.org/guide/directives
  private func directive(_ node: MarkdownNode, width: Int) -> [StyledText] {
    guard let directive = node.directive else { return [] }
    if directive.isSolution { return details(node, summary: "Solution", width: width) }
    // Where an exercise or a solution ends.
    if directive.name.hasSuffix("-end") { return [] }
    let name = directive.isExercise ? "exercise" : directive.name
    let title = name.prefix(1).uppercased() + name.dropFirst()
    let heading = StyledText(
      title + (directive.argument.isEmpty ? "" : ": " + directive.argument), .bold)
    let body = blocks(node.children, width: max(10, width - 2))
    return heading.wrapped(width) + body.map { StyledText(page.isSpoken ? "" : "  ") + $0 }
  }

  private func table(_ node: MarkdownNode, width: Int) -> [StyledText] {
    let rows = node.children.map { $0.children.map { text($0.children) } }
    return ProseTable(header: rows.first ?? [], rows: Array(rows.dropFirst()), isSpoken: page.isSpoken)
      .lines(width: width)
  }

  // MARK: - Words

  private func text(_ nodes: [MarkdownNode]) -> StyledText {
    nodes.reduce(into: StyledText()) { $0 += text($1) }
  }

  private func text(_ node: MarkdownNode) -> StyledText {
    switch node.kind {
    case .text: StyledText(node.literal)
    case .softBreak: StyledText(" ")
    case .lineBreak: StyledText("\n")
    case .code: marked(StyledText(node.literal), "`", .code)
    case .emphasis: marked(text(node.children), "*", .underlined)
    case .strong: marked(text(node.children), "**", .bold)
    case .link: link(node)
    case .image: StyledText("[image: \(node.plainText), \(node.literal)]", .dim)
    case .htmlInline: node.literal.hasPrefix("<br") ? StyledText("\n") : StyledText()
    default: text(node.children)
    }
  }

  /// With a look, or between signs where there are no looks. Spoken text has neither.
  private func marked(_ text: StyledText, _ sign: String, _ look: TextLook) -> StyledText {
    if page.usesColour { return text.adding(look) }
    return page.isSpoken ? text : StyledText(sign) + text + StyledText(sign)
  }

  private func link(_ node: MarkdownNode) -> StyledText {
    let label = text(node.children)
    if node.plainText == node.literal { return label }
    return label + StyledText(" (\(node.literal))", .dim)
  }
}
