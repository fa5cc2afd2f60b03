/// The lines of a text, counted from 1, without what ends them. One is held at a time: a few packed bytes can
/// unfold to millions.
struct TableLines: IteratorProtocol {
  private var rest: ArraySlice<UInt8>
  private let end: UInt8
  private var number = 0

  init(_ bytes: ArraySlice<UInt8>, end: UInt8) { (rest, self.end) = (bytes, end) }

  mutating func next() -> (number: Int, bytes: ArraySlice<UInt8>)? {
    guard !rest.isEmpty else { return nil }
    number += 1
    let end = end
    let line = rest.prefix { $0 != end }
    rest = rest.dropFirst(line.count + 1)
    return (number, line)
  }
}
