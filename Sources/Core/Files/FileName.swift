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

  /// Why a notebook or session may not have a folder of this name; nil where it may. The reason follows "for".
  public static func fault(ofFolder name: String) -> String? {
    if name.isEmpty { return "it is nothing but an ending" }
    if name.hasPrefix(".") { return "it begins with a dot, and would be hidden or lead elsewhere" }
    if name.contains("/") || !isPrintable(name) { return "it has characters that cannot be shown" }
    if name.unicodeScalars.contains("\u{FFFD}") { return "it is not UTF-8 text" }
    if name.utf8.count > longestFolder { return "it is longer than \(longestFolder) bytes" }
    return nil
  }

  /// The longest name of a folder, in bytes; systems allow 255, of which some are left for endings such as `-step-2`.
  public static let longestFolder = 200

  /// The name with a mark in place of whatever a terminal would not show.
  public static func shown(_ name: String) -> String {
    String(name.map { isPrintable(String($0)) ? $0 : "\u{FFFD}" })
  }

  /// The folder, in a notebook's own, of a replay that did not get to its end.
  public static let unfinished = "unfinished"

  /// Whether a replay or a walk gives this name to a file of its own, in large letters or small.
  public static func isOfReplay(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["transcript.md", "run.json", "step.json", unfinished].contains(name) || isChart(name)
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
