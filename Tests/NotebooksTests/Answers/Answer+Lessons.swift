import Core

extension Answer {
  /// The answers of the lessons. Each takes minutes, so they are rerun where they are asked for: `make answers`.
  static let lessons = [
    Answer(
      notebook: "lenet-5", about: "1, twelve filters", changes: [("Conv2D 6 5x5", "Conv2D 12 5x5")],
      says: [
        Statement("from 156 to {312} parameters", "LeNet.count_params - 44426 - (4816 - 2416) + 156"),
        Statement("The accuracy hardly moves ({0.9857} instead of 0.9854)", "score.accuracy"),
      ]),
    Answer(
      notebook: "lenet-5", about: "2, relu", changes: [("activation=tanh", "activation=relu")],
      says: [Statement("`relu` ends a little higher ({0.9865})", "history.val_accuracy[9]")]),
    Answer(
      notebook: "lenet-5", about: "3, a tenth of the images",
      changes: [("fit LeNet norm.train batch_size", "fit LeNet norm.train[0:6000] batch_size")],
      says: [
        Statement(
          "Three times as large, {1.8} points", "(history.accuracy[9] - history.val_accuracy[9]) * 100"),
        Statement(
          "both curves are lower ({0.9537} and {0.9356})", "history.accuracy[9]", "history.val_accuracy[9]"),
      ]),
    Answer(
      notebook: "two-networks", about: "1, the pixels in another order",
      changes: [
        ("images = reshape images 28x28x1", "images = reshape images 28x28x1\nimages = permute_pixels images")
      ],
      says: [
        Statement("or hardly: {0.9708} instead of 0.9763", "score_ffnn.accuracy"),
        Statement("falls from 0.9905 to {0.9547}", "score_lenet5.accuracy"),
      ]),
    Answer(
      notebook: "two-networks", about: "2, without Dropout",
      changes: [("  Dropout 0.2\n", ""), ("epochs = 100", "epochs = 12")], lastCell: 9,
      says: [Statement("and {0.19} after twelve", "history_ffnn.val_loss[11]")]),
    Answer(
      notebook: "two-networks", about: "3, Adam",
      changes: [
        ("compile LeNet5 optimizer=sgd", "compile LeNet5 optimizer=adam"),
        ("fit FFNN norm.train batch_size=32 epochs=epochs", "fit FFNN norm.train batch_size=32 epochs=1"),
      ], lastCell: 14,
      says: [
        Statement(
          "plain gradient descent: {0.9697} of the validation images", "history_lenet5.val_accuracy[0]"),
        Statement("after eight epochs it has {0.9821}", "history_lenet5.val_accuracy[7]"),
        Statement(
          "its lowest validation loss is {0.0379}, in epoch 49 of {69}", "history_lenet5.val_loss[48]",
          "history_lenet5.epochs"),
      ]),
    Answer(
      notebook: "digit-recognizer", about: "1, without normalization",
      changes: [("  BatchNormalization\n", ""), ("epochs = 50", "epochs = 2")], lastCell: 8,
      says: [
        Statement(
          "Two: {0.9801}, after {0.9657} in the first", "history.val_accuracy[1]", "history.val_accuracy[0]")
      ]),
    Answer(
      notebook: "digit-recognizer", about: "2, the validation loss watched",
      changes: [("early_stopping=accuracy", "early_stopping=val_loss")], lastCell: 8,
      says: [
        Statement("`val_loss`, after {19} epochs", "history.epochs"),
        Statement("from {0.9874} to 0.9912", "history.val_accuracy[18]"),
      ]),
    Answer(
      notebook: "digit-recognizer", about: "3, without Dropout",
      changes: [("Dropout 0.1", "Dropout 0"), ("Dropout 0.3", "Dropout 0"), ("epochs = 50", "epochs = 15")],
      lastCell: 8,
      says: [
        Statement("and is {0.998} after fifteen", "history.accuracy[14]"),
        Statement(
          "wavers between {0.978} and {0.988}", "history.val_accuracy[1]", "history.val_accuracy[10]"),
      ]),
    Answer(
      notebook: "scanned-handwriting", about: "1, the best scale", lastCell: 15,
      cell: "confusion_matrix LeNet padded", prints: ["1 of 150 images were taken", "  7 for 1: 1"],
      says: [Statement("One of the {150}: a 7 taken for a 1.", "s1_7.accuracy * 150")]),
    Answer(
      notebook: "scanned-handwriting", about: "2, trained on tight crops",
      changes: [
        (
          "norm = one_hot ((reshape digits 28x28x1) / 255)",
          "norm = one_hot ((resize (crop_to_content digits) 28x28) / 255)"
        ), ("epochs = 20", "epochs = 10"),
      ], lastCell: 12, cell: "matrix = confusion_matrix LeNet crop_tight",
      prints: ["3 of 150 images were taken", "  1 for 7: 2", "  1 for 8: 1"],
      says: [Statement("It reads {147} of 150 (ten epochs)", "matrix.accuracy * 150")]),
    Answer(
      notebook: "scanned-handwriting", about: "3, augmented",
      changes: [
        (
          "fit LeNet norm.train batch_size=128 epochs=epochs",
          "fit LeNet norm.train batch_size=128 epochs=epochs augment=(augment shift=0.1 zoom=0.2)"
        )
      ], lastCell: 15,
      cell: """
        most = s1_2.accuracy + s1_3.accuracy + s1_4.accuracy + s1_5.accuracy + s1_6.accuracy + s1_7.accuracy
        print "mistakes" (900 - 150 * most) "of 900"
        """,
      prints: ["mistakes 0 of 900"],
      says: [
        Statement("It becomes flat: {0.97} at 1.0", "s1_0.accuracy"),
        Statement("no mistake from 1.2 to 1.7, and {0.98} at 2.0", "s2_0.accuracy"),
      ]),
    Answer(
      notebook: "traffic-signs", about: "1, colour",
      changes: [
        ("gray = grayscale signs", "gray = signs"),
        ("model input=32x32x1 name=LeNet", "model input=32x32x3 name=LeNet"),
      ], lastCell: 13,
      says: [
        Statement("{300}: each of the 6 kernels", "LeNet.count_params - 64511"),
        Statement("the network reads {0.8896} of the test images", "score.accuracy"),
      ]),
    Answer(
      notebook: "traffic-signs", about: "2, no normalization",
      changes: [("norm = (gray - 128) / 128", "norm = gray * 1")], lastCell: 13,
      says: [
        Statement("is far higher, {7.8} instead of 3.1", "history.loss[0]"),
        Statement("the end is no worse ({0.8929}", "score.accuracy"),
      ]),
    Answer(
      notebook: "traffic-signs", about: "2, plain gradient descent without normalization",
      changes: [
        ("norm = (gray - 128) / 128", "norm = gray * 1"),
        ("compile LeNet optimizer=adam", "compile LeNet optimizer=sgd"), ("epochs = 50", "epochs = 5"),
      ], lastCell: 13, says: [Statement("in five epochs ({0.0556} on the test images)", "score.accuracy")]),
    Answer(
      notebook: "traffic-signs", about: "2, plain gradient descent with it",
      changes: [
        ("compile LeNet optimizer=adam", "compile LeNet optimizer=sgd"), ("epochs = 50", "epochs = 5"),
      ], lastCell: 13, says: [Statement("and begins to from `norm` ({0.1072})", "score.accuracy")]),
    Answer(
      notebook: "traffic-signs", about: "3, the class that is read worst", lastCell: 13,
      cell: "report = classification_report LeNet norm.test",
      says: [
        Statement("{0.37} of its {65} test images", "report.recall[41]", "report.support[41]")
      ]),
    Answer(
      notebook: "traffic-signs", about: "3, even classes",
      changes: [("fit LeNet norm.train", "fit LeNet (balance norm.train)")], lastCell: 13,
      cell: "report = classification_report LeNet norm.test",
      says: [Statement("that helps it little ({0.45})", "report.recall[41]")]),
    Answer(
      notebook: "traffic-signs", about: "4, seed 4", seed: 4, lastCell: 13,
      says: [Statement("the first network {0.8631} (seed 4)", "score.accuracy")]),
    Answer(
      notebook: "traffic-signs", about: "4, seed 2", seed: 2, lastCell: 13,
      says: [Statement("to {0.8870} (seed 2)", "score.accuracy")]),
    Answer(
      notebook: "traffic-signs", about: "4, another shuffle",
      changes: [("shuffle signs seed=7", "shuffle signs seed=4")], lastCell: 13,
      says: [Statement("gave up to {0.8857} (4), where 7 gave", "score.accuracy")]),
  ]
}
