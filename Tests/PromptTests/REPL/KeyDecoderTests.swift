import Testing

@testable import Prompt

@Suite struct KeyDecoderTests {
  @Test(arguments: ["ascii", "é", "重€", "😀x", ""])
  func textComesBack(text: String) {
    #expect(decode(Array(text.utf8)) == text)
  }

  @Test func aMalformedCharacterDoesNotSwallowTheNext() {
    #expect(decode([0xC3, UInt8(ascii: "a")]) == "\u{FFFD}a")
    #expect(decode([0xFF, UInt8(ascii: "b")]) == "\u{FFFD}b")
    #expect(decode([0xE2, 0xC3, 0xA9]) == "\u{FFFD}é")
  }

  @Test func noByteIsReadBeyondTheCharacter() {
    var bytes = Array("é!".utf8).makeIterator()
    var decoder = KeyDecoder()
    #expect(decoder.next { bytes.next() } == "é")
    #expect(bytes.next() == UInt8(ascii: "!"))
  }

  private func decode(_ bytes: [UInt8]) -> String {
    var rest = bytes.makeIterator()
    var decoder = KeyDecoder()
    var text = ""
    while let scalar = decoder.next({ rest.next() }) { text.unicodeScalars.append(scalar) }
    return text
  }
}
