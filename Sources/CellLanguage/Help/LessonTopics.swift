extension Topic {
  /// How lessons are written.
  static let lessonTopics = [
    Topic(
      name: "lesson", aliases: ["lessons", "exercise", "exercises", "notebook", "teaching"],
      summary: "how a lesson is written, with exercises that check themselves, on one screen",
      text: """
        A lesson is a text in Markdown (MyST). Its cells stand in fences, ```{code-cell} convbook, with tags in a first line \
        `:tags: [exercise]`. `run` writes its transcript, `step` walks through it, `assign` makes the copies of a class and \
        `grade` grades them.
        """,
      list: [
        ("parameters", "tag: `--set epochs=3` gives its names other values"),
        ("raises-error", "tag: the cell is meant to fail"),
        ("exercise", "tag: the learner writes here; above a line `# solution`, if there is one"),
        ("hidden", "tag: checks that students do not see"),
        ("solution", "tag: the answer as a cell, taken out of their copies"),
        ("```{exercise} Title", "an exercise, `:label: weights` below it"),
        ("```{solution} weights", "its answer, shown by :answer"),
        ("answer: 156", "first in the solution: the number that is right, or its computation"),
        ("tolerance: 0.5", "below it; and `hint: ...`, for who is not there yet"),
        ("- [ ] - [x]", "choices in the exercise, those that are right marked"),
        ("*How many?*", "in emphasis: a question that is not checked"),
        ("expect net.parameters == 156", "in a cell: points=2 hint=\"...\""),
        ("{eval}`filters`", "in a sentence: the value of a name"),
      ],
      example: """
        filters = 6
        expect filters * (5 * 5 + 1) == 156 points=2 hint="25 weights and a bias each"
        """)
  ]
}
