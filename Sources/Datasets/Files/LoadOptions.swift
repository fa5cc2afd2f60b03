import Core

/// How `load` is to read a set of files, where it should not find that out by itself.
public struct LoadOptions: Sendable, Equatable {
  /// The options by the names that a learner types.
  public enum Name: String, Sendable, CaseIterable {
    case size
    case skipsBroken = "skip_broken"
    case label, header, labels
    case classOrder = "class_order"
    case files
    case classFolder = "class_folder"
    case target, columns

    /// What an option is for, in messages.
    fileprivate var purpose: String {
      switch self {
      case .size, .skipsBroken: "folders of images and tables of pixels"
      case .label: "tables"
      case .header: "tables"
      case .target, .columns: "tables of features"
      case .labels, .classOrder: "folders of images"
      case .files: "sets of several files"
      case .classFolder: "folders of images within folders"
      }
    }
  }

  /// How the classes of folders are numbered.
  public enum ClassOrder: String, Choice {
    /// By the numbers that the names begin with, where each name does.
    case number
    /// By the characters of the names, as Keras's `image_dataset_from_directory` does: 0, 1, 10, 11, 2.
    case keras
  }

  /// Which of the files are meant; nil for all.
  public var files: FileChoice?
  /// The height and width that each image of a folder is given (nil for their own where they agree, else 32x32), and
  /// those that the pixels of a table make, there perhaps with channels.
  public var size: Shape?
  /// Whether broken images are left out instead of being an error.
  public var skipsBroken: Bool
  /// The label's column: its name, its number counted from 1, `first`, `last`, or `none`; nil to find it.
  public var label: String?
  /// Whether the first line of a table names the columns; nil to find out.
  public var header: Bool?
  /// The table that tells the classes of a folder's images, or `none`; nil to find it.
  public var labels: String?
  /// How folders are numbered as classes.
  public var classOrder: ClassOrder?
  /// Which folder names the class where folders lie within folders; nil to be asked.
  public var classFolder: ClassFolder?

  /// The column of the classes of a table of features: its name, its number counted from 1, `first` or `last`. Nil where the set
  /// is no such table.
  public var target: String?
  /// The columns of a table of features that are used, as ``target`` names one; nil for all that can be.
  public var columns: [String]?

  /// Whether what is to be read is a table of features, and no images.
  var isOfFeatures: Bool { target != nil || columns != nil }

  public init(
    files: FileChoice? = nil, size: Shape? = nil, skipsBroken: Bool = false, label: String? = nil,
    header: Bool? = nil,
    labels: String? = nil,
    classOrder: ClassOrder? = nil, classFolder: ClassFolder? = nil, target: String? = nil,
    columns: [String]? = nil
  ) {
    self.files = files
    self.size = size
    self.skipsBroken = skipsBroken
    self.label = label
    self.header = header
    self.labels = labels
    self.classOrder = classOrder
    self.classFolder = classFolder
    self.target = target
    self.columns = columns
  }

  private var given: [Name] {
    Name.allCases.filter { name in
      switch name {
      case .size: size != nil
      case .skipsBroken: skipsBroken
      case .label: label != nil
      case .header: header != nil
      case .labels: labels != nil
      case .classOrder: classOrder != nil
      case .files: files != nil
      case .classFolder: classFolder != nil
      case .target: target != nil
      case .columns: columns != nil
      }
    }
  }

  /// - Parameter used: what a set of this kind can be told.
  /// - Throws: ``DatasetError`` where an option was given that means nothing for the set.
  func check(used: Set<Name>, by set: String) throws {
    guard let name = given.first(where: { !used.contains($0) }) else { return }
    throw DatasetError("\(name.rawValue) is for \(name.purpose); \(set) is none", subject: name.rawValue)
  }
}
