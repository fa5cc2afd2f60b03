import Core
import Foundation
import NeuralNetwork
import Testing

@testable import CellLanguage

/// Random arrays of many shapes and sizes, and single numbers, look as NumPy 2.4.6 prints them: see
/// `Fixtures/numpy-printing.py`, which wrote them and can write more.
@Suite struct NumPyPrintingTests {
  @Test func everyCaseOfTheFixture() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/numpy-printing.txt")
    let lines = try String(contentsOf: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    var cases = 0
    var next = 0
    while next < lines.count, !lines[next].isEmpty {
      let words = lines[next].split(separator: " ")
      let end = try #require(lines[next...].firstIndex(of: "%"))
      let expected = lines[next + 1..<end].joined(separator: "\n")
      #expect(printed(words) == expected, "\(words.prefix(2).joined(separator: " ")), line \(next + 1)")
      cases += 1
      next = end + 1
    }
    #expect(cases == 40)
  }

  private func printed(_ words: [Substring]) -> String {
    let values = words.dropFirst(2)
    func cycled<Element>(_ elements: [Element], _ shape: Shape) -> [Element] {
      (0..<shape.reduce(1, *)).map { elements[$0 % elements.count] }
    }
    let shape = words[1].split(separator: "x").compactMap { Int($0) }
    switch words[0] {
    case "float32":
      let floats = values.compactMap { UInt32($0, radix: 16).map(Float.init(bitPattern:)) }
      if words[1] == "-" {
        // NumPy has a point in a whole number too, and minus zero.
        let text = Value.float32(floats[0]).printed
        return text.contains(/[.e]|inf|nan/)
          ? text : (floats[0].sign == .minus && text == "0" ? "-0" : text) + ".0"
      }
      return Value.array(Tensor(shape: shape, floats: cycled(floats, shape))).printed
    case "uint8":
      return Value.array(Tensor(shape: shape, bytes: cycled(values.compactMap { UInt8($0) }, shape))).printed
    default:
      let numbers = cycled(values.map(String.init), shape)
      return ArrayPrinter(shape: shape) { numbers[$0] }.text
    }
  }

  @Test func singleNumbersOfAnArrayAreFloats() {
    let trial = Trial()
    _ = trial.run("digits = load digits train=20 test=10\nx = (digits.train.images[0] - 250.1) / 10")
    #expect(trial.run("x.min") == "-25.01")
    #expect(
      trial.run("print x.max (x.min * 2) (2 * x.min) (x.min / x.min) (-x.min)")
        == "0.49 -50.02 -50.02 1 25.01".replacing("0.49", with: trial.run("x.max")))
    // What is no array's is a number as ever, and so are bytes.
    #expect(trial.run("0.1 + 0.2") == "0.3")
    #expect(trial.run("print digits.train.images.max digits.train.labels[0]") == "255 1")
    // Where a number is asked for, one of an array will do.
    #expect(
      trial.run("take digits.train [(x.min / x.min), 2]").hasPrefix("take: (20, 28, 28, 1) -> (2, 28, 28, 1)")
    )
    #expect(trial.run("table [1.5, x.min]") == "  1.5000\n-25.0100")
  }
}
