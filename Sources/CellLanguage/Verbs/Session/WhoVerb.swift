import Core
import Datasets
import NeuralNetwork

/// `who`
enum WhoVerb: Verb {
  static let declaration = Declaration(
    name: "who",
    summary: "the names in use: what each stands for, its shape, its memory",
    discussion: """
      As IPython's %whos. The memory is that of the values themselves; what several names share, such as the images of a data set \
      and of a part of it, is counted for each.
      """,
    parameters: [],
    example: "digits = load digits train=100 test=10\nrate = 0.1\nwho")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let rows = session.names.compactMap { name in
      session.values[name].map { [name, $0.kindName, $0.extent, MachineMemory.described($0.bytes)] }
    }
    session.say(
      rows.isEmpty ? "no name has a value yet" : textTable(["name", "kind", "shape", "memory"], rows))
    return .nothing
  }
}

extension Value {
  /// How large it is, in a few words: a shape, a number of elements, a short value itself.
  fileprivate var extent: String {
    switch self {
    case .number, .float32, .flag: printed
    case .text(let text): "\"\(text.prefix(30))\(text.count > 30 ? "…" : "")\""
    case .shape(let shape): shape.crossDescription
    case .list(let list): "\(list.count) elements"
    case .series(_, let values, _): "\(values.count) numbers"
    case .array(let array): array.shape.tupleDescription
    case .ragged(let images): images.shapeDescription
    case .labels(let labels): labels.shape.tupleDescription
    case .examples(let examples, _), .example(let examples, _): examples.images.shapeDescription
    case .dataset(let dataset):
      dataset.splits.named.map { "\($0.name.rawValue) \($0.value.images.shapeDescription)" }.joined(
        separator: ", ")
    case .model(let model): "\(model.inputShape.crossDescription), \(grouped(model.parameters.count)) params"
    case .history(let history): "\(history.epochs) epochs"
    case .confusion(let matrix): "\(matrix.classes)x\(matrix.classes)"
    default: ""
    }
  }

  /// The memory of what it holds, about.
  var bytes: Int {
    func size(_ examples: Examples) -> Int { examples.images.bytes + 4 * examples.count }
    switch self {
    case .text(let text): return text.utf8.count
    // A list may hold another so often that going through all would never end.
    case .list(let list): return list.reduce(0) { if case .list = $1 { $0 + 8 } else { $0 + $1.bytes } }
    case .series(_, let values, _): return 8 * values.count
    case .array(let array): return array.bytes
    case .ragged(let images): return ImageSet.ragged(images).bytes
    case .labels(let labels): return 4 * labels.count
    case .examples(let examples, _), .example(let examples, _): return size(examples)
    case .dataset(let dataset): return dataset.splits.values.reduce(0) { $0 + size($1) }
    case .model(let model): return 4 * (model.parameters.count + model.slotCount)
    case .history(let history): return 8 * history.keys.count * history.epochs
    case .confusion(let matrix): return 8 * matrix.counts.count
    default: return 8
    }
  }
}
