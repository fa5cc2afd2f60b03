import Core

/// The class of each example, and the names of the classes.
///
/// A label is always kept as its class number. Turning labels into one-hot vectors (`oneHot`) is remembered as
/// a way to show them and to choose the loss: a vector says nothing that its class number does not.
public struct Labels: Sendable, Equatable {
  /// One class number an example, each in 0..<numberOfClasses; -1 each where the classes are not known.
  public let classes: [Int32]
  /// The name of each class, by its number.
  public let classNames: [String]
  /// Whether the learner asked for one-hot vectors.
  public let isOneHot: Bool
  /// The classes in the order of Keras's `image_dataset_from_directory`, where they came from folders that it would number
  /// otherwise; nil elsewhere.
  public private(set) var kerasOrder: [String]?

  /// - Throws: ``DatasetError`` where a class number is negative or has no name.
  public init(classes: [Int32], classNames: [String], isOneHot: Bool = false) throws {
    for (i, label) in classes.enumerated() where !classNames.indices.contains(Int(label)) {
      throw DatasetError(
        "label \(i) is \(label), but there are \(classNames.count) classes, "
          + (classNames.isEmpty ? "none of them named" : "numbered 0 to \(classNames.count - 1)"))
    }
    self.init(checked: classes, classNames: classNames, isOneHot: isOneHot)
  }

  /// The labels of examples whose classes nobody told, such as the test images of a competition. Their images
  /// can be shown and predicted; nothing can be learned or measured from them.
  public static func unknown(count: Int, classNames: [String]) -> Labels {
    Labels(checked: [Int32](repeating: -1, count: count), classNames: classNames, isOneHot: false)
  }

  private init(checked classes: [Int32], classNames: [String], isOneHot: Bool, kerasOrder: [String]? = nil) {
    self.classes = classes
    // They come from files and the names of folders, and stand in tables, charts and errors.
    self.classNames = classNames.map(\.printableLine)
    self.isOneHot = isOneHot
    self.kerasOrder = kerasOrder
  }

  /// The labels, of classes that Keras would number in another order.
  func orderedByKeras(_ order: [String]?) -> Labels {
    Labels(checked: classes, classNames: classNames, isOneHot: isOneHot, kerasOrder: order)
  }

  /// The beginning of a list of classes: `0 1 10 11 2 3 ...`.
  public static func shown(_ classes: [String]) -> String {
    classes.prefix(6).joined(separator: " ") + (classes.count > 6 ? " ..." : "")
  }

  public var count: Int { classes.count }
  /// Whether the classes are known: of all the examples or of none.
  public var areKnown: Bool { classes.first.map { $0 >= 0 } ?? true }
  public var numberOfClasses: Int { classNames.count }

  /// `[N]` for class numbers, `[N, numberOfClasses]` for one-hot vectors.
  public var shape: Shape { isOneHot ? [count, numberOfClasses] : [count] }

  /// How many examples each class has, by its number.
  public var countsByClass: [Int] {
    var counts = [Int](repeating: 0, count: numberOfClasses)
    for label in classes where label >= 0 { counts[Int(label)] += 1 }
    return counts
  }

  /// The labels as one-hot vectors (Keras's `to_categorical`).
  public var oneHot: Labels {
    Labels(checked: classes, classNames: classNames, isOneHot: true, kerasOrder: kerasOrder)
  }

  /// A class number as a one-hot vector: 1 at its place and 0 at the others.
  public func oneHotVector(of label: Int32) -> [Float] {
    (0..<numberOfClasses).map { $0 == Int(label) ? 1 : 0 }
  }

  /// The labels at `indices`, each of which must be in 0..<count.
  func selecting(_ indices: [Int32]) -> Labels {
    Labels(
      checked: indices.map { classes[Int($0)] }, classNames: classNames, isOneHot: isOneHot,
      kerasOrder: kerasOrder)
  }
}
