import CArchive
import Foundation
import Testing

@testable import Datasets

/// Trees and archives made to harm: whatever lies among the files, there is a set or a clear error, soon.
struct HostileFilesTests {
  private let trial: ReaderTrial

  init() throws {
    trial = try ReaderTrial()
    try writeSmallSet(to: trial.folder)
  }

  private func path(_ name: String) -> String { trial.folder.path + "/" + name }

  private var notes: [String] { (try? trial.load(""))?.notes ?? ["not loaded"] }

  // MARK: - What is no file

  @Test func aPipeAmongTheFilesIsNamedAndNotWaitedFor() throws {
    #expect(mkfifo(path("test-images-idx3-ubyte"), 0o600) == 0)
    #expect(notes == ["passed over: test-images-idx3-ubyte (a device or a pipe)"])
    #expect(trial.message("test-images-idx3-ubyte").hasSuffix("it is a device or a pipe, not a file"))
  }

  @Test func aLinkToADeviceIsNotRead() throws {
    try FileManager.default.createSymbolicLink(
      atPath: path("test-images-idx3-ubyte"), withDestinationPath: "/dev/zero")
    #expect(notes == ["passed over: test-images-idx3-ubyte (a device or a pipe)"])
  }

  @Test func aFileOfTheKernelsWithoutASizeIsEmpty() throws {
    for (k, file) in ["/proc/kmsg", "/proc/self/mem", "/proc/self/mounts"].enumerated() {
      try FileManager.default.createSymbolicLink(atPath: path("x\(k).csv"), withDestinationPath: file)
      #expect(
        trial.message("x\(k).csv").contains("an empty file")
          || trial.message("x\(k).csv").contains("cannot read"))
    }
  }

  @Test func aFileThatIsWrittenToWhileItIsReadIsRefused() throws {
    let name = try trial.folder.write(Array("12345678".utf8), to: "growing")
    let stream = try DataStream(path: name)
    let file = try #require(fopen(name, "a"))
    fputs("9", file)
    fclose(file)
    #expect(throws: DatasetError("\(name) was changed while it was read; try again when it is complete")) {
      _ = try stream.readAll(limit: 100)
    }
  }

  @Test func aFileThatShrinksWhileItIsReadIsRefused() throws {
    let name = try trial.folder.write([UInt8](repeating: 7, count: 1 << 20), to: "shrinking")
    let stream = try DataStream(path: name)
    truncate(name, 10)
    #expect(throws: DatasetError("\(name) was changed while it was read; try again when it is complete")) {
      _ = try stream.readAll(limit: 1 << 21)
    }
  }

  // MARK: - Names

  @Test func namesThatAreNotUTF8AreRead() throws {
    let folder = path("latin")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let pixels = try RasterImage(height: 2, width: 2, channels: 1, pixels: [1, 2, 3, 4]).pngEncoded()
    for name in [Array("caf\u{0}".utf8.dropLast()) + [0xE9], Array("tea".utf8)] {
      let bytes = Array(folder.utf8) + [0x2F] + name
      #expect(mkdir(bytes.map(CChar.init(bitPattern:)) + [0], 0o700) == 0)
      let file = open(
        (bytes + Array("/1.png".utf8)).map(CChar.init(bitPattern:)) + [0], O_WRONLY | O_CREAT, 0o600)
      #expect(pixels.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) } == pixels.count)
      close(file)
    }
    let set = try trial.load("latin")
    #expect(set.train?.labels.classNames == ["caf\u{FFFD}", "tea"])
    #expect(set.train?.count == 2)
  }

  /// A line break in a name would end a line of a message, and let the rest of the name pass for words of ours.
  @Test func namesAreShownInOneLine() throws {
    let pixels = try RasterImage(height: 2, width: 2, channels: 1, pixels: [1, 2, 3, 4]).pngEncoded()
    for name in ["set/a\nb/1\r2.png", "set/c\u{1B}[31m/1.png", "set/tea/1.png"] {
      try trial.folder.write(pixels, to: name)
    }
    let set = try trial.load("set")
    #expect(set.train?.labels.classNames == [#"a\nb"#, #"c\x1b[31m"#, "tea"])
    try trial.folder.write([1, 2], to: "set/a\nb/1\r2.png")
    let error = #expect(throws: DatasetError.self) { _ = try trial.load("set") }
    #expect(error?.description.hasPrefix("\(path("set"))/a\\nb/1\\r2.png: ") == true)
  }

  @Test func foldersWithoutEndAreNamed() throws {
    let deep = (0..<40).map { _ in String(repeating: "d", count: 60) }.joined(separator: "/")
    try FileManager.default.createDirectory(atPath: path(deep), withIntermediateDirectories: true)
    #expect(notes.count == 1)
    #expect(notes[0].hasSuffix("(more than 16 folders deep)"))
  }

  // MARK: - Archives

  private struct Entry {
    var name: String
    var type = UInt32(CArchive.S_IFREG)
    var target: String?
    var bytes: [UInt8] = []
  }

  private func tar(_ entries: [Entry]) throws -> [UInt8] {
    let file = path("made")
    let handle = archive_write_new()
    defer { archive_write_free(handle) }
    archive_write_set_format_pax_restricted(handle)
    archive_write_open_filename(handle, file)
    for made in entries {
      let entry = archive_entry_new()
      archive_entry_set_pathname(entry, made.name)
      archive_entry_set_filetype(entry, made.type)
      archive_entry_set_perm(entry, 0o644)
      if let target = made.target {
        if made.type == UInt32(CArchive.S_IFREG) {
          archive_entry_set_hardlink(entry, target)
        } else {
          archive_entry_set_symlink(entry, target)
        }
      }
      archive_entry_set_size(entry, Int64(made.bytes.count))
      archive_write_header(handle, entry)
      archive_write_data(handle, made.bytes, made.bytes.count)
      archive_entry_free(entry)
    }
    archive_write_close(handle)
    return Array(try Data(contentsOf: URL(fileURLWithPath: file)))
  }

  @Test func linksAndDevicesInATarAreNamedAndLeadNowhere() throws {
    let bytes = try tar([
      Entry(name: "/etc/train-images-idx3-ubyte", bytes: idx([1, 2, 2], [1, 2, 3, 4])),
      Entry(name: "../../train-labels-idx1-ubyte", bytes: idx([1], [1])),
      Entry(name: "test-images-idx3-ubyte", type: UInt32(CArchive.S_IFLNK), target: "/etc/passwd"),
      Entry(name: "test-labels-idx1-ubyte", target: "/etc/shadow"),
      Entry(name: "null", type: UInt32(CArchive.S_IFCHR)),
    ])
    let set = try trial.load(bytes, as: "evil.tar")
    #expect(set.train?.labels.classes == [1])
    #expect(set.test == nil)
    #expect(
      set.notes == [
        "passed over: test-images-idx3-ubyte (a link), test-labels-idx1-ubyte (a link), null (a device or a pipe)"
      ])
  }

  @Test func aTarOfFilesWithoutEndIsStopped() throws {
    // A header for each: 1,000,001 of them are half a gigabyte, and a gzip file of them a few megabytes.
    var header = [UInt8](repeating: 0, count: 512)
    header.replaceSubrange(0..<5, with: Array("a.bin".utf8))
    header.replaceSubrange(100..<107, with: Array("0000644".utf8))
    header.replaceSubrange(124..<135, with: Array("00000000000".utf8))
    header.replaceSubrange(136..<147, with: Array("00000000000".utf8))
    header[156] = UInt8(ascii: "0")
    header.replaceSubrange(257..<265, with: Array("ustar\u{0}00".utf8))
    let sum = header.reduce(8 * 32) { $0 + Int($1) }
    header.replaceSubrange(148..<156, with: Array(String(format: "%06o\u{0} ", sum).utf8))
    // A gzip file may hold several members; the same one a thousand times is made once.
    let member = gzip([UInt8](repeatingElements: header, count: 1001))
    let bytes = [UInt8](repeatingElements: member, count: 1000)
    #expect(bytes.count < 4_000_000)
    #expect(
      try trial.message(bytes, as: "many.tar.gz")
        == "many.tar.gz holds more than 1000000 files; name the folder of one data set")
  }

  @Test func anXzArchiveThatInflatesWithoutEndIsStopped() throws {
    let zeros = path("zeros")
    #expect(FileManager.default.createFile(atPath: zeros, contents: nil))
    truncate(zeros, 100 << 20)
    try #require(packed(["zeros"], in: trial.folder.path, to: "bomb.tar.xz"))
    try FileManager.default.removeItem(atPath: zeros)
    #expect(trial.message("bomb.tar.xz").contains("inflate to more than data of its size can hold"))
  }

  @Test func encryptedArchivesAreNamed() throws {
    let key = "secret"
    let file = path("locked.zip")
    let handle = archive_write_new()
    archive_write_set_format_zip(handle)
    archive_write_set_options(handle, "zip:encryption=traditional")
    archive_write_set_passphrase(handle, key)
    archive_write_open_filename(handle, file)
    let entry = archive_entry_new()
    archive_entry_set_pathname(entry, "train.csv")
    archive_entry_set_size(entry, 3)
    archive_entry_set_filetype(entry, UInt32(CArchive.S_IFREG))
    archive_write_header(handle, entry)
    archive_write_data(handle, "1,2", 3)
    archive_entry_free(entry)
    archive_write_close(handle)
    archive_write_free(handle)
    #expect(
      trial.message("locked.zip")
        == "locked.zip is encrypted; unpack it with its password, as `7z x` or `unzip` does, and load the folder"
    )
  }

  @Test func aDamagedArchiveBesideASetIsPassedOver() throws {
    try trial.folder.write(Array("PK\u{3}\u{4}damaged".utf8), to: "extra.npz")
    #expect(notes == ["passed over: extra.npz"])
    // Where there is nothing else, it is said what is wrong with it.
    try trial.folder.write(Array("PK\u{3}\u{4}damaged".utf8), to: "alone/extra.npz")
    #expect(trial.message("alone").hasPrefix("alone/extra.npz is damaged or cut off"))
  }
}

extension [UInt8] {
  /// `elements`, `count` times.
  fileprivate init(repeatingElements elements: [UInt8], count: Int) {
    self = []
    reserveCapacity(elements.count * count)
    for _ in 0..<count { self += elements }
  }
}
