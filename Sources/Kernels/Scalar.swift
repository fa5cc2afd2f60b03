/// The engine's elementary functions of one number: the very ones that it applies to lanes, bit for bit.
public enum Scalar {
  public static func exp(_ x: Float) -> Float { Kernels.exp(x) }
  public static func log(_ x: Float) -> Float { Kernels.log(x) }
  public static func tanh(_ x: Float) -> Float { Kernels.tanh(x) }
  public static func sigmoid(_ x: Float) -> Float { Kernels.sigmoid(x) }
}
