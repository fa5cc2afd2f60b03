import Testing

@testable import Prompt

/// What is asked behind a cell: the cell stays without it.
@Suite struct AsideTests {
  @Test(arguments: [
    ("x = 1 ?load", "x = 1 ", "load"), ("x = fit net?", "x = fit net", nil),
    ("m = model\n  ?Conv2D", "m = model\n  ", "Conv2D"),
    ("load \"a?b\" ?learning rate", "load \"a?b\" ", "learning rate"),
    (#"print "a \" b" ?print"#, #"print "a \" b" "#, "print"),
  ])
  func aQuestion(text: String, cell: String, topic: String?) {
    #expect(Aside(text)?.cell == cell)
    #expect(Aside(text)?.wish == .help(topic))
  }

  @Test(arguments: [
    ("x = 1 :skip", "x = 1 "), ("x = digits[0:3]:skip", "x = digits[0:3]"), ("a\n:skip", "a\n"),
    ("# your network:skip", "# your network"), ("x = 1 # why? :skip", "x = 1 # why? "),
  ])
  func aCommand(text: String, cell: String) {
    #expect(Aside(text)?.cell == cell)
    #expect(Aside(text)?.wish == .command("skip"))
  }

  @Test(arguments: [
    "", "?fit", "  ?fit", ":skip", "x = 1", "print \"why?\"", "print \"a :b\"", "x = 1 # why?",
    "x = 1 # todo: skip",
    "digits.train[0:8]",
    "x ? y\nz", "x = 1 :", "x = \"open\\",
  ])
  func nothing(text: String) {
    #expect(Aside(text) == nil)
  }
}
