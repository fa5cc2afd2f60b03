import Core
import Datasets

@testable import CellLanguage
@testable import NeuralNetwork

/// All that a session holds, bit for bit: the values of its names, its models' weights and how they are trained, its random
/// numbers. Two pictures are equal where nothing has changed.
struct SessionPicture: Equatable {
  private var names: [String]
  private var bits: [UInt64] = []
  private var words: [String] = []

  init(_ session: Session) throws {
    names = session.names
    guard let memory = Mirror(reflecting: session).descendant("memory") as? Memory else {
      throw CellError("a session has no memory")
    }
    bits += [memory.seed, memory.randomOperations]
    for name in names { if let value = session.values[name] { add(value) } }
  }

  private mutating func add(_ value: Value) {
    words.append(value.kindName)
    switch value {
    case .number(let number): bits.append(number.bitPattern)
    case .float32(let number): bits.append(UInt64(number.bitPattern))
    case .list(let list):
      words.append("\(list.count)")
      for element in list { add(element) }
    case .array(let array): add(array)
    case .ragged(let images): add(images)
    case .examples(let examples, let name), .example(let examples, let name):
      words.append(name)
      add(examples)
    case .dataset(let dataset):
      words.append(dataset.name)
      for (name, examples) in dataset.splits.named {
        words.append(name.rawValue)
        add(examples)
      }
    case .model(let model): add(model)
    case .labels(let labels): add(labels)
    case .nothing, .text, .flag, .shape, .history, .series, .score, .confusion, .augmentation, .block, .verb:
      words.append(String(reflecting: value))
    }
  }

  private mutating func add(_ array: Tensor) {
    words.append("\(array.dtype) \(array.shape)")
    bits += array.floats.map { UInt64($0.bitPattern) }
  }

  private mutating func add(_ images: RaggedImages) {
    for number in 0..<images.count { add(images.image(number)) }
  }

  private mutating func add(_ labels: Labels) {
    words.append("\(labels.isOneHot) \(labels.classNames)")
    bits += labels.classes.map { UInt64(bitPattern: Int64($0)) }
  }

  private mutating func add(_ examples: Examples) {
    for number in 0..<examples.count { add(examples.images.image(number)) }
    add(examples.labels)
  }

  private mutating func add(_ model: Model) {
    words.append("\(ObjectIdentifier(model)) \(model.name) \(model.inputShape)")
    for node in model.nodes { words.append("\(node.name) \(node.typeName) \(node.isTrainable)") }
    bits += (model.parameters + model.slots).map { UInt64($0.bitPattern) }
    bits += [UInt64(model.parameters.count), UInt64(model.steps)]
    guard let training = model.training else { return }
    let declaration = type(of: training.optimizer).declaration
    bits.append(UInt64(training.optimizer.learningRate.bitPattern))
    words.append("\(declaration.name) \(training.loss) \(training.metrics)")
    for parameter in declaration.parameters {
      words.append("\(parameter.name)=\(training.optimizer.options[parameter]?.description ?? "")")
    }
  }
}
