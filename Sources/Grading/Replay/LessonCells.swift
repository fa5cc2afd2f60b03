import Notebooks

/// The cells of a lesson by what they are to whoever grades it.
struct LessonCells {
  enum Role: Equatable {
    /// As the student has it too.
    case shown
    /// A check that the student does not see.
    case hidden
    /// The lecturer's solution, which runs only where the lesson itself is tried.
    case solution
    /// Where the student writes: which exercise, and which of its cells of this kind, both from 0.
    case slot(exercise: Int, index: Int)
  }

  struct Cell {
    let cell: NotebookFile.Cell
    let role: Role
    /// Nil for a cell that belongs to none.
    let exercise: Int?
  }

  let cells: [Cell]
  let exercises: [Exercise]
  /// What a student's copy has in each exercise's places, without spaces around it.
  let templates: [[String]]

  init(_ lesson: NotebookFile) {
    let exercises = lesson.exercises
    let solutions = lesson.solutionCells
    var owner: [Int: Int] = [:]
    for (index, exercise) in exercises.enumerated() {
      for number in exercise.cells { owner[number] = index }
    }
    cells = lesson.cells.map { cell in
      let exercise = owner[cell.number]
      let role: Role
      if solutions.contains(cell.number) {
        role = .solution
      } else if cell.tags.contains(Exercise.hiddenTag) {
        role = .hidden
      } else if let exercise, let index = exercises[exercise].ownCells.firstIndex(of: cell.number) {
        role = .slot(exercise: exercise, index: index)
      } else {
        role = .shown
      }
      return Cell(cell: cell, role: role, exercise: exercise)
    }
    self.exercises = exercises
    let copy = try? NotebookFile(text: lesson.studentCopy(), file: "")
    let sources = Dictionary((copy?.cells ?? []).map { ($0.number, $0.source) }) { first, _ in first }
    let copies = copy?.exercises ?? []
    templates = exercises.map { exercise in
      let own = copies.first { $0.label == exercise.label }?.ownCells ?? []
      return own.map { sources[$0]?.trimmedText ?? "" }
    }
  }

  /// How many places an exercise has for the student's cells.
  func slotCount(_ exercise: Int) -> Int { exercises[exercise].ownCells.count }

  /// How many cells come before the first one in which a student can write: these run alike for all.
  var sharedCount: Int {
    cells.firstIndex { if case .slot = $0.role { true } else { false } } ?? cells.count
  }
}

extension String {
  /// Without spaces, tabs and line breaks around it.
  var trimmedText: String {
    let blank = " \t\r\n".utf8
    guard let first = utf8.firstIndex(where: { !blank.contains($0) }),
      let last = utf8.lastIndex(where: { !blank.contains($0) })
    else { return "" }
    return String(self[first...last])
  }
}
