import CellLanguage
import Core
import NeuralNetwork
import Testing

/// Arrays look as NumPy 2.4.6 prints them; the texts are what `print(numpy.array(..., dtype=numpy.float32))` gave.
@Suite struct ArrayPrintingTests {
  @Test(
    arguments: [
      ([1, 0.5, 0.25], "[1.   0.5  0.25]"),
      ([0, 0, 1], "[0. 0. 1.]"),
      ([0.1, -0.2, 3.75], "[ 0.1  -0.2   3.75]"),
      ([1e-10, 1], "[1.e-10 1.e+00]"),
      ([123456.789, 0.001], "[1.2345679e+05 1.0000000e-03]"),
      ([1e9, 1], "[1.e+09 1.e+00]"),
      ([.nan, 1.5, -.infinity], "[ nan  1.5 -inf]"),
      ([0.33333334, 0.6666667], "[0.33333334 0.6666667 ]"),
      ([1e-5], "[1.e-05]"),
      ([100000, 2.5], "[1.0e+05 2.5e+00]"),
      ([-0.0, 1.0], "[-0.  1.]"),
      ([16_777_216, 1], "[1.6777216e+07 1.0000000e+00]"),
      ([0.00033333333333, 0.9996667], "[3.3333333e-04 9.9966669e-01]"),
    ] as [([Float], String)])
  func floats(values: [Float], text: String) {
    #expect(Value.array(Tensor(shape: [values.count], floats: values)).printed == text)
  }

  @Test func longAxesAreShortened() {
    let values = (0..<2000).map { (Float($0) - 128) / 128 }
    #expect(
      Value.array(Tensor(shape: [2000], floats: values)).printed
        == "[-1.        -0.9921875 -0.984375  ... 14.6015625 14.609375  14.6171875]")
  }

  @Test func severalAxesAreNested() {
    let values = (0..<24).map { (Float($0) - 12) / 128 }
    #expect(
      Value.array(Tensor(shape: [2, 3, 4], floats: values)).printed == """
        [[[-0.09375   -0.0859375 -0.078125  -0.0703125]
          [-0.0625    -0.0546875 -0.046875  -0.0390625]
          [-0.03125   -0.0234375 -0.015625  -0.0078125]]

         [[ 0.         0.0078125  0.015625   0.0234375]
          [ 0.03125    0.0390625  0.046875   0.0546875]
          [ 0.0625     0.0703125  0.078125   0.0859375]]]
        """)
  }
}
