import Core
import Foundation
import Synchronization
import Testing

@testable import Datasets

/// Downloads from a server on the loopback interface that behaves well, badly or not at all.
final class DownloadTests {
  private let folder: TemporaryFolder
  private let body = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
  private let sha256: String
  private var servers: [DownloadServer] = []

  init() throws {
    folder = try TemporaryFolder()
    sha256 = try SHA256.ofFile(folder.write(body, to: "expected"))
  }

  deinit { for server in servers { server.stop() } }

  private func serve(_ answer: @escaping @Sendable (DownloadServer.Request) -> [DownloadServer.Step]) throws
    -> DownloadServer
  {
    let server = try DownloadServer(answer)
    servers.append(server)
    return server
  }

  /// Downloads one file. - Parameter progress: hears how many of its bytes are there; false ends it.
  private func fetch(
    from addresses: String..., size: Int? = nil, progress: (Int) -> Bool = { _ in true },
    watch: (Download.Event) -> Void = { _ in }
  ) throws {
    let file = RemoteFile(name: "file", size: size ?? body.count, sha256: sha256, addresses: addresses)
    try Work.watched { done, total in
      #expect(total == file.size)
      return progress(done)
    } _: {
      try Download(licence: "free", files: [file]).run(into: folder.path, watch: watch)
    }
  }

  private func message(_ work: () throws -> Void) -> String {
    do {
      try work()
      return "done"
    } catch { return "\(error)" }
  }

  private func content(_ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: folder.path.appendingPath(name)).map { Array($0) }
  }

  private var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
  }

  // MARK: - Servers that behave

  @Test func aFileIsDownloadedCheckedAndNamed() throws {
    let server = try serve { [body] _ in .whole(body, "ETag: \"a\"") }
    var events: [Download.Event] = []
    var last = 0
    try fetch(
      from: server.address(),
      progress: {
        last = $0
        return true
      }, watch: { events.append($0) })
    #expect(content("file") == body)
    #expect(names == ["expected", "file"])
    #expect(events == [.began(file: "file"), .done(file: "file", size: body.count, isNew: true)])
    #expect(last == body.count)
    #expect(server.requests.map { $0.fields["range"] } == [nil])
  }

  @Test func aFileThatIsThereIsNotDownloadedAgain() throws {
    let server = try serve { [body] _ in .whole(body) }
    try folder.write(body, to: "file")
    var events: [Download.Event] = []
    try fetch(from: server.address(), watch: { events.append($0) })
    #expect(events == [.began(file: "file"), .done(file: "file", size: body.count, isNew: false)])
    #expect(server.requests.isEmpty)
  }

  @Test func aDamagedFileIsReplaced() throws {
    let server = try serve { [body] _ in .whole(body) }
    try folder.write(Array(body.dropLast(3)), to: "file")
    try fetch(from: server.address())
    #expect(content("file") == body)
  }

  @Test func aSlowServerIsWaitedFor() throws {
    let server = try serve { [body] _ in
      [.head("200 OK", "Content-Length: \(body.count)")]
        + stride(from: 0, to: body.count, by: 20_000).flatMap {
          [.wait(milliseconds: 30), .send(Array(body[$0..<min($0 + 20_000, body.count)]))]
        }
    }
    var counts: [Int] = []
    try fetch(
      from: server.address(),
      progress: {
        counts.append($0)
        return true
      })
    #expect(content("file") == body)
    #expect(counts.count >= 5 && counts == counts.sorted())
  }

  @Test func redirectsAreFollowed() throws {
    let server = try serve { [body] request in
      request.path == "/moved" ? .whole(body) : [.head("302 Found", "Location: /moved", "Content-Length: 0")]
    }
    try fetch(from: server.address())
    #expect(content("file") == body)
    #expect(server.requests.map(\.path) == ["/file", "/moved"])
  }

  @Test(arguments: ["file:///etc/hostname", "ftp://127.0.0.1/file"])
  func redirectsToOtherProtocolsAreRefused(location: String) throws {
    let server = try serve { _ in [.head("302 Found", "Location: \(location)", "Content-Length: 0")] }
    #expect(message { try fetch(from: server.address()) }.contains("not supported"))
    #expect(message { try fetch(from: location) }.contains("not supported"))
    #expect(names == ["expected"])
  }

  @Test func endlessRedirectsAreRefused() throws {
    let server = try serve { _ in [.head("302 Found", "Location: /file", "Content-Length: 0")] }
    #expect(message { try fetch(from: server.address()) }.contains("Maximum (10) redirects followed"))
    #expect(server.requests.count == 11)
  }

  // MARK: - Going on

  @Test func aTransferThatIsCutOffGoesOnFromItsEnd() throws {
    let server = try serve { [body] request in
      if let start = request.rangeStart { return .rest(of: body, from: start) }
      return [.head("200 OK", "Content-Length: \(body.count)", "ETag: \"a\""), .send(Array(body[..<40_000]))]
    }
    let text = message { try fetch(from: server.address()) }
    #expect(text.contains("60000 bytes remaining"))
    #expect(text.hasSuffix("\n40000 of its 100000 bytes are there; the next try goes on from them"))
    #expect(names == ["expected", "file.partial", "file.partial.source"])
    #expect(content("file.partial") == Array(body[..<40_000]))

    try fetch(from: server.address())
    #expect(content("file") == body)
    #expect(names == ["expected", "file"])
    #expect(server.requests.last?.fields["range"] == "bytes=40000-")
    #expect(server.requests.last?.fields["if-range"] == "\"a\"")
  }

  @Test func theNextAddressGoesOnWhereTheFirstStopped() throws {
    let first = try serve { [body] _ in
      [.head("200 OK", "Content-Length: \(body.count)", "ETag: \"a\""), .send(Array(body[..<40_000]))]
    }
    let second = try serve { [body] in .rest(of: body, from: $0.rangeStart ?? 0) }
    try fetch(from: first.address(), second.address())
    #expect(content("file") == body)
    #expect(second.requests.map { $0.fields["range"] } == ["bytes=40000-"])
    // Another server's mark means nothing to this one.
    #expect(second.requests.map { $0.fields["if-range"] } == [nil])
  }

  @Test func aFileThatChangedIsDownloadedWhole() throws {
    let server = try serve { [body] _ in .whole(body, "ETag: \"b\"") }
    try folder.write([UInt8](repeating: 7, count: 500), to: "file.partial")
    try folder.write(Array("\(server.address())\n\"a\"\n".utf8), to: "file.partial.source")
    try fetch(from: server.address())
    #expect(content("file") == body)
    #expect(server.requests.map { $0.fields["if-range"] } == ["\"a\""])
  }

  @Test func aServerWithoutRangesBeginsAnew() throws {
    let server = try serve { [body] _ in .whole(body) }
    try folder.write(Array(body[..<40_000]), to: "file.partial")
    try fetch(from: server.address())
    #expect(content("file") == body)
  }

  @Test func aPartThatWasOfAnotherFileIsDroppedAfterTheChecksum() throws {
    let server = try serve { [body] in $0.rangeStart.map { .rest(of: body, from: $0) } ?? .whole(body) }
    try folder.write([UInt8](repeating: 7, count: 40_000), to: "file.partial")
    try fetch(from: server.address())
    #expect(content("file") == body)
    #expect(server.requests.map(\.rangeStart) == [40_000, nil])
  }

  @Test func aPartThatIsCompleteIsOnlyChecked() throws {
    let server = try serve { [body] _ in .whole(body) }
    try folder.write(body, to: "file.partial")
    try fetch(from: server.address())
    #expect(content("file") == body)
    #expect(server.requests.isEmpty)
  }

  @Test func anotherRangeThanAskedForIsRefused() throws {
    let server = try serve { [body] _ in .rest(of: body, from: 30_000) }
    try folder.write(Array(body[..<40_000]), to: "file.partial")
    #expect(message { try fetch(from: server.address()) }.contains("another part of the file"))
    #expect(content("file.partial")?.count == 40_000)
  }

  @Test func cancellingKeepsThePart() throws {
    let server = try serve { [body] request in
      if let start = request.rangeStart { return .rest(of: body, from: start) }
      return [
        .head("200 OK", "Content-Length: \(body.count)"), .send(Array(body[..<40_000])),
        .wait(milliseconds: 3000), .send(Array(body[40_000...])),
      ]
    }
    #expect(throws: Work.Cancelled.self) { try fetch(from: server.address(), progress: { $0 == 0 }) }
    #expect(content("file.partial").map { !$0.isEmpty && $0.elementsEqual(body.prefix($0.count)) } == true)
    try fetch(from: server.address())
    #expect(content("file") == body)
  }

  /// Whoever waits for a server that says nothing is heard, too.
  @Test func aSilentServerIsLeftWithinSeconds() throws {
    let server = try serve { [body] _ in [.wait(milliseconds: 20_000)] + .whole(body) }
    let start = ContinuousClock.now
    #expect(throws: Work.Cancelled.self) {
      try fetch(from: server.address(), progress: { _ in ContinuousClock.now - start < .milliseconds(100) })
    }
    #expect(ContinuousClock.now - start < .seconds(10))
    #expect(names == ["expected"])
  }

  // MARK: - Servers that do not behave

  @Test func aWrongChecksumNeverGetsTheName() throws {
    let server = try serve { [body] _ in .whole(body.map { $0 ^ 1 }) }
    let text = message { try fetch(from: server.address()) }
    #expect(text.contains("this is not the published file: its SHA-256 is "))
    #expect(text.contains(", not \(sha256)"))
    #expect(names == ["expected"])
  }

  @Test func afterAWrongChecksumTheNextAddressIsTried() throws {
    let first = try serve { [body] _ in .whole(body.map { $0 ^ 1 }) }
    let second = try serve { [body] _ in .whole(body) }
    try fetch(from: first.address(), second.address())
    #expect(content("file") == body)
    #expect(second.requests.map(\.rangeStart) == [nil])
  }

  @Test(arguments: [
    ("404 Not Found", "404: the file is not there any more"), ("503 Busy", "try again later"),
  ])
  func aRefusalIsToldAndItsTextIsNotTheFile(status: String, reason: String) throws {
    let server = try serve { _ in [.head(status, "Content-Length: 5"), .send(Array("sorry".utf8))] }
    let text = message { try fetch(from: server.address()) }
    #expect(text.hasPrefix("file could not be downloaded:\n  \(server.address())\n    the server answered "))
    #expect(text.hasSuffix(reason))
    #expect(names == ["expected"])
  }

  @Test func moreThanIsPublishedIsRefused() throws {
    let promised = try serve { [body] _ in .whole(body + [1]) }
    #expect(
      message { try fetch(from: promised.address()) }
        .hasSuffix("the server has 100001 bytes; the published file has 100000"))
    let endless = try serve { [body] _ in [.head("200 OK")] + (0..<50).map { _ in .send(body) } }
    #expect(
      message { try fetch(from: endless.address()) }.contains("sends more than the published file's 100000"))
    #expect((content("file.partial")?.count ?? 0) <= body.count)
    #expect(content("file") == nil)
  }

  @Test func lessThanIsPublishedIsRefused() throws {
    let server = try serve { [body] _ in [.head("200 OK"), .send(Array(body[..<40_000]))] }
    #expect(
      message { try fetch(from: server.address()) }.contains(
        "sent 40000 of the published file's 100000 bytes"))
    #expect(content("file") == nil)
  }

  @Test func nobodyThereIsTold() throws {
    let server = try DownloadServer { _ in [] }
    server.stop()
    let text = message { try fetch(from: server.address()) }
    #expect(text.contains("Failed to connect to 127.0.0.1") || text.contains("Couldn't connect"), "\(text)")
    #expect(names == ["expected"])
  }

  @Test func theSameFileIsNotDownloadedTwiceAtOnce() throws {
    let other = try PartialFile(of: folder.path.appendingPath("file"))
    #expect(
      message { try fetch(from: "http://127.0.0.1:1/") }.hasSuffix(
        "is being downloaded already, by another convbook"))
    withExtendedLifetime(other) {}
  }

  @Test func aFolderThatCannotBeMadeIsTold() throws {
    let file = RemoteFile(name: "file", size: 1, sha256: sha256, addresses: [])
    let path = folder.path.appendingPath("expected")
    #expect(
      message { try Download(licence: "", files: [file]).run(into: path) }
        == "cannot make the folder \(path)")
  }

  // MARK: - Half a set

  /// A set of two files, of which the second one does not come.
  private func halfASet() throws -> Download {
    let server = try serve { [body] request in
      request.path == "/file" ? .whole(body) : [.head("404 Not Found", "Content-Length: 0")]
    }
    let files = ["file", "other"].map {
      RemoteFile(name: $0, size: body.count, sha256: sha256, addresses: [server.address("/\($0)")])
    }
    return Download(licence: "free", files: files)
  }

  @Test func halfOfASetIsKnownForIt() throws {
    let download = try halfASet()
    #expect(!download.isUnfinished(in: folder.path))
    #expect(
      message { try download.run(into: folder.path) }.contains("404")
    )
    #expect(content("file") == body)
    #expect(download.isUnfinished(in: folder.path))
    // The rest is there.
    try folder.write(body, to: "other")
    try download.run(into: folder.path)
    #expect(!download.isUnfinished(in: folder.path))
    #expect(names == ["expected", "file", "other"])
  }

  /// A download that is killed between two files.
  @Test func aFileThatIsStillToComeIsKnownBeforeItBegins() throws {
    let download = try halfASet()
    var wasUnfinished: [Bool] = []
    _ = message {
      try download.run(into: folder.path) {
        if case .done = $0 { wasUnfinished.append(download.isUnfinished(in: self.folder.path)) }
      }
    }
    #expect(wasUnfinished == [true])
  }

  @Test func halfOfAKnownSetIsNotLoaded() throws {
    let place = folder.path.appendingPath("mnist")
    for name in ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"] {
      try folder.write(name.contains("images") ? idx([1, 1, 1], [7]) : idx([1], [3]), to: "mnist/\(name)")
    }
    let search = DataSearch(dataOptions: [folder.path], environment: [:])
    #expect(try DataCatalogue.load("mnist", seed: 0, search: search).splits.named.map(\.name) == [.train])
    try folder.write([], to: "mnist/t10k-images-idx3-ubyte.gz.partial")
    #expect(
      message { _ = try DataCatalogue.load("mnist", seed: 0, search: search) }
        == "\(place) has a part of mnist only, for its download was cut off; convbook data fetch mnist goes on from there"
    )
  }

  // MARK: - What is published

  @Test func checksumsAreThoseOfTheStandard() throws {
    // FIPS 180-4, example of one block.
    #expect(
      try SHA256.ofFile(folder.write(Array("abc".utf8), to: "abc"))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func everyDownloadIsComplete() throws {
    for set in DataCatalogue.known {
      guard let download = set.download else { continue }
      #expect(set.howToGet.first == "convbook data fetch \(set.name)")
      #expect(!download.licence.isEmpty && download.size > 0)
      for file in download.files {
        #expect(file.sha256.count == 64 && file.sha256.allSatisfy { $0.isHexDigit && !$0.isUppercase })
        #expect(file.addresses.allSatisfy { $0.hasPrefix("http") && $0.hasSuffix("/" + file.name) })
      }
    }
  }
}
