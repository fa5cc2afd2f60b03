import Foundation

/// A class to be graded: a lesson with exercises, and what eight students hand in.
private enum GradedClass {
  static let lesson =
    notebook(["d = load digits train=200 test=50\nn = d / 255", "filters = choice [4, 6, 8]"])
      + """

      ```{exercise} Weights
      :label: weights
      How many weights have {eval}`filters` kernels of 5x5?
      ```

      ```{solution} weights
      answer: filters * 26
      ```

      ```{exercise} A network
      :label: network
      Write `net` and compile it.
      ```

      ```{code-cell} convbook
      :tags: [exercise]
      # your network
      # solution
      net = model input=28x28x1
        Flatten
        Dense 10 activation=softmax
      end
      compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
      ```

      ```{code-cell} convbook
      :tags: [hidden]
      h = fit net n.train epochs=2
      expect h.epochs == 2 points=2
      expect net.count_params < 8000
      ```

      """

  /// Of one student: an answer, and a network of some units.
  static func handedIn(_ student: Int, _ copy: String) -> String {
    copy.replacing("kernels of 5x5?\n```", with: "kernels of 5x5?\n```\n\n> \(student % 2 == 0 ? 156 : 104)")
      .replacing(
        "# your network",
        with: """
          net = model input=28x28x1
            Flatten
            Dense \(student + 2) activation=relu
            Dense 10 activation=softmax
          end
          compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
          """)
  }

  static func prepare(_ folder: TemporaryFolder) throws {
    try folder.write(lesson, to: "lesson.md")
    try folder.mustRun(["assign", "lesson.md", "--to", "copies"])
    let copy = String(decoding: try folder.bytes("copies/lesson.md"), as: UTF8.self)
    for student in 0..<8 { try folder.write(handedIn(student, copy), to: "in/s\(student).md") }
    try folder.mustRun(arguments)
  }

  static let arguments = ["grade", "in", "--against", "lesson.md", "--jobs", "2", "--timeout", "20"]
}

/// `grade` killed several times at a random moment: the next one goes on, and its grades are those of an undisturbed one.
struct KilledGradings: Kind {
  let name = "killed-gradings"
  let count = 50

  func prepare(_ folder: TemporaryFolder) throws { try GradedClass.prepare(folder) }

  func attempt(_ index: Int, _ random: inout Chance, prepared: TemporaryFolder, in folder: TemporaryFolder)
    throws
    -> String?
  {
    for name in ["lesson.md", "in"] { try folder.copy(name, from: prepared) }
    for _ in 0...random.below(3) {
      _ = try Trial(GradedClass.arguments, in: folder, killAfter: Double(random.below(1500)) / 1000)
    }
    let last = try Trial(GradedClass.arguments, in: folder)
    guard last.status == 0 else { return last.breakdown ?? "the last one failed: \(last.errors)" }
    guard folder.contents(of: "grades") == prepared.contents(of: "grades") else {
      return "the grades are others than those of an undisturbed grading"
    }
    return folder.leftovers.isEmpty ? nil : "left behind: \(folder.leftovers)"
  }
}

/// A submission whose file was altered: it may cost that student's points, and nobody else's.
struct MutatedSubmissions: Kind {
  let name = "mutated-submissions"
  let count = 500

  func prepare(_ folder: TemporaryFolder) throws { try GradedClass.prepare(folder) }

  func attempt(_ index: Int, _ random: inout Chance, prepared: TemporaryFolder, in folder: TemporaryFolder)
    throws
    -> String?
  {
    for name in ["lesson.md", "in", "grades"] { try folder.copy(name, from: prepared) }
    try folder.write(Mutation.of(folder.bytes("in/s3.md"), &random), to: "in/s3.md")
    let trial = try Trial(GradedClass.arguments, in: folder)
    guard trial.status == 0 else { return trial.breakdown ?? "no grades: \(trial.errors)" }
    func others(_ folder: TemporaryFolder) throws -> [Substring] {
      String(decoding: try folder.bytes("grades/grades.csv"), as: UTF8.self).split(separator: "\n").filter {
        !$0.hasPrefix("s3,")
      }
    }
    if try others(folder) != others(prepared) { return "another student's grades have changed" }
    return folder.leftovers.isEmpty ? nil : "left behind: \(folder.leftovers)"
  }
}
