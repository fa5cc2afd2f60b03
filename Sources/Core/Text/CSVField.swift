extension String {
  /// The text as a field of comma-separated values: one that has a comma, a quotation mark or a line's end stands in quotation marks.
  /// Source: RFC 4180, 2.
  public var csvField: String {
    let needsMarks = unicodeScalars.contains { scalar in
      scalar == "," || scalar == "\"" || Character(scalar).isNewline
    }
    return needsMarks ? "\"" + replacing("\"", with: "\"\"") + "\"" : self
  }
}
