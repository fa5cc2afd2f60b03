import Core
import Kernels

/// What a part of a layer's output sees of its inputs.
///
/// Source: Araujo, Norris, Sim, "Computing receptive fields of convolutional neural networks", Distill, 2019.
struct Reach: Sendable {
  /// What the part sees of the input of this number; nil where it sees nothing of it.
  let input: @Sendable (_ part: Part, _ number: Int) -> Part?
  /// The same, from the first to the last pixel that there is; nil where that is the part without what lies outside the input.
  var inside: (@Sendable (_ part: Part, _ number: Int) -> Part?)?

  /// A part of a map: rows, columns, and the one channel that counts; nil where several do.
  struct Part: Sendable, Equatable {
    var rows, columns: ClosedRange<Int>
    var channel: Int?

    init(at place: MapPlace) {
      (rows, columns, channel) = (place.row...place.row, place.column...place.column, place.channel)
    }

    init(all map: MapSize) {
      (rows, columns) = (0...max(0, map.height - 1), 0...max(0, map.width - 1))
    }

    func clipped(to map: MapSize) -> Part {
      var part = self
      part.rows = rows.clamped(to: 0...max(0, map.height - 1))
      part.columns = columns.clamped(to: 0...max(0, map.width - 1))
      return part
    }

    /// Both together.
    func union(_ other: Part) -> Part {
      func hull(_ a: ClosedRange<Int>, _ b: ClosedRange<Int>) -> ClosedRange<Int> {
        min(a.lowerBound, b.lowerBound)...max(a.upperBound, b.upperBound)
      }
      var part = self
      part.rows = hull(rows, other.rows)
      part.columns = hull(columns, other.columns)
      if channel != other.channel { part.channel = nil }
      return part
    }

    func onAllChannels() -> Part {
      var part = self
      part.channel = nil
      return part
    }
  }

  /// What a part sees of the input of this number without what lies outside.
  func seen(by part: Part, _ number: Int, of map: MapSize) -> Part? {
    inside.map { $0(part, number) } ?? input(part, number)?.clipped(to: map)
  }

  /// Each value sees the one in its place.
  static let same = Reach { part, _ in part }

  /// Each value sees all channels of its pixel.
  static let pixel = Reach { part, _ in part.onAllChannels() }

  /// Each value sees all of the input.
  static func all(_ map: MapSize?) -> Reach { Reach { part, _ in map.map { Part(all: $0) } ?? part } }

  /// Row r of a window of height k, stride s and padding p sees rows `r s - p` to `r s - p + k - 1`.
  static func window(_ g: ConvolutionGeometry, mixesChannels: Bool) -> Reach {
    kernel(rows: g.rows, columns: g.columns, on: g.input, mixesChannels: mixesChannels)
  }

  /// What the kernel's rows and columns fall on.
  static func kernel(
    rows: KernelAxis, columns: KernelAxis, on input: MapSize, mixesChannels: Bool
  ) -> Reach {
    @Sendable func part(_ part: Part, _ rows: ClosedRange<Int>?, _ columns: ClosedRange<Int>?) -> Part? {
      guard let rows, let columns else { return nil }
      var seen = mixesChannels ? part.onAllChannels() : part
      (seen.rows, seen.columns) = (rows, columns)
      return seen
    }
    return Reach(
      input: { seeing, _ in part(seeing, rows.seen(by: seeing.rows), columns.seen(by: seeing.columns)) },
      inside: { seeing, _ in
        part(
          seeing, rows.seen(by: seeing.rows, ofInput: input.height),
          columns.seen(by: seeing.columns, ofInput: input.width))
      })
  }

  /// The reach where a value of channel c comes of another channel.
  func fromChannel(_ source: @escaping @Sendable (Int) -> Int) -> Reach {
    @Sendable func moved(_ seen: Part?, _ part: Part) -> Part? {
      var seen = seen
      seen?.channel = part.channel.map(source)
      return seen
    }
    var reach = Reach { part, number in moved(input(part, number), part) }
    if let inside { reach.inside = { part, number in moved(inside(part, number), part) } }
    return reach
  }

  /// A row of values that were a map: a single value stands somewhere in it, what sees several of them sees all of the map.
  static func flattened(_ map: MapSize?) -> Reach {
    Reach { part, _ in
      guard let map else { return part }
      return part.channel.map { Part(at: map.place($0)) } ?? Part(all: map)
    }
  }
}
