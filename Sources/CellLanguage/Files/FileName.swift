/// What may be the name of a file or folder that is written for a notebook.
public enum FileName {
  /// Whether a terminal shows the name as it is: without control characters, breaks of lines, and marks that turn the
  /// direction of writing, with which a name looks like another.
  public static func isPrintable(_ name: String) -> Bool {
    name.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
      // Joiners belong to words of some languages.
      case .format: scalar == "\u{200C}" || scalar == "\u{200D}"
      default: true
      }
    }
  }

  /// Whether a replay or a walk gives this name to a file of its own, in large letters or small.
  public static func isOfReplay(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["transcript.md", "run.json", "step.json"].contains(name) || isChart(name)
  }

  /// Whether a replay may give this name to a chart: `05-loss.svg`, `05-loss.png`.
  public static func isChart(_ name: String) -> Bool {
    guard name.hasSuffix(".svg") || name.hasSuffix(".png"), let dash = name.firstIndex(of: "-") else {
      return false
    }
    let number = name[..<dash]
    return number.count >= 2 && number.allSatisfy { $0.isASCII && $0.isNumber }
      && name[dash...].dropLast(".svg".count).allSatisfy(isPlain)
  }

  /// ASCII letters, digits, `-` and `_`: what the names of charts are made of.
  public static func isPlain(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "-" || character == "_")
  }
}
