import Kernels
import Testing

@testable import NeuralNetwork

/// Which images count as right.
@Suite struct HitsTests {
  struct Fixture: Decodable {
    struct Case: Decodable {
      let classes: Int
      let outputs: [[Float]]
      let labels: [Int32]
      let hits: [Bool]
    }
    let cases: [Case]
  }

  /// The hits of up to 16 images.
  private func hits(_ outputs: [[Float]], _ labels: [Int32]) -> Hits {
    let lanes = (outputs.first ?? []).indices.map { k in
      var value = Lanes(repeating: 9)  // what stands in unused lanes must not count
      for n in outputs.indices { value[n] = outputs[n][k] }
      return value
    }
    return Hits(lanes, classes: lanes.count, labels: labels, images: outputs.count)
  }

  @Test func topKAgreesWithKeras() throws {
    for expected in try fixture("top_k", as: Fixture.self).cases {
      for (n, output) in expected.outputs.enumerated() {
        #expect(hits([output], [expected.labels[n]]).topK == (expected.hits[n] ? 1 : 0))
      }
      #expect(
        hits(Array(expected.outputs[..<13]), Array(expected.labels[..<13])).topK
          == expected.hits[..<13].filter { $0 }.count)
    }
  }

  @Test func ofEqualOutputsTheFirstIsThePrediction() {
    #expect(hits([[1, 3, 3, 0]], [1]).first == 1)
    #expect(hits([[1, 3, 3, 0]], [2]).first == 0)
    #expect(hits([[0, 0, 0, 0], [1, 3, 2, 0], [-5, -6, -7, -4]], [0, 1, 3]).first == 3)
  }

  @Test func whatIsNoNumberIsNeverRight() {
    #expect(hits([[.nan, .nan, .nan]], [0]) == Hits())
    #expect(hits([[.nan, 1, 0]], [1]).first == 0)
  }
}
