extension Topic {
  /// How cells are written.
  static let languageTopics = [
    Topic(
      name: "language", aliases: ["syntax", "grammar", "operators", "arithmetic", "comparison"],
      summary: "how cells are written, on one screen",
      text: """
        A statement is a line: a verb with its inputs, or a computation, and `name = ` before it keeps the value. The value \
        of the last one is shown.
        """,
      list: [
        ("fit net x epochs=5", "a verb, its inputs, then its options"),
        ("log(p) * 2", "a verb of one input, to compute with"),
        ("show (x / 255)", "an input that is computed"),
        ("1 0.5 28x28x1 \"text\" true", "values; a list is [1, 2], of an option 4,16"),
        ("x[3] x[i] x[-1] x[0:10]", "an element, from 0 or the end; a slice"),
        ("digits.train.shape", "a part; Tab behind the point lists them"),
        ("+ - * / % **", "element by element in lists, arrays, images"),
        ("== != < <= > >=", "true or false; of arrays 1 or 0 each"),
        ("and or not", "of those: 0 < x and x < 1"),
        ("for x in LIST ... end", "the lines in between, once for each element"),
        ("define NAME x n=1 ... end", "a verb of your own"),
        ("model input=28x28x1 ... end", "a network, a layer a line; so block, sweep"),
        ("# a comment", "to the end of the line"),
      ],
      example: """
        losses = [0.9, 0.5, 0.25]
        losses[0] - losses[-1]
        """),
    Topic(
      name: "for", aliases: ["loop", "loops", "while", "repetition"],
      summary: "does lines once for each element of a list",
      text: """
        `for rate in [0.1, 0.01]` gives the name rate one element after the other, and the lines up to `end` are done for \
        each; `for i in range 10` counts. The names that they give values to are there afterwards, and append makes a \
        list of what each round found. Lists, arrays and images can be gone through. Ctrl-C ends the loop after the \
        statement that runs; undo takes all of it back. A cell has at most 100000 rounds.
        """,
      example: """
        digits = load digits train=300 test=100
        scores = []
        for units in [8, 32]
          net = model input=28x28x1
            Flatten
            Dense units activation=relu
            Dense 10 activation=softmax
          end
          compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
          fit net (digits.train / 255) epochs=2
          scores = append scores (evaluate net (digits.test / 255)).accuracy
        end
        scores
        """),
    Topic(
      name: "define", aliases: ["function", "functions", "procedure"],
      summary: "makes lines a verb of your own",
      text: """
        Behind the verb's name stand its inputs, first those that a call must give, then those with a value for calls that \
        leave them out. A comment in its first line says what it does: help shows it. The value of its last line is its \
        own. Names that its lines give values to are forgotten, and models that it trains stay trained. It cannot use \
        itself.
        """,
      example: """
        define rescaled x low=0 high=1
          # brings numbers into a range
          clipped = (x - x.min) / (x.max - x.min)
          low + clipped * (high - low)
        end
        rescaled [1, 2, 5] high=100
        """),
  ]
}
