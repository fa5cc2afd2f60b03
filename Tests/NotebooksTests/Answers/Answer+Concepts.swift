import Core

extension Answer {
  /// The answers of the concept notebooks.
  static let concepts = [
    Answer(
      notebook: "concepts/01-convolution", about: "1, the kernel turned", lastCell: 2,
      cell: """
        set_weights edges layer=1 filter=0 [[1, 0, -1], [2, 0, -2], [1, 0, -1]] bias=0
        map = (predict edges image)[0]
        """,
      says: [Statement("such as {-0.9019608} at row 16, column 6", "map[16][6][0]")]),
    Answer(
      notebook: "concepts/01-convolution", about: "2, a kernel that moves the image", lastCell: 2,
      cell: """
        set_weights edges layer=1 filter=0 [[0, 0, 0], [0, 0, 1], [0, 0, 0]] bias=0
        map = (predict edges image)[0]
        """,
      says: [
        Statement("at row 16, column 6 it gives {0.6392157}", "map[16][6][0]"),
        Statement("{0.6392157}, which is the pixel of column 7", "image.image[16][7][0]"),
      ]),
    Answer(
      notebook: "concepts/01-convolution", about: "3, a dense layer", lastCell: 1,
      cell: """
        one = model input=32x32x1
          Flatten
          Dense 1024
        end
        """,
      says: [Statement("1,024 inputs x 1,024 outputs: {1,048,576}", "one.count_params - 1024")]),
    Answer(
      notebook: "concepts/02-padding-and-stride", about: "1, a stride of 3", lastCell: 1,
      cell: """
        net = model input=28x28x1
          Conv2D 1 5x5 strides=3 padding=valid
        end
        """,
      says: [
        Statement("rounded down, plus 1: {8} x {8}", "net.output_shape[0]", "net.output_shape[1]")
      ]),
    Answer(
      notebook: "concepts/02-padding-and-stride", about: "2, six layers", lastCell: 1,
      cell: """
        net = model input=28x28x1
          Conv2D 1 5x5
          Conv2D 1 5x5
          Conv2D 1 5x5
          Conv2D 1 5x5
          Conv2D 1 5x5
          Conv2D 1 5x5
        end
        """,
      says: [Statement("Six: 24, 20, 16, 12, 8, {4}", "net.output_shape[0]")]),
    Answer(
      notebook: "concepts/03-pooling", about: "the text, means of 2 x 2",
      changes: [("AveragePooling2D 4x4", "AveragePooling2D 2x2")],
      untrained: ["without", "maxima"],
      says: [Statement("With windows of 2 x 2 they reach {0.9260}", "score_means.accuracy")]),
    Answer(
      notebook: "concepts/03-pooling", about: "1, windows of 2 x 2",
      changes: [("MaxPooling2D 4x4", "MaxPooling2D 2x2")],
      untrained: ["without", "means"],
      says: [
        Statement(
          "Windows of 2 x 2 give {0.9310} with {11,738} parameters", "score_maxima.accuracy",
          "maxima.count_params")
      ]),
    Answer(
      notebook: "concepts/03-pooling", about: "1, windows of 8 x 8",
      changes: [("MaxPooling2D 4x4", "MaxPooling2D 8x8")],
      untrained: ["without", "means"],
      says: [Statement("of 8 x 8 {0.8920} with {938}", "score_maxima.accuracy", "maxima.count_params")]),
    Answer(
      notebook: "concepts/03-pooling", about: "2, behind one convolution",
      changes: [
        ("AveragePooling2D 4x4", "AveragePooling2D 24x24"),
        ("compile means optimizer=adam", "compile means optimizer=adam learning_rate=0.01"),
      ], untrained: ["without", "maxima"],
      says: [Statement("that is enough for {0.5280}", "score_means.accuracy")]),
    Answer(
      notebook: "concepts/03-pooling", about: "2, behind two",
      changes: [
        (
          "AveragePooling2D 4x4",
          "MaxPooling2D 2x2\n  Conv2D 16 5x5 activation=relu\n  AveragePooling2D 8x8"
        ),
        ("compile means optimizer=adam", "compile means optimizer=adam learning_rate=0.01"),
      ], untrained: ["without", "maxima"], cell: "confusion_matrix means norm.test",
      // No 6 is taken for a 9, and no 9 for a 6.
      prints: ["[  8   1   0   0   0   0  96   0   1   0]", "[  0   0   0   1   0   0   0   2   1  94]"],
      says: [
        Statement(
          "it is enough for {0.9300}, with {3,594} parameters: no 6 is taken for a 9, and no 9 for a 6",
          "score_means.accuracy", "means.count_params")
      ]),
    Answer(
      notebook: "concepts/04-relu-and-tanh", about: "1, a learning rate of 1",
      changes: [("compile deep_relu optimizer=sgd", "compile deep_relu optimizer=sgd learning_rate=1")],
      untrained: ["deep_tanh", "deep_sigmoid", "deep_he"],
      cell: """
        activations deep_relu norm.test
        score = evaluate deep_relu norm.test
        """,
      prints: [
        "9 of 30", "7 of 30", "8 of 30", "6 of 30", "11 of 30", "16 of 30", "22 of 30",
        "dense_7  relu        0.0000  0.0000  0.0000  0.0000  100.0%  30 of 30",
      ],
      says: [
        Statement(
          "all 30 units of the last hidden layer are dead, and {109} of the 240 in all",
          "9 + 7 + 8 + 6 + 11 + 16 + 22 + 30"),
        Statement("the accuracy is that of guessing, {0.0990}", "score.accuracy"),
      ]),
    Answer(
      notebook: "concepts/05-softmax-and-cross-entropy", about: "the text, one sure mistake",
      cell: """
        right = evaluate net norm.test[0:1]
        wrong = evaluate net norm.test[15:16]
        """,
      says: [
        Statement(
          "the first of them, image 15, adds {11.9050}, and the right answer to image 0 adds {0.0042}: one sure mistake "
            + "weighs as much as {2,810} such right answers", "wrong.loss", "right.loss",
          "wrong.loss / right.loss")
      ]),
    Answer(
      notebook: "concepts/06-learning-rate", about: "1, 0.3 and 1",
      changes: [
        ("compile right optimizer=sgd learning_rate=0.1", "compile right optimizer=sgd learning_rate=0.3"),
        ("compile high optimizer=sgd learning_rate=5", "compile high optimizer=sgd learning_rate=1"),
      ], untrained: ["low"],
      says: [
        Statement("a loss of {0.0425} after fifteen epochs", "history_right.loss[14]"),
        Statement(
          "with 1 the loss is still {1.7665}, the accuracy {0.2968}", "history_high.loss[14]",
          "history_high.accuracy[14]"),
      ]),
    Answer(
      notebook: "concepts/06-learning-rate", about: "2, without smaller steps",
      changes: [
        ("compile right optimizer=sgd learning_rate=0.1", "compile right optimizer=sgd learning_rate=0.3"),
        ("fit right norm.train epochs=15", "fit right norm.train epochs=20 validation_split=0.2"),
      ], untrained: ["low", "high"], cell: "score = evaluate right norm.test",
      says: [
        Statement("{0.3901} in the last epoch", "history_right.val_loss[19]"),
        Statement("instead of {0.9120}, three images of a thousand", "score.accuracy"),
      ]),
    Answer(
      notebook: "concepts/06-learning-rate", about: "2, with smaller steps",
      changes: [
        ("compile right optimizer=sgd learning_rate=0.1", "compile right optimizer=sgd learning_rate=0.3"),
        (
          "fit right norm.train epochs=15",
          "fit right norm.train epochs=20 validation_split=0.2 reduce_lr=val_loss reduce_lr_patience=2"
        ),
      ], untrained: ["low", "high"], cell: "score = evaluate right norm.test",
      says: [
        Statement(
          "the steps become smaller after the eighth epoch, and the loss stays at {0.3427}",
          "history_right.val_loss[19]"),
        Statement("that makes little difference: {0.9150}", "score.accuracy"),
      ]),
    Answer(
      notebook: "concepts/07-optimizers", about: "1, SGD with 0.1",
      changes: [("compile plain optimizer=sgd", "compile plain optimizer=sgd learning_rate=0.1")],
      untrained: ["momentum", "scaled", "both"],
      says: [
        Statement(
          "its loss after ten epochs is {0.0698}, and it reads {0.9590} of the unseen images",
          "history_plain.loss[9]", "history_plain.val_accuracy[9]")
      ]),
    Answer(
      notebook: "concepts/07-optimizers", about: "2, Nesterov's momentum",
      changes: [("momentum=0.9", "momentum=0.9 nesterov=true")],
      untrained: ["plain", "scaled", "both"],
      says: [
        Statement(
          "a loss of {0.0803} instead of 0.0825, and {0.9560} instead of 0.9550", "history_momentum.loss[9]",
          "history_momentum.val_accuracy[9]")
      ]),
    Answer(
      notebook: "concepts/08-overfitting-and-dropout", about: "1, an early end",
      changes: [
        (
          "fit net norm.train epochs=30 validation_data=norm.test",
          "fit net norm.train epochs=30 validation_split=0.2 early_stopping=val_loss patience=3 restore_best_weights=true"
        )
      ], lastCell: 3, cell: "score = evaluate net norm.test\nprint history.epochs",
      prints: ["11"],
      says: [
        Statement("On the test images that brings a loss of {0.4791}", "score.loss"),
        Statement("({0.8550} instead of", "score.accuracy"),
      ]),
    Answer(
      notebook: "concepts/08-overfitting-and-dropout", about: "1, without it",
      changes: [
        (
          "fit net norm.train epochs=30 validation_data=norm.test",
          "fit net norm.train epochs=30 validation_split=0.2"
        )
      ], lastCell: 3, cell: "score = evaluate net norm.test",
      says: [
        Statement("where all thirty epochs on the same 800 images bring {0.5429}", "score.loss"),
        Statement("instead of {0.8670})", "score.accuracy"),
      ]),
    Answer(
      notebook: "concepts/08-overfitting-and-dropout", about: "2, Dropout 0.9",
      changes: [("Dropout 0.5", "Dropout 0.9")], untrained: ["net"], lastCell: 4,
      cell: "own = evaluate dropped norm.train\nscore = evaluate dropped norm.test",
      says: [
        Statement(
          "reads {0.9700} of the training images and {0.8850} of the test images", "own.accuracy",
          "score.accuracy"),
        Statement("({0.8420} in the last epoch)", "history_dropped.accuracy[29]"),
      ]),
    Answer(
      notebook: "concepts/08-overfitting-and-dropout", about: "2, Dropout 0.99",
      changes: [("Dropout 0.5", "Dropout 0.99")], untrained: ["net"], lastCell: 4,
      cell: "own = evaluate dropped norm.train\nscore = evaluate dropped norm.test",
      says: [
        Statement(
          "even the training images: {0.5870} of them, and {0.4935} of the test images", "own.accuracy",
          "score.accuracy")
      ]),
    Answer(
      notebook: "concepts/09-batch-normalization", about: "1, a learning rate of 0.5",
      changes: [("optimizer=sgd", "optimizer=sgd learning_rate=0.5")], lastCell: 3,
      says: [
        Statement(
          "{0.9430} with normalization, {0.9450} without", "history_normalized.val_accuracy[4]",
          "history_plain.val_accuracy[4]"),
        Statement(
          "({0.9450} after two epochs, the plain one {0.9110})", "history_normalized.val_accuracy[1]",
          "history_plain.val_accuracy[1]"),
      ]),
    Answer(
      notebook: "concepts/09-batch-normalization", about: "2, batches of two",
      changes: [
        ("fit plain norm.train epochs=5", "fit plain norm.train batch_size=2 epochs=1"),
        ("fit normalized norm.train epochs=5", "fit normalized norm.train batch_size=2 epochs=1"),
      ], lastCell: 3,
      says: [
        Statement(
          "after one such epoch the normalized network reads {0.9480} and the plain one {0.9070}",
          "history_normalized.val_accuracy[0]", "history_plain.val_accuracy[0]")
      ]),
    Answer(
      notebook: "concepts/10-data-normalization", about: "1, relu, and 2, other units",
      changes: [
        (
          "model input=28x28x1 name=raw\n  Flatten\n  Dense 64 activation=tanh",
          "model input=28x28x1 name=raw\n  Flatten\n  Dense 64 activation=relu"
        )
      ], untrained: ["net_centred"],
      cell: """
        on_raw = evaluate net_norm raw.test
        on_centred = evaluate net_norm centred.test
        on_inverted = evaluate net_norm (invert norm.test)
        activations net_raw raw.test[0:200]
        """,
      prints: ["61 of 64"],
      says: [
        Statement("No, worse: {0.2460} after ten epochs", "history_raw.val_accuracy[9]"),
        Statement("the loss of the first epoch is {202.1654}", "history_raw.loss[0]"),
        Statement("On `raw` nearly what it says on `norm`: {0.8330}", "on_raw.accuracy"),
        Statement("On `centred`, where black is -1, it is at {0.7030}", "on_centred.accuracy"),
        Statement("black on white, at {0.0020}", "on_inverted.accuracy"),
      ]),
    Answer(
      notebook: "concepts/10-data-normalization", about: "1, relu with Adam",
      changes: [
        (
          "model input=28x28x1 name=raw\n  Flatten\n  Dense 64 activation=tanh",
          "model input=28x28x1 name=raw\n  Flatten\n  Dense 64 activation=relu"
        ), ("compile net_raw optimizer=sgd", "compile net_raw optimizer=adam"),
      ], untrained: ["net_norm", "net_centred"],
      says: [
        Statement(
          "whose steps do not grow with the gradients, gets along: {0.8330}", "history_raw.val_accuracy[9]")
      ]),
    Answer(
      notebook: "concepts/11-shift-invariance", about: "1, a mean in place of the places",
      changes: [
        (
          "  MaxPooling2D 2x2\n  Flatten\n  Dense 10 activation=softmax\nend\ncompile dense",
          "  MaxPooling2D 2x2\n  AveragePooling2D 4x4\n  Flatten\n  Dense 10 activation=softmax\nend\ncompile dense"
        )
      ], untrained: ["dense"], lastCell: 3,
      says: [
        Statement("it starts at {0.8050} on centred digits, is at {0.7660}", "c0.accuracy", "c2.accuracy"),
        Statement("is ahead only at four, {0.5980} instead of 0.4350", "c4.accuracy"),
      ]),
    Answer(
      notebook: "concepts/11-shift-invariance", about: "2, down", lastCell: 2,
      cell: """
        down = crop wide 28x28 top=0 left=4
        conv_down = evaluate conv down
        dense_down = evaluate dense down
        """,
      says: [
        Statement("the convolutional network reads {0.3260}", "conv_down.accuracy"),
        Statement("the dense one {0.1220}", "dense_down.accuracy"),
      ]),
    Answer(
      notebook: "concepts/12-confusion-matrix", about: "2, a convolution",
      changes: [("  Flatten\n", "  Conv2D 8 5x5 activation=relu\n  MaxPooling2D 2x2\n  Flatten\n")],
      lastCell: 1, cell: "confusion_matrix net norm.test",
      prints: [
        "201 of 2000 images were taken", "  7 for 9: 10",
        "[  6   1 172   0   2   4   3   2  11   0]", "[  1   2   1   6   0 176   4   0   7   2]",
      ],
      says: []),
  ]
}
