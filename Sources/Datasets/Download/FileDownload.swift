import Core
import Foundation

/// Downloads one published file into a folder. The file gets its name when all of it is there and has the published
/// checksum; whatever came before that stays for the next attempt, in a ``PartialFile``.
struct FileDownload {
  let file: RemoteFile
  let folder: String

  var path: String { folder.appendingPath(file.name) }

  /// Whether the file is there already, with the published checksum.
  func isDone() throws -> Bool {
    guard FileManager.default.fileExists(atPath: path) else { return false }
    return try SHA256.ofFile(path) == file.sha256
  }

  /// Tries the file's addresses in order. Each goes on where the one before stopped.
  /// - Throws: ``Work/Cancelled``; ``DatasetError`` where no address gave the file.
  func run() throws {
    let partial = try PartialFile(of: path)
    if partial.size > file.size { try partial.clear() }
    var failures: [String] = []
    for address in file.addresses {
      do {
        return try complete(partial, from: address)
      } catch let error as ServerError {
        failures.append("  \(address)\n    \(error)")
      }
    }
    if partial.size == 0 {
      partial.discard()
    } else {
      failures.append("\(partial.size) of its \(file.size) bytes are there; the next try goes on from them")
    }
    throw DatasetError((["\(file.name) could not be downloaded:"] + failures).joined(separator: "\n"))
  }

  /// Completes, checks and names the file.
  /// - Throws: ``ServerError`` where another address may do better.
  private func complete(_ partial: PartialFile, from address: String) throws {
    let earlierBytes = partial.size
    if earlierBytes < file.size { try transfer(partial, from: address) }
    var sum = try SHA256.ofFile(partial.path)
    if sum != file.sha256, earlierBytes > 0 {
      // The earlier part may be of another version of the file, or damaged.
      try partial.clear()
      try transfer(partial, from: address)
      sum = try SHA256.ofFile(partial.path)
    }
    guard sum == file.sha256 else {
      try partial.clear()
      throw ServerError("this is not the published file: its SHA-256 is \(sum), not \(file.sha256)")
    }
    try partial.finish()
  }

  /// Appends what is missing.
  private func transfer(_ partial: PartialFile, from address: String) throws {
    var fields: [String] = []
    let start = partial.size
    if start > 0 {
      fields.append("Range: bytes=\(start)-")
      // The rest is only wanted of the version that the part is of.
      if let source = partial.source, source.address == address {
        fields.append("If-Range: \(source.version)")
      }
    }
    var hasBegun = false
    func report() throws { try Work.report(partial.size, of: file.size) }
    let get = try HTTPGet(address, fields: fields, everySecond: report) { response, bytes in
      if !hasBegun {
        try begin(response, partial, from: address)
        hasBegun = true
      }
      guard bytes.count <= file.size - partial.size else {
        throw ServerError("the server sends more than the published file's \(file.size) bytes")
      }
      try partial.append(bytes)
      try report()
    }
    let response = try get.run()
    if !hasBegun { try begin(response, partial, from: address) }
    guard partial.size == file.size else {
      throw ServerError("the server sent \(partial.size) of the published file's \(file.size) bytes")
    }
  }

  /// Looks at what the server is going to send, and makes room for it.
  private func begin(_ response: HTTPGet.Response, _ partial: PartialFile, from address: String) throws {
    func refuseOtherSize(_ size: Int?) throws {
      guard let size, size != file.size else { return }
      throw ServerError("the server has \(size) bytes; the published file has \(file.size)")
    }
    switch response.status {
    case 200:
      try refuseOtherSize(response.contentLength)
      try partial.clear()
    case 206:
      guard let range = response.contentRange, range.start == partial.size else {
        throw ServerError("the server sends another part of the file than the one asked for")
      }
      try refuseOtherSize(range.size)
    default: throw ServerError("the server answered \(response.statusDescription)")
    }
    partial.source = response.version.map { PartialFile.Source(address: address, version: $0) }
  }
}

extension HTTPGet.Response {
  fileprivate var contentLength: Int? { fields["content-length"].flatMap { Int($0) } }

  /// `bytes 100-199/200`, the size of the whole being `*` where the server does not know it.
  fileprivate var contentRange: (start: Int, size: Int?)? {
    guard let words = fields["content-range"]?.split(whereSeparator: { " -/".contains($0) }),
      words.count == 4,
      words[0] == "bytes", let start = Int(words[1])
    else { return nil }
    return (start, Int(words[3]))
  }

  /// What names this version of the file in `If-Range`: a strong ETag, or else the time of the last change.
  fileprivate var version: String? {
    let tag = fields["etag"].flatMap { $0.hasPrefix("W/") ? nil : $0 }
    return tag ?? fields["last-modified"]
  }

  fileprivate var statusDescription: String {
    switch status {
    case 401, 403: "\(status): it does not give the file to everyone"
    case 404, 410: "\(status): the file is not there any more"
    case 416: "\(status): the file is shorter than the part that is here"
    case 500...: "\(status): it has trouble; try again later"
    default: "\(status)"
    }
  }
}
