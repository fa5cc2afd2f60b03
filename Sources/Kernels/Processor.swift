import CProcessor

/// What the kernels were compiled for.
public enum Processor {
  /// `native`, `portable`, or the name of a processor that `CONVBOOK_MARCH` gave.
  public static let name = String(cString: processor_name())
  /// `x86-64 with AVX2`: the family, and the widest registers that the kernels use.
  public static let registers = String(cString: processor_registers())
}
