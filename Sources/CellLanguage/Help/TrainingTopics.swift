extension Topic {
  static let smallNet = """
    digits = load digits train=600 test=200
    norm = digits / 255
    net = model input=28x28x1
      Flatten
      Dense 32 activation=relu
      Dense 10 activation=softmax
    end

    """

  /// How a network learns.
  static let trainingTopics = [
    Topic(
      name: "loss",
      aliases: [
        "cross-entropy", "crossentropy", "sparse_categorical_crossentropy",
        "categorical_crossentropy", "cost",
      ],
      summary: "one number for how wrong a model is: what training makes small",
      text: """
        The cross-entropy of one image is -log(p), where p is the probability that the model gave to the right class: 0 \
        where it was sure and right, 0.69 at p = 0.5, 2.30 at p = 0.1 - what guessing among ten classes costs - and \
        large where it was sure and wrong. The loss of a batch is the mean. sparse_categorical_crossentropy takes \
        class numbers as labels, categorical_crossentropy one-hot vectors; the value is the same.
        """,
      example: smallNet + """
        compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
        evaluate net norm.test
        """),
    Topic(
      name: "gradient-descent", aliases: ["gradient", "backpropagation", "backward pass"],
      summary: "how the loss tells each weight which way to move",
      text: """
        The gradient of a weight says how much the loss would grow if that weight grew. Backpropagation finds it for \
        all weights at once: from the last layer back to the first, each layer hands on how much its inputs were to \
        blame. Gradient descent then moves every weight a small step the other way: w - learning_rate * gradient. \
        Repeated thousands of times, that is all of training.
        """,
      example: smallNet + """
        compile net optimizer=sgd learning_rate=0.1 loss=sparse_categorical_crossentropy metrics=accuracy
        fit net norm.train epochs=3
        """),
    Topic(
      name: "learning-rate", aliases: ["lr", "step size", "reduce_lr"],
      summary: "how far the weights move in one step",
      text: """
        Too small, and the loss falls so slowly that epochs are wasted; too large, and each step jumps over the valley: \
        the loss swings or explodes, or stays at that of guessing (2.30 for ten classes). The lessons leave adam its \
        default of 0.001 and sgd its 0.01, and concepts/07 learns faster with sgd at 0.1. Change it by factors of 3 or 10, \
        not by a little. Late in a training a smaller one calms the loss down: fit ... reduce_lr=val_loss does that by \
        itself, and concepts/06 measures it.
        """,
      example: smallNet + """
        compile net optimizer=sgd learning_rate=0.001 loss=sparse_categorical_crossentropy
        slow = fit net norm.train epochs=3
        compile net optimizer=sgd learning_rate=0.1 loss=sparse_categorical_crossentropy
        fast = fit net norm.train epochs=3
        plot slow.loss fast.loss
        """),
    Topic(
      name: "optimizer", aliases: ["momentum"],
      summary: "the rule by which gradients change the weights",
      text: """
        sgd takes a step against the gradient, and with momentum it keeps some of its speed, like a ball. rmsprop divides \
        the step of each weight by the recent size of its gradient, so that all weights move at a similar pace. adam does \
        both. concepts/07 lets them race, and there sgd with momentum wins; another network may have another winner. Each has its own page: help adam.
        """,
      example: smallNet + """
        compile net optimizer=sgd momentum=0.9 loss=sparse_categorical_crossentropy metrics=accuracy
        fit net norm.train epochs=3
        """),
    Topic(
      name: "batch", aliases: ["batch_size", "mini-batch", "minibatch"],
      summary: "the images that are looked at before the weights move once",
      text: """
        The gradient of a few images is a noisy estimate of that of all, and much cheaper. With batch_size=32, 600 images \
        make 19 steps an epoch. Small batches take many noisy steps, which often generalize better (Keskar and others, \
        2017); large ones take few exact steps, which compute faster. With a larger batch a larger learning rate is often \
        right too (Goyal and others, 2017).
        """,
      example: smallNet + """
        compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
        fit net norm.train batch_size=100 epochs=3
        """),
    Topic(
      name: "epoch", aliases: ["epochs", "iteration"],
      summary: "one visit to every training image",
      text: """
        fit goes through all images, a batch at a time and in a new order each time; once around is an epoch. The loss \
        usually falls fast at first and then ever more slowly. How many are enough, the validation images say: stop \
        when their loss no longer falls. A second fit goes on where the first one ended.
        """,
      example: smallNet + """
        compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
        history = fit net norm.train epochs=5 validation_split=0.2
        plot history.loss history.val_loss
        """),
    Topic(
      name: "validation",
      aliases: [
        "validation_data", "validation_split", "test set", "training set", "val_loss",
        "val_accuracy", "generalization",
      ],
      summary: "measuring on images that were not learned from",
      text: """
        A model can learn its training images by heart, so how well it does on them says little. Validation images are \
        only measured, after each epoch; by them one chooses layers, learning rate and epochs. Since one chooses by them, \
        they too become known, and the last word belongs to test images by which nothing was chosen. \
        fit cuts validation_split= off the training images, or takes validation_data=. Many lessons watch the test images \
        in this place, as their sources do: that is no harm as long as nothing is chosen by them. \
        Validation accuracy may stand above training accuracy, mostly in the first epochs: the training accuracy is the \
        mean over an epoch in which the model still learned, validation is measured at its end; Dropout and augment= make \
        only the training images harder; and with few validation images it may be luck.
        """,
      example: smallNet + """
        compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
        fit net norm.train epochs=3 validation_split=0.2
        evaluate net norm.test
        """),
    Topic(
      name: "overfitting", aliases: ["underfitting", "regularization", "memorizing", "kernel_regularizer"],
      summary: "learning the training images by heart instead of the rule",
      text: """
        The loss of the training images goes on falling while that of the validation images turns and rises: the model has \
        begun to learn accidents of these images. It comes from many weights and few images. What can help: \
        more images; augment, which makes new ones of old ones; Dropout or kernel_regularizer=; early_stopping; a smaller \
        model. By how much, validation images tell; in concepts/08 ten times as many images bring 5 points, Dropout a \
        quarter of one. Underfitting is the opposite: both losses stay high, and a larger model or more epochs help.
        """,
      example: """
        digits = load digits train=200 test=100
        norm = digits / 255
        net = model input=28x28x1
          Flatten
          Dense 64 activation=relu
          Dense 10 activation=softmax
        end
        compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
        history = fit net norm.train epochs=30 validation_split=0.5
        plot history.loss history.val_loss title="Overfitting: the two curves part"
        """),
    Topic(
      name: "early-stopping", aliases: ["patience", "restore_best_weights"],
      summary: "ending a training when the validation images no longer gain",
      text: """
        early_stopping=val_loss watches the loss of the validation images and ends the training once it has not fallen for \
        patience= epochs: a few, since curves waver. With restore_best_weights=true the model then gets the weights of \
        its best epoch back, not of its last one.
        """,
      example: smallNet + """
        compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
        fit net norm.train epochs=50 validation_split=0.2 early_stopping=val_loss patience=2 restore_best_weights=true
        """),
    Topic(
      name: "accuracy",
      summary: "the share of images whose class was found",
      text: """
        Accuracy is what people ask for, and loss is what training can follow: a weight that moves a little changes the \
        loss a little, the accuracy often not at all. Look at both: the loss also knows how sure the model was. With \
        classes of unequal size accuracy misleads - calling all images by the largest class may score 90 % - and \
        confusion_matrix and classification_report show which classes are taken for which.
        """,
      example: smallNet + """
        compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
        fit net norm.train epochs=3
        classification_report net norm.test
        """),
  ]
}
