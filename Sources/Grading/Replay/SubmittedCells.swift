import Notebooks

/// What a student handed in, as it goes into the places of the lesson.
struct SubmittedCells {
  /// By exercise and place, the cells that are run there.
  let slots: [[[NotebookFile.Cell]]]
  /// The cells that are the lesson's own, by the lesson's number.
  let counterparts: [Int: NotebookFile.Cell]
  /// The student's answers to the questions, by the exercise's label.
  let answers: [String: String]
  /// What it says that its cells gave, by their number.
  let storedOutputs: [Int: String]
  let remarks: [String]

  init(_ notebook: NotebookFile, text: String, in lesson: LessonCells) {
    let submitted = Dictionary(
      notebook.cells.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
    let own = notebook.exercises
    var remarks: [String] = []
    var slots = lesson.exercises.map { [[NotebookFile.Cell]](repeating: [], count: $0.ownCells.count) }
    var used: Set<Int> = []
    for (index, exercise) in lesson.exercises.enumerated() {
      guard let found = own.first(where: { $0.label == exercise.label }) else {
        remarks.append("The exercise \(exercise.label) is not in what was handed in.")
        continue
      }
      guard lesson.slotCount(index) > 0 else { continue }
      var shown = lesson.cells.filter { $0.exercise == index && $0.role == .shown }.map(
        \.cell.source.trimmedText)
      var place = -1
      for cell in found.cells.compactMap({ submitted[$0] }) {
        if cell.tags.contains(Exercise.tag) {
          place = min(place + 1, lesson.slotCount(index) - 1)
        } else if let same = shown.firstIndex(of: cell.source.trimmedText) {
          // The lesson's own.
          shown.remove(at: same)
          continue
        }
        slots[index][max(0, place)].append(cell)
        used.insert(cell.number)
      }
    }
    // The rest are the lesson's cells in their order, or are not counted.
    var counterparts: [Int: NotebookFile.Cell] = [:]
    var rest = notebook.cells.filter { !used.contains($0.number) }[...]
    for cell in lesson.cells where cell.role == .shown {
      guard let index = rest.firstIndex(where: { $0.source.trimmedText == cell.cell.source.trimmedText })
      else {
        continue
      }
      counterparts[cell.cell.number] = rest[index]
      rest = rest[(index + 1)...]
    }
    let same = Set(counterparts.values.map(\.number))
    let others = notebook.cells.filter { !used.contains($0.number) && !same.contains($0.number) }
    if !others.isEmpty {
      let numbers = others.prefix(10).map { "\($0.number)" }.joined(separator: ", ")
      remarks.append(
        "Changed or added outside of the exercises, and not run: cell \(numbers)\(others.count > 10 ? ", …" : "")."
      )
    }
    self.slots = slots
    self.counterparts = counterparts
    self.remarks = remarks
    answers = own.answers
    storedOutputs = Transcript.storedOutputs(of: notebook, in: text)
  }
}
