/// The kernels once more, as the lessons write them: one image, plain arrays, one loop per sum.
///
/// Arrays are row-major and channels last, as in Keras: an image is `[y][x][c]`, a Conv2D kernel
/// `[ky][kx][c][f]`, a Dense kernel `[i][o]`. Every function works in `Float` and in `Double`; the tests hold
/// the fast kernels to the results in `Double`. Gradients follow one naming: `outputGradient` is ∂loss/∂output.
public enum Reference {}

extension Reference {
  /// The position of pixel (y, x), channel c, in an array of images `width` pixels wide.
  @inlinable
  static func index(_ y: Int, _ x: Int, _ c: Int, width: Int, channels: Int) -> Int {
    (y * width + x) * channels + c
  }
}
