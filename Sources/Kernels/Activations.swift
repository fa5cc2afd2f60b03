import Core

/// The activations, applied to lanes in place, and their derivatives, written with the output y alone.

public func relu(_ values: UnsafeMutablePointer<Lanes>, count: Int) {
  for k in 0..<count {
    let x = values[k]
    values[k] = x.replacing(with: 0, where: x .< 0)
  }
}

/// gradient *= 1 where y > 0, else 0.
public func reluGradient(
  output: UnsafePointer<Lanes>, gradient: UnsafeMutablePointer<Lanes>, count: Int
) {
  for k in 0..<count { gradient[k] = gradient[k].replacing(with: 0, where: output[k] .<= 0) }
}

public func tanh(_ values: UnsafeMutablePointer<Lanes>, count: Int) {
  mapInPlace(values, count: count) { Scalar.tanh($0) }
}

/// gradient *= 1 - y².
public func tanhGradient(
  output: UnsafePointer<Lanes>, gradient: UnsafeMutablePointer<Lanes>, count: Int
) {
  for k in 0..<count {
    let y = output[k]
    gradient[k] *= Lanes(repeating: 1).addingProduct(-y, y)
  }
}

public func sigmoid(_ values: UnsafeMutablePointer<Lanes>, count: Int) {
  mapInPlace(values, count: count) { Scalar.sigmoid($0) }
}

/// gradient *= y (1 - y).
public func sigmoidGradient(
  output: UnsafePointer<Lanes>, gradient: UnsafeMutablePointer<Lanes>, count: Int
) {
  for k in 0..<count {
    let y = output[k]
    gradient[k] *= y.addingProduct(-y, y)
  }
}

/// softmax over `count` values of each image: e^(x - max) / Σ e^(x - max).
public func softmax(_ values: UnsafeMutablePointer<Lanes>, count: Int) {
  var greatest = values[0]
  for k in 1..<max(1, count) {
    greatest.replace(with: values[k], where: .!(values[k] .<= greatest))
  }
  var sum = Lanes()
  for k in 0..<count {
    values[k] = (values[k] - greatest).mapLanes { Scalar.exp($0) }
    sum += values[k]
  }
  let scale = Lanes(repeating: 1) / sum
  for k in 0..<count { values[k] *= scale }
}

/// gradient_k = y_k (gradient_k - Σ_j gradient_j y_j), over the same values.
public func softmaxGradient(
  output: UnsafePointer<Lanes>, gradient: UnsafeMutablePointer<Lanes>, count: Int
) {
  var dot = Lanes()
  for k in 0..<count { dot = dot.addingProduct(gradient[k], output[k]) }
  for k in 0..<count { gradient[k] = output[k] * (gradient[k] - dot) }
}
