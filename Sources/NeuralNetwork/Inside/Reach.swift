import Core
import Kernels

/// What a part of a layer's output sees of its inputs.
///
/// Source: Araujo, Norris, Sim, "Computing receptive fields of convolutional neural networks", Distill, 2019.
struct Reach: Sendable {
  /// What the part sees of the input of this number; nil where it sees nothing of it.
  let input: @Sendable (_ part: Part, _ number: Int) -> Part?

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
    Reach { part, _ in
      guard let seenRows = rows.seen(by: part.rows), let seenColumns = columns.seen(by: part.columns) else {
        return nil
      }
      if rows.isTransposed {
        // Where the kernels that are laid on the output do not reach, nothing is seen.
        guard seenRows.overlaps(0...max(0, input.height - 1)),
          seenColumns.overlaps(0...max(0, input.width - 1))
        else { return nil }
      }
      var seen = mixesChannels ? part.onAllChannels() : part
      (seen.rows, seen.columns) = (seenRows, seenColumns)
      return seen
    }
  }

  /// The reach where a value of channel c comes of another channel.
  func fromChannel(_ source: @escaping @Sendable (Int) -> Int) -> Reach {
    Reach { part, number in
      var seen = input(part, number)
      seen?.channel = part.channel.map(source)
      return seen
    }
  }

  /// A row of values that were a map: a single value stands somewhere in it, what sees several of them sees all of the map.
  static func flattened(_ map: MapSize?) -> Reach {
    Reach { part, _ in
      guard let map else { return part }
      return part.channel.map { Part(at: map.place($0)) } ?? Part(all: map)
    }
  }
}
