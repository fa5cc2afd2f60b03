extension Topic {
  /// What training makes small, and what is measured besides.
  static let measureTopics = [
    Topic(
      name: "losses",
      aliases: [
        "mse", "mae", "huber", "mean_squared_error", "mean_absolute_error", "binary_crossentropy",
        "regression", "autoencoder", "denoising",
      ],
      summary: "which loss fits which last layer and which targets",
      text: """
        compile takes one of these. Of numbers the targets are what fit's target= says: numbers for one unit, an array, a data set \
        of other images, or `images`, which are those that the model sees. compile says where the last layer does not fit.
        """,
      list: [
        ("sparse_categorical_crossentropy", "softmax, class numbers as labels: -ln p of the right class"),
        ("categorical_crossentropy", "softmax, one-hot labels: the same; label_smoothing=0.1"),
        (
          "binary_crossentropy",
          "sigmoid, two classes and one unit: -ln p or -ln(1 - p); of many units each by itself"
        ),
        ("mse", "mean_squared_error: the mean of (output - target)²"),
        ("mae", "mean_absolute_error: the mean of |output - target|"),
        ("huber", "squared up to delta, then a line: outliers count less"),
      ],
      example: """
        digits = load digits train=500 test=100
        small = resize (digits / 255) 8x8
        squeeze = model input=8x8x1
          Flatten
          Dense 16 activation=relu
          Dense 64 activation=sigmoid
          Reshape 8x8x1
        end
        compile squeeze optimizer=adam loss=mse
        fit squeeze small.train target=images epochs=2
        show (predict squeeze small.test) grid=1x8
        """),
    Topic(
      name: "metrics",
      aliases: [
        "metric", "precision", "recall", "f1", "f1_score", "auc", "binary_accuracy",
        "top_k_categorical_accuracy",
        "sparse_top_k_categorical_accuracy", "roc",
      ],
      summary: "what is measured besides the loss, and what each of it says",
      text: """
        compile takes one or more: metrics=[accuracy, auc]. They stand in the epoch lines, in the history, and in what evaluate \
        gives; as in Keras a mean over the batches' images, never over batches. roc_curve and precision_recall_curve draw \
        what auc is the area of, and classification_report has precision, recall and F1 of each class.
        """,
      list: [
        ("accuracy", "the share of images whose class was found"),
        ("sparse_top_k_categorical_accuracy", "whose class is among the five most probable"),
        ("top_k_categorical_accuracy", "the same with one-hot labels"),
        ("binary_accuracy", "the share of outputs on the right side of 0.5"),
        ("precision", "of the outputs above 0.5, the share that is right"),
        ("recall", "of those that should be, the share that is above 0.5"),
        ("f1_score", "2 precision recall / (precision + recall), the mean over the classes"),
        (
          "auc",
          "the area under the ROC curve: 1 where all of the class score above all others, 0.5 by guessing"
        ),
        ("mse mae", "the errors of the outputs"),
      ],
      example: smallNet + """
        compile net optimizer=adam loss=categorical_crossentropy metrics=[accuracy, auc, f1_score]
        fit net (one_hot norm.train) epochs=3
        roc_curve net norm.test class=3
        """),
  ]
}
