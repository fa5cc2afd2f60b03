extension Topic {
  /// What networks learn from.
  static let dataTopics = [
    Topic(
      name: "normalization", aliases: ["scaling", "standardization", "preprocessing"],
      summary: "bringing pixels from 0...255 to small numbers around 0 or 1",
      text: """
        Start weights and learning rates are made for inputs of about the size of 1. Pixels up to 255 make the first sums \
        huge, softmax sure of nonsense, and the first gradients wild. Dividing by 255 gives 0...1, (x - 128) / 128 gives \
        -1...1. Do the same to training, validation and test images: arithmetic on a whole data set does it to every part.
        """,
      example: """
        digits = load digits train=500 test=100
        norm = (digits - 128) / 128
        norm.train.images.min
        norm.train.images.max
        """),
    Topic(
      name: "augmentation", aliases: ["data augmentation"],
      summary: "new training images made of old ones",
      text: """
        A digit that is moved, turned or zoomed a little is still the same digit. fit ... augment= draws such changes anew \
        for every epoch, so that no image is seen twice alike. That teaches a network what does not matter - concepts/11 \
        moves the digits - and can help against overfitting, but also slow the learning down: traffic-signs measures both. \
        Change only what may change: a mirrored 2 is no 2, and an arrow that is turned points elsewhere. Look at the \
        result before training.
        """,
      example: """
        digits = load digits train=500 test=100
        show (augment digits.train shift=0.1 rotate=0.05) grid=2x5
        """),
    Topic(
      name: "one-hot", aliases: ["labels", "classes", "to_categorical"],
      summary: "a class written as a vector with a single 1",
      text: """
        Class 3 of ten becomes [0 0 0 1 0 0 0 0 0 0]: as many numbers as the last layer has units, and the probabilities that \
        would be perfect. categorical_crossentropy takes labels in this form; sparse_categorical_crossentropy takes the \
        class numbers themselves, and computes the same.
        """,
      example: """
        digits = one_hot (load digits train=100 test=10)
        digits.train.labels[0]
        """),
    Topic(
      name: "imbalance", aliases: ["class imbalance", "unbalanced"],
      summary: "some classes have far more images than others",
      text: """
        A model that sees one class ten times as often finds that guessing it pays. Count the labels first: load says how \
        many images the rarest and the commonest class have, and countplot draws all. balance repeats images of the rare \
        classes until all are equally frequent - in the training images only, for validation and test must look like \
        life. Then read the recall of each class, not accuracy alone: classification_report has it. A rare class need not \
        gain by it: concepts/13 has two that lose.
        """,
      example: """
        signs = load signs train=500 valid=50 test=50
        countplot signs.train
        even = balance signs.train
        countplot even
        """),
    Topic(
      name: "randomness", aliases: ["random", "reproducibility", "deterministic", "random seed"],
      summary: "where chance comes in, and how a run is repeated",
      text: """
        Start weights, the order of the images, dropout and augmentation are drawn at random - from a generator that the \
        session's seed starts. The same cells in the same order give the same numbers, bit for bit, on any machine. Another \
        seed (the verb seed, or --seed) shows how much of a result is luck: with five seeds the first network of traffic-signs \
        reads from 86.3 to 88.7 % of its test images.
        """,
      example: """
        seed 7
        digits = shuffle (load digits train=100 test=10)
        digits.train.labels[0:10]
        """),
    Topic(
      name: "checkpoint", aliases: ["checkpoints", "saving", "keras file", "onnx", "safetensors"],
      summary: "a model's weights in a file, to go on from later",
      text: """
        save writes a model as a file that Keras opens: .keras and .h5 with its layers, .weights.h5 the weights alone. \
        .onnx is for ONNX Runtime and other programs, .safetensors has the weights by their names. \
        fit ... checkpoint="best.h5" writes one whenever the model has become better. load_model and load_weights read \
        them, also those that Keras wrote.
        """,
      example: """
        net = model input=28x28x1
          Flatten
          Dense 10 activation=softmax
        end
        save net "net.keras"
        again = load_model "net.keras"
        summary again
        """),
  ]

  /// How to work at the prompt.
  static let promptTopics = [
    Topic(
      name: "keys", aliases: ["keyboard", "shortcuts", "prompt", "editing"],
      summary: "the keys of the prompt, and what begins with a colon",
      text: """
        They are those of other shells (emacs's), or vi's where ~/.editrc says bind -v. With --plain the terminal edits \
        the line itself, so that a screen reader says no more than is typed: no Tab, no F1, no Up; ?fit explains, and \
        :edit brings back the last cell.
        """,
      list: [
        ("Tab", "completes a word or shows how a verb is used; again: what fits"),
        ("F1, Alt-h", "explains the word at the cursor; in vi's command mode K"),
        ("?fit", "explains fit, also behind a cell that is not finished"),
        ("Enter", "runs a complete cell; Alt-Enter begins another line"),
        ("Up, Down", "lines of the cell, then earlier cells that begin as typed"),
        ("Page Up", "the earlier cell at once; Page Down the later one"),
        ("Right, End", "takes what is suggested in grey"),
        ("Ctrl-R", "searches the earlier cells"),
        ("Ctrl-C", "drops the cell, or stops a training; once more: its cell"),
        ("Ctrl-D", "leaves; Ctrl-L clears the window"),
        (":edit", "the last cell in $EDITOR; Ctrl-X Ctrl-E the present one"),
        (":drawings off", "draws no charts in the terminal; :drawings blocks: in text"),
        (":restore", "runs the cells of a session that was cut off; :forget drops them"),
        ("undo", "takes the last change back"),
        ("save lesson.md", "writes the session as a notebook"),
      ],
      example: "help fit")
  ]
}
