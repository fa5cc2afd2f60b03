import Core
import Foundation
import Synchronization

/// An HTTP server on the loopback interface, for one test: it answers each request as the test says.
final class DownloadServer: Sendable {
  struct Request {
    let path: String
    /// The header fields by their names in lower case.
    let fields: [String: String]

    /// The start of `Range: bytes=100-`.
    var rangeStart: Int? {
      fields["range"].flatMap { Int($0.dropFirst("bytes=".count).dropLast()) }
    }
  }

  /// What is sent, a piece at a time; then the connection is closed.
  enum Step {
    case send([UInt8])
    case wait(milliseconds: UInt32)
  }

  let port: UInt16
  private let listener: Int32
  private let log = Mutex<[Request]>([])

  init(_ answer: @escaping @Sendable (Request) -> [Step]) throws {
    // A proxy of the developer's has no part in this.
    setenv("no_proxy", "127.0.0.1", 1)
    signal(SIGPIPE, SIG_IGN)
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let (bound, listening, named) = withUnsafeMutablePointer(to: &address) { [listener] pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        (bind(listener, $0, length), listen(listener, 8), getsockname(listener, $0, &length))
      }
    }
    guard listener >= 0, bound == 0, listening == 0, named == 0 else {
      throw CocoaError(.fileReadUnknown)
    }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [self, listener] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        if let request = Self.read(connection) {
          log.withLock { $0.append(request) }
          Self.send(answer(request), to: connection)
        }
        close(connection)
      }
    }
  }

  /// Ends the server's thread, which keeps the server alive till then.
  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  /// The requests that came, in order.
  var requests: [Request] { log.withLock { $0 } }

  func address(_ path: String = "/file") -> String { "http://127.0.0.1:\(port)\(path)" }

  private static func read(_ connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      let count = recv(connection, &buffer, buffer.count, 0)
      if count <= 0 { return nil }
      bytes += buffer[..<count]
    }
    let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count == 3 else { return nil }
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      fields[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
        in: .whitespaces)
    }
    return Request(path: String(words[1]), fields: fields)
  }

  private static func send(_ steps: [Step], to connection: Int32) {
    for step in steps {
      switch step {
      case .wait(let milliseconds): usleep(milliseconds * 1000)
      case .send(let bytes):
        var rest = bytes[...]
        while !rest.isEmpty {
          let count = rest.withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
          if count <= 0 { return }
          rest = rest.dropFirst(count)
        }
      }
    }
  }
}

extension DownloadServer.Step {
  /// A status line and header fields.
  static func head(_ status: String, _ fields: String...) -> Self {
    let lines = ["HTTP/1.1 \(status)"] + fields + ["Connection: close", "", ""]
    return .send(Array(lines.joined(separator: "\r\n").utf8))
  }
}

extension [DownloadServer.Step] {
  /// A whole body, as status 200.
  static func whole(_ body: [UInt8], _ field: String = "Server: test") -> Self {
    [.head("200 OK", "Content-Length: \(body.count)", field), .send(body)]
  }

  /// The rest of a body from `start` on, as status 206.
  static func rest(of body: [UInt8], from start: Int) -> Self {
    let range = "Content-Range: bytes \(start)-\(body.count - 1)/\(body.count)"
    return [
      .head("206 Partial Content", "Content-Length: \(body.count - start)", range),
      .send([UInt8](body[start...])),
    ]
  }
}
