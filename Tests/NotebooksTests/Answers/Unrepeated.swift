/// A number of the prose that the tests do not rerun, and why.
struct Unrepeated {
  let notebook: String
  let numbers: [String]
  let reason: String

  static let all = [
    Unrepeated(
      notebook: "lenet-5", numbers: ["0.95", "0.8"],
      reason: "LeCun, Bottou, Bengio and Haffner's, 1998, figure 9"),
    Unrepeated(
      notebook: "traffic-signs", numbers: ["0.8572", "0.9197", "0.9457", "0.9550", "0.8480", "0.8736"],
      reason: "measured on the photographs of the benchmark, which the repository does not have"),
  ]
}
