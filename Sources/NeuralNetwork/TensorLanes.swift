import Core
import Kernels

extension Tensor {
  /// Puts up to 16 rows side by side into lanes; lanes without a row are zero.
  ///
  /// - Parameters:
  ///   - indices: the rows, `count` of them.
  ///   - lanes: `rowSize` lanes, in the order of a row's elements.
  func fill(_ lanes: UnsafeMutablePointer<Lanes>, rows indices: UnsafePointer<Int32>, count: Int) {
    let size = rowSize
    switch storage {
    case .floats(let floats):
      withRows(of: floats, indices, count) { gather($0, images: count, count: size, into: lanes) }
    case .bytes(let codes, let values):
      withRows(of: codes, indices, count) {
        gather($0, values: values, images: count, count: size, into: lanes)
      }
    case .words(let codes, let values):
      withRows(of: codes, indices, count) {
        gather($0, values: values, images: count, count: size, into: lanes)
      }
    }
  }

  /// Puts up to 16 rows that follow each other side by side into lanes; lanes without a row are zero.
  func fill(_ lanes: UnsafeMutablePointer<Lanes>, rows: Range<Int>) {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: laneCount) { indices in
      guard let indices = indices.baseAddress else { return }
      for (n, row) in rows.enumerated() { indices[n] = Int32(row) }
      fill(lanes, rows: indices, count: rows.count)
    }
  }

  /// Calls `body` with pointers to the rows at `indices`.
  @inline(__always)
  private func withRows<Element>(
    of elements: [Element], _ indices: UnsafePointer<Int32>, _ count: Int,
    _ body: (UnsafePointer<UnsafePointer<Element>>) -> Void
  ) {
    elements.withUnsafeBufferPointer { elements in
      withUnsafeTemporaryAllocation(of: UnsafePointer<Element>.self, capacity: laneCount) { rows in
        guard let first = elements.baseAddress, let rows = rows.baseAddress else { return }
        for n in 0..<count { rows[n] = first + storageRow(Int(indices[n])) * rowSize }
        body(rows)
      }
    }
  }
}
