import Core

/// `confused_with LeNet norm.test class=4`, `confused_with LeNet norm.test class=4 with=9`
enum ConfusedWithVerb: Verb {
  static let declaration = Declaration(
    name: "confused_with",
    summary: "which classes one class is confused with, and the images",
    discussion: """
      For each other class: how many images of this class were taken for it, and the reverse, with the shares. With with= \
      the images of the two classes that were taken for each other are drawn, the surest first; without, those of this \
      class that were taken for any other. Gives these images.
      """,
    parameters: [Measured.model, Measured.data, ofClass, other, count, ChartFormat.key],
    example: Example.trained
      + "confused_with net digits.test class=4")

  static let ofClass = Required<NameOrNumber>.option("class", .label, "the class, by number or name")
  static let other = Key<NameOrNumber?>.option("with", .label, "one other class")
  static let count = Key<Int>.option("count", .integer(1...200), "how many images are drawn", default: 20)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let answers = try Measured(arguments).answers(in: session)
    let (examples, name) = (answers.examples, answers.name)
    let names = examples.labels.classNames
    let label = try arguments.classNumber(
      Self.ofClass, among: answers.classes, of: answers.model, names: names)
    let other = try arguments.classNumber(
      Self.other, among: answers.classes, of: answers.model, names: names)
    guard other != label else { throw CellError("with= must be another class", parameter: Self.other) }
    let classes = answers.classes
    let matrix = try answers.confusion()
    let support = matrix.rows.map(\.support)
    func share(_ count: Int, _ whole: Int) -> String {
      whole > 0 ? formatted("%.4f", Double(count) / Double(whole)) : "-"
    }
    let others = (0..<classes).filter { $0 != label && matrix[label, $0] + matrix[$0, label] > 0 }.sorted {
      (matrix[label, $1] + matrix[$1, label], $0) < (matrix[label, $0] + matrix[$0, label], $1)
    }
    let className = answers.className(label)
    let right = matrix[label, label]
    var lines = ["\(className): \(right) of \(support[label]) images of \(name) are seen as it"]
    if others.isEmpty {
      lines.append("it is confused with no other class")
    } else {
      lines.append(
        textTable(
          ["class", "\(className) seen as it", "share", "it seen as \(className)", "share"],
          others.map { k in
            [
              answers.className(k), "\(matrix[label, k])", share(matrix[label, k], support[label]),
              "\(matrix[k, label])", share(matrix[k, label], support[k]),
            ]
          }))
    }
    session.say(lines.joined(separator: "\n"))
    let chosen = answers.surestFirst(
      answers.wrong.filter { i in
        let truth = Int(examples.labels.classes[i])
        guard let other else { return truth == label }
        return truth == label && answers.seen[i] == other || truth == other && answers.seen[i] == label
      })
    let shown = Array(chosen.prefix(arguments[Self.count]))
    if !shown.isEmpty {
      let title =
        other.map { "\(className) and \(answers.className($0)), taken for each other" }
        ?? "\(className), taken for other classes"
      try answers.draw(shown, title: title, name: "confused-with", arguments, session)
    }
    return .examples(try examples.selecting(indices: chosen.map(Int32.init)), name: "\(name)_confused")
  }
}
