import Foundation
import Testing

@testable import Datasets

/// Pickles that NumPy 1.26.4 and 2.4.6 wrote (see `Fixtures/generate.py`), and others written by hand.
struct PickleReaderTests {
  private let trial: ReaderTrial

  init() throws { trial = try ReaderTrial() }

  @Test(
    arguments: [(0, "numpy2"), (1, "numpy2")]
      + [2, 3, 4, 5].flatMap { version in ["numpy1", "numpy2"].map { (version, $0) } })
  func everyProtocolIsRead(version: Int, numpy: String) throws {
    for order in ["c", "fortran"] {
      let bytes = try ReaderTrial.fixture("\(numpy)-protocol\(version)-\(order).p")
      let set = try trial.load(bytes, as: "train.p")
      #expect(set.train?.images.even?.shape == [4, 2, 3, 3])
      #expect(set.train?.images.dtype == .uint8)
      #expect(set.train?.images.even?.floats == (0..<72).map(Float.init))
      #expect(set.train?.labels.classes == [0, 1, 2, 1])
    }
  }

  @Test func aFolderOfThreeIsThreeSplits() throws {
    let bytes = try ReaderTrial.fixture("numpy2-protocol4-c.p")
    for name in ["train.p", "valid.p", "test.p"] { try trial.folder.write(bytes, to: "signs/\(name)") }
    let set = try trial.load("signs")
    #expect(set.splits.named.map(\.name) == [.train, .valid, .test])
    #expect(set.origin == "pickled NumPy arrays")
    #expect(try trial.load("signs/valid.p").splits.named.map(\.name) == [.valid])
    #expect(try trial.load(gzip(bytes), as: "test.p.gz").splits.named.map(\.name) == [.test])
  }

  @Test func trafficSignsAreKnownByTheirNames() throws {
    try trial.folder.write(ReaderTrial.fixture("numpy2-protocol4-c.p"), to: "traffic-signs/train.p")
    let search = DataSearch(dataOptions: [trial.folder.path], environment: [:], systemFolders: [])
    let names = try #require(
      DataCatalogue.load("traffic-signs", seed: 0, search: search).train?.labels.classNames)
    #expect(names.count == 43)
    #expect(names[0] == "Speed limit (20km/h)")
    #expect(names[14] == "Stop")
  }

  // MARK: - By hand

  private func global(_ module: String, _ name: String) -> [UInt8] { Array("c\(module)\n\(name)\n".utf8) }

  private func text(_ text: String) -> [UInt8] { [0x8C, UInt8(text.utf8.count)] + Array(text.utf8) }

  /// `{'features': value, 'labels': [0]}`
  private func dict(_ value: [UInt8], labels: [UInt8] = [0x5D, 0x4B, 0, 0x61]) -> [UInt8] {
    [0x80, 4, 0x7D, 0x28] + text("features") + value + text("labels") + labels + [0x75, 0x2E]
  }

  private func array(_ shape: [UInt8], type: String = "u1", order: String = "|", bytes: [UInt8]) -> [UInt8] {
    var code = global("numpy.core.multiarray", "_reconstruct")
    code += global("numpy", "ndarray")
    code += [0x4B, 0, 0x85, 0x43, 1, 0x62, 0x87, 0x52] as [UInt8]
    code += [0x28, 0x4B, 1, 0x28] as [UInt8]
    for length in shape { code += [0x4B, length] }
    code.append(0x74)
    code += global("numpy", "dtype") + text(type)
    code += [0x85, 0x52, 0x28, 0x4B, 3] as [UInt8]
    code += text(order)
    code += [0x4E, 0x4E, 0x4E, 0x74, 0x62] as [UInt8]
    code += [0x89, 0x43, UInt8(bytes.count)]
    return code + bytes + [0x74, 0x62]
  }

  @Test func labelsInAListAreRead() throws {
    let set = try trial.load(dict(array([1, 4, 4], bytes: Array(0..<16))), as: "train.p")
    #expect(set.train?.images.even?.floats == (0..<16).map(Float.init))
    #expect(set.train?.labels.classes == [0])
  }

  @Test func python2WroteBytesAsStrings() throws {
    var bytes = dict(array([1, 4, 4], bytes: Array(0..<16)))
    bytes[1] = 2
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: [0x43, 16, 0]) })
    bytes[place] = 0x55
    #expect(try trial.load(bytes, as: "train.p").train?.images.even?.floats == (0..<16).map(Float.init))
  }

  // MARK: - Refused

  @Test(arguments: [
    ("os", "system"), ("posix", "system"), ("builtins", "eval"), ("builtins", "getattr"),
    ("numpy", "load"), ("numpy.core.multiarray", "fromfile"), ("numpy.core", "multiarray._reconstruct"),
    ("subprocess", "Popen"), ("codecs", "encode"),
  ])
  func anyOtherFunctionIsRefusedByName(module: String, name: String) throws {
    let call = text("echo") + [0x85, 0x52]
    for named in [global(module, name), text(module) + text(name) + [0x93]] {
      #expect(
        try trial.message(dict(named + call), as: "train.p")
          == "train.p asks for \(module).\(name) at byte \(named.first == 0x8C ? 14 + named.count - 1 : 14), which "
          + "arrays do not need: `load` refuses to run it; nothing was executed")
    }
  }

  @Test func aNameCannotPaintTheTerminal() throws {
    #expect(
      try trial.message(dict(global("\u{1B}[2J", "x")), as: "train.p").contains("asks for ?[2J.x at byte 14"))
  }

  @Test(arguments: [
    (0x81 as UInt8, "NEWOBJ"), (0x69, "INST"), (0x6F, "OBJ"), (0x82, "EXT1"), (0x50, "PERSID"),
    (0x51, "BINPERSID"), (0x97, "NEXT_BUFFER"), (0x92, "NEWOBJ_EX"), (0xFF, "unknown"),
  ])
  func instructionsThatDataDoNotNeedAreRefused(code: UInt8, name: String) throws {
    #expect(
      try trial.message([0x80, 4, code, 0x2E], as: "train.p")
        == "train.p is damaged, or not a pickle of arrays: the instruction 0x\(String(code, radix: 16)) at byte 2 "
        + "is not one of data")
  }

  @Test(
    arguments: [
      ([0x2E], "an instruction before byte 3 finds nothing to work on"),
      ([0x74], "a collection ends before byte 3 that never began"),
      ([0x28, 0x30], "finds nothing to work on"),
      ([0x68, 7], "it names a value 7 that it never stored"),
      ([0x4B, 1, 0x85, 0x62], "finds nothing to work on"),
      ([0x4B, 1, 0x4B, 2, 0x52], "the call at byte 6 is not one of NumPy's"),
      ([0x4B, 1, 0x4B, 2, 0x61], "it appends to what is no list"),
      ([0x4B, 1, 0x28, 0x4B, 2, 0x75], "it sets items of what is no dict"),
      ([0x8A, 9], "an integer before byte 4 has 9 bytes"),
      ([0x5D, 0x94, 0x68, 0], "it names a list or a dict twice"),
      ([0x5D, 0x32], "it names a list or a dict twice"),
      ([0x7D, 0x32], "it names a list or a dict twice"),
    ] as [([UInt8], String)])
  func instructionsThatMakeNoSenseAreRefused(code: [UInt8], message: String) throws {
    #expect(try trial.message([0x80, 4] + code + [0x2E], as: "train.p").contains(message))
  }

  @Test func lengthsThatCannotBeAskForNoMemory() throws {
    let huge = [UInt8](repeating: 0xFF, count: 8)
    for code: UInt8 in [0x8E, 0x8D, 0x96] {
      #expect(
        try trial.message([0x80, 5, code] + huge + [1, 2, 3], as: "train.p")
          == "train.p is cut off: from byte 11 on \(Int.max) bytes are expected, found 3")
    }
  }

  @Test func aPickleThatIsCutOffSaysHowMuchWasExpectedAndFound() throws {
    let bytes = dict(array([1, 4, 4], bytes: Array(0..<16)))
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: [0x43, 16, 0]) })
    #expect(
      try trial.message(Array(bytes.prefix(place + 7)), as: "train.p")
        == "train.p is cut off: from byte \(place + 2) on 16 bytes are expected, found 5")
    #expect(
      try trial.message(Array(bytes.dropLast()), as: "train.p")
        == "train.p is cut off: from byte \(bytes.count - 1) on 1 bytes are expected, found 0")
  }

  @Test func nestingAndRepetitionAreBounded() throws {
    let deep = [UInt8](repeating: 0x85, count: 100_000)
    #expect(
      try trial.message([0x80, 4, 0x4E] + deep + [0x2E], as: "train.p")
        .hasSuffix("it has more than 1000 tuples, lists and dicts; expected a few arrays"))
    let many = [UInt8](repeating: 0x4E, count: 1_000_001)
    #expect(
      try trial.message([0x80, 4] + many + [0x2E], as: "train.p").contains("more than 1000000 instructions"))
    let long = [0x58, 0x10, 0x27, 0, 0] + [UInt8](repeating: 65, count: 10_000) + [0x94]
    let encode = global("_codecs", "encode") + [0x94] + text("latin1") + [0x94]
    let again = [UInt8]([0x68, 1, 0x68, 0, 0x68, 2, 0x86, 0x52])
    #expect(
      try trial.message(
        [0x80, 4] + long + encode + Array(repeatElement(again, count: 500).joined()), as: "train.p"
      )
      .hasSuffix("it decodes the same text again and again"))
  }

  /// Each of these few kilobytes would take gigabytes or hours if every name of a value were a copy of it.
  @Test func whatIsNamedAgainIsNotCopied() throws {
    let items = [0x5D, 0x28] + Array(repeatElement([0x4B, 1] as [UInt8], count: 60_000).joined()) + [0x65]
    let memoized = Array(repeatElement([0x94, 0x4B, 1, 0x61] as [UInt8], count: 60_000).joined())
    #expect(
      try trial.message([0x80, 4] + items + memoized + [0x2E], as: "train.p")
        .hasPrefix("train.p holds a tuple or list of 120000 parts; expected images and labels"))

    let long = [0x58, 0, 0, 1, 0] + [UInt8](repeating: 65, count: 1 << 16) + [0x94]
    #expect(
      try trial.message([0x80, 4] + global("numpy", "dtype") + long + [0x85, 0x52, 0x2E], as: "train.p")
        .contains("the call of dtype at byte 65558 is not as NumPy writes it"))
    let keys = [0x30, 0x7D, 0x28] + Array(repeatElement([0x68, 0, 0x4E] as [UInt8], count: 60_000).joined())
    #expect(
      try trial.message([0x80, 4] + long + keys + [0x75, 0x2E], as: "train.p")
        == "train.p holds a dict of nothing; expected 'features' and 'labels', or names such as 'x_train' and 'y_train'"
    )
    let ones = [UInt8](repeating: 1, count: 33)
    #expect(
      try trial.message(dict(array(ones, bytes: [7])), as: "train.p").contains("is not as NumPy writes it"))
  }

  @Test func arraysThatAreNotAsPromisedAreRefused() throws {
    #expect(
      try trial.message(dict(array([2, 4, 4], bytes: Array(0..<16))), as: "train.p")
        == "train.p: 'features' is damaged: shape (2, 4, 4) of uint8 needs 32 bytes, found 16")
    #expect(
      try trial.message(dict(array([1, 4, 4], type: "O8", bytes: Array(0..<16))), as: "train.p")
        == "train.p: 'features' holds \(NumPyType.refusal(of: "O8"))")
    let list = array([1, 4, 4], bytes: [])
    let place = try #require(list.indices.last { list[$0...].starts(with: [0x43, 0]) })
    let objects = Array(list[..<place]) + [0x5D] + Array(list[(place + 2)...])
    #expect(try trial.message(dict(objects), as: "train.p").contains("holds Python objects, not numbers"))
    #expect(
      try trial.message(dict([0x4B, 7]), as: "train.p") == "train.p: 'features' is not a NumPy array")
    #expect(
      try trial.message([0x80, 4, 0x4E, 0x2E], as: "train.p")
        == "train.p does not hold a dict of 'features' and 'labels'")
    #expect(
      try trial.message([0x80, 4, 0x7D] + text("data") + [0x4B, 1, 0x73, 0x2E], as: "train.p")
        == "train.p: 'data' is not a NumPy array")
  }

  @Test func countsMustAgree() throws {
    let images = array([1, 4, 4], bytes: Array(0..<16))
    #expect(
      try trial.message(dict(images, labels: array([2], bytes: [0, 1])), as: "train.p")
        == "train.p: 'features' holds 1 images, but train.p: 'labels' holds 2 labels")
    let sizes = array([3, 2], bytes: Array(0..<6))
    let bytes = [0x80, 4, 0x7D, 0x28] + text("features") + images + text("sizes") + sizes + [0x75, 0x2E]
    #expect(try trial.message(bytes, as: "train.p") == "train.p holds 1 'features', but 3 'sizes'")
  }
}
