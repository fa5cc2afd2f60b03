/// The name under which a history keeps what was measured: `loss`, `val_accuracy`.
public struct HistoryKey: Sendable, Hashable {
  public let name: String

  public init(_ name: String) { self.name = name }

  private static let prefix = "val_"

  /// Whether it was measured on validation images.
  public var isValidation: Bool { name.hasPrefix(Self.prefix) }
  /// What was measured, on whichever images: `loss`.
  public var measure: String { isValidation ? String(name.dropFirst(Self.prefix.count)) : name }
  /// Its counterpart on validation images: `val_loss` for `loss`.
  public var onValidation: HistoryKey { HistoryKey(Self.prefix + measure) }

  /// Whether it is measured on training images and on validation images: the loss and every metric.
  public var isMeasured: Bool { measure == "loss" || Metric(rawValue: measure) != nil }
  /// Keras's mode `auto`: a loss is to fall, and an error; every other metric is to rise.
  public var isToFall: Bool { measure == "loss" || Metric(rawValue: measure)?.isError == true }

  /// `Validation accuracy`
  public var title: String {
    let words = (isValidation ? "validation " : "") + measure
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// The measure by which trainings are compared: the first of these that all of them have.
  public static func preferred(among keys: [String]) -> HistoryKey? {
    ["val_accuracy", "val_loss", "accuracy", "loss"].first(where: keys.contains).map(HistoryKey.init)
  }

  /// Everything that a fit can measure.
  static let all: [HistoryKey] = {
    let keys = ["loss"] + Metric.allCases.map(\.rawValue)
    return keys.map(HistoryKey.init) + keys.map { HistoryKey($0).onValidation }
  }()
}
