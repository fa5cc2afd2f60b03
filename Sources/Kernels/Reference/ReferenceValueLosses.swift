import Foundation

/// Losses of one image whose targets t are numbers, as Keras has them; o are its outputs.
extension Reference {
  @inlinable
  public static func loss<Number: BinaryFloatingPoint>(
    _ loss: ValueLoss, outputs o: [Number], targets t: [Number]
  ) -> Number {
    func ln(_ x: Number) -> Number { Number(Foundation.log(Double(x))) }
    func exp(_ x: Number) -> Number { Number(Foundation.exp(Double(x))) }
    func mean(_ term: (Number, Number) -> Number) -> Number {
      zip(o, t).reduce(0) { $0 + term($1.0, $1.1) } / Number(o.count)
    }
    switch loss {
    case .squared: return mean { ($0 - $1) * ($0 - $1) }
    case .absolute: return mean { abs($0 - $1) }
    case .huber(let delta):
      let limit = Number(delta)
      return mean {
        abs($0 - $1) <= limit ? ($0 - $1) * ($0 - $1) / 2 : limit * abs($0 - $1) - limit * limit / 2
      }
    case .binary: return mean { -$1 * ln(clip($0)) - (1 - $1) * ln(1 - clip($0)) }
    case .binaryOfLogits: return mean { max($0, 0) - $0 * $1 + ln(1 + exp(-abs($0))) }
    case .categorical:
      let sum = o.reduce(0, +)
      return zip(o, t).reduce(0) { $0 - $1.1 * ln(clip($1.0 / sum)) }
    case .categoricalOfLogits:
      let greatest = o.max() ?? 0
      let top = greatest + ln(o.reduce(0) { $0 + exp($1 - greatest) })
      return zip(o, t).reduce(0) { $0 + $1.1 * (top - $1.0) }
    }
  }
}
