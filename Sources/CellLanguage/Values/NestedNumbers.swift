import NeuralNetwork

extension Value {
  /// The numbers of nested lists, with the lengths of the lists as shape; nil where the lists of a level differ in length
  /// or something in them is no number.
  var nestedNumbers: (shape: Shape, floats: [Float])? {
    switch self {
    case .number(let number): return ([], [Float(number)])
    case .array(let array): return (array.shape, array.floats)
    case .series(_, let values, _): return ([values.count], values.map { Float($0) })
    case .list(let elements):
      let parts = elements.map(\.nestedNumbers)
      guard let first = parts.first ?? ([], []), parts.allSatisfy({ $0?.shape == first.shape }) else {
        return nil
      }
      return ([elements.count] + first.shape, parts.flatMap { $0?.floats ?? [] })
    default: return nil
    }
  }
}
