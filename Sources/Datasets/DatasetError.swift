import Core
import Foundation

/// What went wrong with data, in a learner's words: the file or option, what was expected, what was found.
public struct DatasetError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String
  /// The word that is at fault, as a learner types it: `valid`, `size`. Nil where none is.
  public let subject: String?
  /// The description without the paths of this machine, for a transcript, which is the same bytes everywhere; nil where it
  /// has none.
  public private(set) var portable: String?
  /// What `portable` leaves out, for the terminal.
  public private(set) var aside: String?

  public init(_ description: String, subject: String? = nil) {
    self.description = description
    self.subject = subject
  }

  /// An error whose description names folders of this machine.
  init(_ description: String, portable: String, aside: String) {
    self.init(description)
    (self.portable, self.aside) = (portable, aside)
  }

  /// The error of data that the learner knows by a name and not by the path where it was found.
  func named(_ name: String, insteadOf path: String) -> DatasetError {
    let shown = (portable ?? description).replacingPath(path, with: name)
    guard shown != portable ?? description else { return self }
    var error = self
    (error.portable, error.aside) = (shown, "\(name) is \(path)")
    return error
  }

  /// What cannot be done with images that came without labels.
  static func unlabelled(to purpose: String) -> DatasetError {
    DatasetError("these images came without labels, which are needed to \(purpose)")
  }
}

extension DatasetError {
  /// So many images were asked for of a split that the set does not have.
  static func noSplit(_ split: SplitName, asked count: Int, of set: String, hint: String = "") -> DatasetError
  {
    DatasetError("\(split)=\(count): \(set) has no \(split) split\(hint)", subject: split.rawValue)
  }

  /// What the system said when the last call failed.
  init(cannot action: String, _ path: String) {
    self.init(cannot: action, path, code: errno)
  }

  /// - Parameter code: the system's `errno`.
  init(cannot action: String, _ path: String, code: Int32) {
    self.init("cannot \(action) \(path): \(SystemError(code))")
  }
}

extension String {
  /// The text with `name` wherever a path stands for itself or begins a longer one.
  fileprivate func replacingPath(_ path: String, with name: String) -> String {
    var replaced = ""
    var rest = self[...]
    while let range = rest.range(of: path) {
      let begins = range.lowerBound == startIndex || " '\"(\n".contains(self[index(before: range.lowerBound)])
      let ends = range.upperBound == endIndex || "/ '\",:;)\n".contains(self[range.upperBound])
      replaced += rest[..<range.lowerBound] + (begins && ends ? name : path)
      rest = rest[range.upperBound...]
    }
    return replaced + rest
  }
}
