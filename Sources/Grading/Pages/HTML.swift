import Core

/// A page of HTML that needs nothing else: it can be sent, printed, and read aloud.
struct HTML {
  private(set) var body = ""

  /// A text from elsewhere, in which nothing is obeyed.
  static func escaped(_ text: String) -> String {
    text.printable.markupEscaped.replacing("'", with: "&#39;")
  }

  mutating func heading(_ level: Int, _ text: String, id: String? = nil) {
    body += "<h\(level)\(id.map { " id=\"\($0)\"" } ?? "")>\(Self.escaped(text))</h\(level)>\n"
  }

  mutating func paragraph(_ text: String, isNote: Bool = false) {
    body += "<p\(isNote ? " class=\"note\"" : "")>\(Self.escaped(text))</p>\n"
  }

  mutating func code(_ text: String, called name: String) {
    body +=
      "<figure><figcaption>\(Self.escaped(name))</figcaption>\n<pre><code>\(Self.escaped(text))</code></pre></figure>\n"
  }

  mutating func list(_ items: [String]) {
    guard !items.isEmpty else { return }
    body += "<ul>\n" + items.map { "<li>\(Self.escaped($0))</li>\n" }.joined() + "</ul>\n"
  }

  /// A table whose cells are made by ``escaped(_:)``, ``link(_:to:)`` or ``bar(_:of:)``.
  mutating func table(_ caption: String, head: [String], rows: [[String]], numbers: Set<Int> = []) {
    func classed(_ index: Int) -> String { numbers.contains(index) ? " class=\"number\"" : "" }
    body += "<table>\n<caption>\(Self.escaped(caption))</caption>\n<thead><tr>"
    body += head.enumerated().map { "<th scope=\"col\"\(classed($0))>\(Self.escaped($1))</th>" }.joined()
    body += "</tr></thead>\n<tbody>\n"
    for row in rows {
      body += "<tr>"
      body += row.enumerated().map { index, cell in
        index == 0 ? "<th scope=\"row\">\(cell)</th>" : "<td\(classed(index))>\(cell)</td>"
      }.joined()
      body += "</tr>\n"
    }
    body += "</tbody>\n</table>\n"
  }

  static func link(_ text: String, to address: String) -> String {
    "<a href=\"\(escaped(address))\">\(escaped(text))</a>"
  }

  /// A bar beside a number, for who sees it; the number says the same.
  static func bar(_ count: Int, of most: Int) -> String {
    let width = most > 0 ? count * 100 / most : 0
    return "<span class=\"bar\" style=\"width:\(width)%\" aria-hidden=\"true\"></span>"
  }

  func page(title: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(Self.escaped(title))</title>
    <style>
    :root { color-scheme: light dark; }
    body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
    table { border-collapse: collapse; margin: 1rem 0; width: 100%; }
    caption { text-align: left; font-weight: 600; padding: .3rem 0; }
    th, td { border: 1px solid #8888; padding: .25rem .5rem; text-align: left; vertical-align: top; }
    .number { text-align: right; font-variant-numeric: tabular-nums; }
    .note { border-left: .3rem solid #b60; padding-left: .7rem; }
    .bar { display: block; height: 1em; background: #37a; }
    td:has(> .bar) { width: 50%; }
    figure { margin: 1rem 0; }
    figcaption { font-weight: 600; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #8888; padding: .5rem; margin: .2rem 0; }
    @media print { body { margin: 0; max-width: none; } table, figure { break-inside: avoid; } a { color: inherit; } }
    </style>
    </head>
    <body>
    <main>
    \(body)</main>
    </body>
    </html>

    """
  }
}
