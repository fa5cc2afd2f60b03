import CCurl
import Foundation

/// One GET request over HTTP or HTTPS, by libcurl.
///
/// Redirects are followed, ten at most, and never from HTTPS to anything else. Proxies are those of the usual
/// environment variables. A server that is silent for a minute has failed.
final class HTTPGet {
  /// What the server says before the body.
  struct Response {
    var status = 0
    /// The header fields by their names in lower case.
    var fields: [String: String] = [:]
  }

  /// Takes the next bytes of the body, whatever the status.
  typealias Receive = (Response, UnsafeRawBufferPointer) throws -> Void

  private let curl: UnsafePointer<curl_functions>
  private let handle: UnsafeMutableRawPointer
  private let receive: Receive
  private let everySecond: () throws -> Void
  private var fields: UnsafeMutablePointer<curl_slist>?
  private let reason = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
  private var response = Response()
  /// What `receive` or `everySecond` threw.
  private var failure: (any Error)?

  /// - Parameters:
  ///   - fields: header fields of the request, such as `Range: bytes=100-`.
  ///   - everySecond: called at least as often while the request is done, which ends where it throws.
  ///   - receive: takes the body, piece by piece; the request ends where it throws.
  /// - Throws: ``DatasetError`` where libcurl is missing.
  init(
    _ address: String, fields: [String], everySecond: @escaping () throws -> Void, receive: @escaping Receive
  ) throws {
    guard let curl = Curl.functions else {
      throw DatasetError("downloads need libcurl, which is not installed here (Debian: apt install libcurl4)")
    }
    guard let handle = curl.pointee.easy_init() else { throw DatasetError("libcurl cannot start") }
    self.curl = curl
    self.handle = handle
    self.receive = receive
    self.everySecond = everySecond
    reason.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    for field in fields { self.fields = curl.pointee.slist_append(self.fields, field) }

    let redirects = address.hasPrefix("https:") ? "https" : "http,https"
    let me = Unmanaged.passUnretained(self).toOpaque()
    let results = [
      curl_set_text(curl, handle, CURLOPT_URL, address),
      curl_set_text(curl, handle, CURLOPT_USERAGENT, "convbook"),
      curl_set_object(curl, handle, CURLOPT_HTTPHEADER, self.fields),
      curl_set_text(curl, handle, CURLOPT_PROTOCOLS_STR, "http,https"),
      curl_set_text(curl, handle, CURLOPT_REDIR_PROTOCOLS_STR, redirects),
      curl_set_number(curl, handle, CURLOPT_FOLLOWLOCATION, 1),
      curl_set_number(curl, handle, CURLOPT_MAXREDIRS, 10),
      curl_set_number(curl, handle, CURLOPT_CONNECTTIMEOUT, 20),
      curl_set_number(curl, handle, CURLOPT_LOW_SPEED_LIMIT, 1),
      curl_set_number(curl, handle, CURLOPT_LOW_SPEED_TIME, 60),
      // Its timeouts must not use signals, which the session answers itself.
      curl_set_number(curl, handle, CURLOPT_NOSIGNAL, 1),
      curl_set_number(curl, handle, CURLOPT_NOPROGRESS, 0),
      curl_set_object(curl, handle, CURLOPT_ERRORBUFFER, reason),
      curl_set_object(curl, handle, CURLOPT_HEADERDATA, me),
      curl_set_object(curl, handle, CURLOPT_WRITEDATA, me),
      curl_set_object(curl, handle, CURLOPT_XFERINFODATA, me),
      curl_set_receiver(curl, handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, transfer in
        HTTPGet.at(transfer)?.readField(UnsafeRawBufferPointer(start: bytes, count: size * count))
        return size * count
      },
      curl_set_receiver(curl, handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, transfer in
        let body = UnsafeRawBufferPointer(start: bytes, count: size * count)
        return HTTPGet.at(transfer)?.goesOn { try $0.receive($0.response, body) } == true ? size * count : 0
      },
      curl_set_watcher(curl, handle) { transfer, _, _, _, _ in
        HTTPGet.at(transfer)?.goesOn { try $0.everySecond() } == true ? 0 : 1
      },
    ]
    guard results.allSatisfy({ $0 == CURLE_OK }) else {
      throw DatasetError("downloads need libcurl 7.85 or newer")
    }
  }

  deinit {
    curl.pointee.easy_cleanup(handle)
    curl.pointee.slist_free_all(fields)
    reason.deallocate()
  }

  /// Does the request.
  /// - Throws: what `receive` or `everySecond` threw, or ``ServerError`` with libcurl's reason.
  func run() throws -> Response {
    let code = curl.pointee.easy_perform(handle)
    if let failure { throw failure }
    guard code == CURLE_OK else {
      let text = reason.pointee == 0 ? "libcurl's error \(code.rawValue)" : String(cString: reason)
      throw ServerError(text)
    }
    return response
  }

  /// The request that libcurl was given the address of.
  private static func at(_ pointer: UnsafeMutableRawPointer?) -> HTTPGet? {
    pointer.map { Unmanaged<HTTPGet>.fromOpaque($0).takeUnretainedValue() }
  }

  /// A line of the header: `HTTP/1.1 206 Partial Content`, or `Name: value`. Each response on the way, such as a
  /// redirect, begins anew.
  private func readField(_ bytes: UnsafeRawBufferPointer) {
    let line = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    if line.hasPrefix("HTTP/") {
      response = Response(status: line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0)
    } else if let colon = line.firstIndex(of: ":") {
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      response.fields[line[..<colon].lowercased()] = value
    }
  }

  /// Does something on libcurl's call; false where it threw, which ends the transfer.
  private func goesOn(_ body: (HTTPGet) throws -> Void) -> Bool {
    do {
      try body(self)
      return true
    } catch {
      failure = error
      return false
    }
  }
}

/// Why an address does not give a file.
struct ServerError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
