import Foundation

/// What went wrong with data, in a learner's words: the file or option, what was expected, what was found.
public struct DatasetError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String
  /// The option of `load` that is at fault, if one is.
  public let option: String?

  public init(_ description: String, option: String? = nil) {
    self.description = description
    self.option = option
  }

  /// What cannot be done with images that came without labels.
  static func unlabelled(to purpose: String) -> DatasetError {
    DatasetError("these images came without labels, which are needed to \(purpose)")
  }
}

extension DatasetError {
  /// What the system said when the last call failed.
  init(cannot action: String, _ path: String) {
    self.init("cannot \(action) \(path): \(String(cString: strerror(errno)).lowercased())")
  }
}
