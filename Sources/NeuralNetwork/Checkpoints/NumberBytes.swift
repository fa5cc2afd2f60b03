/// The number that IEEE's binary16 stands for. Source: IEEE 754-2019, 3.4.
func float(ofHalf bits: UInt16) -> Float {
  let sign = UInt32(bits & 0x8000) << 16
  let exponent = UInt32(bits >> 10 & 0x1F)
  let fraction = UInt32(bits & 0x3FF)
  switch exponent {
  case 0:
    // Zero and the subnormal numbers, multiples of 2^-24.
    return Float(bitPattern: (Float(fraction) * 0x1p-24).bitPattern | sign)
  case 0x1F: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
  default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
  }
}

/// The number that bfloat16 stands for: the upper half of a float.
func float(ofBrain bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }

extension UnsafeRawBufferPointer {
  /// The numbers whose bytes these are, the least significant byte of each first; none where they do not come out even.
  func numbers<Number: FixedWidthInteger>(of type: Number.Type) -> [Number] {
    guard count % MemoryLayout<Number>.size == 0 else { return [] }
    return (0..<count / MemoryLayout<Number>.size).map {
      Number(littleEndian: loadUnaligned(fromByteOffset: $0 * MemoryLayout<Number>.size, as: Number.self))
    }
  }
}

/// Numbers as the bytes of a file: the least significant byte of each first.
func littleEndian<Number: FixedWidthInteger>(_ numbers: [Number]) -> [UInt8] {
  numbers.map(\.littleEndian).withUnsafeBytes { Array($0) }
}
