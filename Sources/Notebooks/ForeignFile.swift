/// Files that are given to run and are no notebooks: what they are, and the way from there.
enum ForeignFile {
  /// What the bytes of a file are, where they cannot be a notebook's.
  static func described(_ bytes: [UInt8], file: String) -> String? {
    let head = bytes.prefix(512).drop { " \t\r\n".utf8.contains($0) }
    if file.lowercased().hasSuffix(".ipynb")
      || head.first == UInt8(ascii: "{") && String(decoding: bytes, as: UTF8.self).contains("\"nbformat\"")
    {
      return "this is a Jupyter notebook: jupytext --to md:myst \(file) makes a text of it, "
        + "whose cells are then to be written in the words of convbook"
    }
    for (magic, kind) in magics where bytes.starts(with: magic) { return "this is \(kind), not a notebook" }
    return nil
  }

  private static let magics: [([UInt8], String)] = [
    ([0x89, 0x50, 0x4E, 0x47], "a PNG image"), ([0xFF, 0xD8, 0xFF], "a JPEG image"),
    (Array("GIF8".utf8), "a GIF image"), (Array("%PDF".utf8), "a PDF document"),
    (Array("PK".utf8) + [3, 4], "a zip archive (load reads data in one, and load_model a .keras file)"),
    ([0x1F, 0x8B], "a gzipped file (load reads data in one)"),
    ([0x89, 0x48, 0x44, 0x46], "an HDF5 file (load_model reads a model in one)"),
    ([0x93] + Array("NUMPY".utf8), "a NumPy array (load reads it)"),
    ([0x7F] + Array("ELF".utf8), "a program"),
    ([0xFF, 0xFE, 0, 0], "UTF-32 text; save it as UTF-8"),
  ]

  /// What a text without a cell is by the end of its name.
  static func hint(_ file: String) -> String? {
    let name = file.lowercased()
    return hints.first { name.hasSuffix($0.end) }.map { "\n\($0.hint)" }
  }

  private static let hints: [(end: String, hint: String)] = [
    (".py", "a Python program is not run here; the words of the cells are Keras's: convbook help"),
    (".html", "this is a web page; the notebook is the file of Markdown that it was made from"),
    (".htm", "this is a web page; the notebook is the file of Markdown that it was made from"),
    (".csv", "this is data: load reads it in a cell"), (".json", "this is JSON; a notebook is Markdown"),
    (".rmd", "this is R Markdown: its cells are fenced otherwise, and written in R"),
    (".qmd", "this is a Quarto document: its cells are fenced otherwise"),
  ]
}
