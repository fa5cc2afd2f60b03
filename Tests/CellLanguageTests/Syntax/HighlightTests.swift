import CellLanguage
import Testing

/// Which parts of a line have a colour.
@Suite struct HighlightTests {
  /// The parts with their kinds, as they stand in the line.
  private func parts(_ line: String) -> [String] {
    Session.highlights(in: line).map { highlight in
      let bytes = Array(line.utf8)[highlight.range]
      return "\(highlight.kind):\(String(decoding: bytes, as: UTF8.self))"
    }
  }

  @Test func everyWordHasTheColourOfWhatItIsThere() {
    #expect(
      parts("history = fit net digits.train epochs=5 loss=\"a # b\"  # twice")
        == ["verb:fit", "option:epochs", "number:5", "option:loss", "string:\"a # b\"", "comment:# twice"])
    #expect(
      parts("  Conv2D 6 5x5 activation=relu") == [
        "layer:Conv2D", "number:6", "number:5x5", "option:activation",
      ])
    #expect(parts("  repeat 3 Dense 10") == ["keyword:repeat", "number:3", "layer:Dense", "number:10"])
    #expect(parts("print (load digits) true") == ["verb:print", "verb:load", "keyword:true"])
    #expect(parts("end # of net") == ["keyword:end", "comment:# of net"])
  }

  @Test func aNameThatLooksLikeAVerbIsNone() {
    // A member, an input, a name that is given a value.
    #expect(parts("x.shape.print") == [])
    #expect(parts("show digits split") == ["verb:show"])
    #expect(parts("a = b") == [])
  }

  @Test func whatIsBeingTypedHasColoursToo() {
    #expect(parts("load \"data/si") == ["verb:load", "string:\"data/si"])
    #expect(parts("fit net § 5") == ["verb:fit"])
    #expect(parts("") == [] && parts("#") == ["comment:#"])
    #expect(parts("print \"ü\" 1") == ["verb:print", "string:\"ü\"", "number:1"])
  }

  @Test func bracketsThatBelongTogetherAreFound() {
    let text = "a = (b[0] + (c))\nx = [1, \")\"]"
    let bytes = Array(text.utf8).map { Character(Unicode.Scalar($0)) }
    var pairs: [[Int]] = []
    for place in bytes.indices {
      guard let partner = Session.partner(ofBracketAt: place, in: text) else { continue }
      #expect(Session.partner(ofBracketAt: partner, in: text) == place)
      if partner > place { pairs.append([place, partner]) }
    }
    #expect(pairs == [[4, 15], [6, 8], [12, 14], [21, 28]])
    #expect(
      Session.partner(ofBracketAt: 0, in: "(]") == nil && Session.partner(ofBracketAt: 0, in: "(") == nil)
  }

  @Test func noLineTakesLongOrTraps() {
    for line in ["((((", "\"", "=", ".", "repeat", "repeat 3", String(repeating: "a ", count: 10_000)] {
      #expect(parts(line).count <= 2)
    }
  }
}
