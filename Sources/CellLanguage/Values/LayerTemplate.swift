/// Lines of layers under a name, with words in them that each use gives values: what `block` makes.
public struct LayerTemplate {
  /// The words, in the order in which a use gives their values, and what those are that it leaves out.
  let parameters: [(name: String, standard: Value?)]
  let lines: [LayerLine]

  var description: String {
    let words = parameters.map { name, standard in standard.map { "\(name)=\($0.printed)" } ?? name }
    return "block" + words.map { " " + $0 }.joined()
      + " (\(lines.count) line\(lines.count == 1 ? "" : "s"): \(lines.map(\.layer.text).joined(separator: ", ")))"
  }
}
