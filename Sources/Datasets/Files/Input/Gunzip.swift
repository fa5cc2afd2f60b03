import CZlib

/// Inflates the bytes of a gzip file and verifies their checksums, by zlib. Members that follow each other
/// are joined, as gzip does (RFC 1952, section 2.2); other bytes after them are ignored.
final class Gunzip {
  enum Failure: Error {
    /// The input ended before the checksum.
    case cutOff
    /// zlib's reason.
    case damaged(String)
  }

  private let state = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private var isFinished = false

  init() {
    state.initialize(to: z_stream())
    // 15 + 16: the largest window, gzip's header and trailer.
    inflateInit2_(state, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  }

  deinit {
    inflateEnd(state)
    state.deallocate()
  }

  /// Fills `output` as far as `input`'s bytes go, taking more of them when it needs them. 0 tells the end.
  func inflate(_ input: InputBuffer, into output: UnsafeMutableRawBufferPointer) throws -> Int {
    while !isFinished {
      if input.isEmpty { try input.refill() }
      if input.isEmpty { throw Failure.cutOff }
      let available = input.bytes
      let room = min(output.count, 1 << 30)
      state.pointee.next_in = available.baseAddress
      state.pointee.avail_in = UInt32(available.count)
      state.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
      state.pointee.avail_out = UInt32(room)
      let code = CZlib.inflate(state, Z_NO_FLUSH)
      input.drop(available.count - Int(state.pointee.avail_in))
      switch code {
      case Z_STREAM_END: try beginNextMember(input)
      case Z_OK, Z_BUF_ERROR: break
      default:
        throw Failure.damaged(state.pointee.msg.map { String(cString: $0) } ?? "zlib's code \(code)")
      }
      let got = room - Int(state.pointee.avail_out)
      if got > 0 { return got }
    }
    return 0
  }

  private func beginNextMember(_ input: InputBuffer) throws {
    if input.isEmpty { try input.refill() }
    isFinished = input.bytes.first != 0x1F
    if !isFinished { inflateReset(state) }
  }
}
