import Foundation
import Testing

@testable import Datasets

/// Pickles of several arrays, of old protocols, and of what is none.
struct PickledSetTests {
  private let trial: ReaderTrial

  init() throws { trial = try ReaderTrial() }

  @Test func threePairsAreThreeSplits() throws {
    let set = try trial.load(ReaderTrial.fixture("numpy2-three-pairs.pkl.gz"), as: "mnist.pkl.gz")
    #expect(set.splits.values.map(\.count) == [4, 2, 3])
    #expect(set.train?.images.even?.shape == [4, 4, 4, 1])
    #expect(set.train?.images.even?.floats == (0..<64).map { Float($0) / 64 })
    #expect(set.test?.labels.classes == [0, 1, 2])
    #expect(set.notes == ["3 pairs of images and labels, taken for train, valid and test"])
  }

  /// What Python 2 wrote: bytes as texts in quotes, with escapes.
  @Test func protocol0OfPython2IsRead() throws {
    let pixels = (0..<16).map { String(format: "\\x%02x", $0 == 9 ? 0 : $0) }.joined().replacingOccurrences(
      of: "\\x0a", with: "\\n")
    let pickle = """
      (dp0
      S'features'
      p1
      cnumpy.core.multiarray
      _reconstruct
      p2
      (cnumpy
      ndarray
      p3
      (I0
      tp4
      S'b'
      p5
      tp6
      Rp7
      (I1
      (I1
      I4
      I4
      tp8
      cnumpy
      dtype
      p9
      (S'u1'
      p10
      I0
      I1
      tp11
      Rp12
      (I3
      S'|'
      p13
      NNNI-1
      I-1
      I0
      tp14
      bI00
      S'\(pixels)'
      p15
      tp16
      bsS"labels"
      p17
      (lp18
      L3L
      asS'mean'
      p19
      F0.5
      s.
      """
    let set = try trial.load(Array(pickle.utf8), as: "train.p")
    #expect(set.train?.images.even?.floats == (0..<16).map { $0 == 9 ? 0 : Float($0) })
    #expect(set.train?.labels.classes == [3])
    // Each line can be wrong.
    for (line, wrong) in [
      ("L3L", "LxL"), ("F0.5", "Fx"), ("S\"labels\"", "Slabels"), ("S'b'", "S'\\q'"), ("p18", "px"),
      ("S'u1'", "S'\\x1'"),
    ] {
      let damaged = pickle.replacingOccurrences(of: line, with: wrong)
      #expect(
        try trial.message(Array(damaged.utf8), as: "train.p").hasPrefix("train.p is damaged"), "\(wrong)")
    }
  }

  @Test func whatNeedsPythonIsNamedWithTheWay() throws {
    for (module, what) in [
      ("pandas.core.frame", "a pandas DataFrame"), ("sklearn.utils", "an object of scikit-learn"),
      ("torch._utils", "PyTorch's tensors"), ("PIL.Image", "Pillow's images"),
      ("joblib.numpy_pickle", "joblib"),
    ] {
      let message = try trial.message([0x80, 2] + Array("c\(module)\nThing\n".utf8), as: "data.pkl")
      #expect(message.contains("nothing was executed\nIt holds "))
      #expect(message.contains(what))
    }
  }
}
