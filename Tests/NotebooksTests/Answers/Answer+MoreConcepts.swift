import Core

extension Answer {
  /// The answers of the concept notebooks about looking inside, luck and what follows from them.
  static let moreConcepts = [
    Answer(
      notebook: "concepts/14-channels-and-cross-correlation", about: "1, blue instead of red",
      lastCell: 3,
      cell: """
        set_weights red layer=1 filter=0 channel=0 [[0, 0, 0], [0, -0.5, 0], [0, 0, 0]]
        set_weights red layer=1 filter=0 channel=2 [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
        map = predict red norm.test[14:15]
        all = predict red norm.test
        """,
      says: [
        Statement(
          "the largest value of its map is {0.4863}, on all 43 images {0.4863}",
          "map.max", "all.max"
        )
      ]),
    Answer(
      notebook: "concepts/14-channels-and-cross-correlation", about: "1, red",
      lastCell: 3,
      cell: """
        map = predict red norm.test[14:15]
        all = predict red norm.test
        """,
      says: [
        Statement(
          "{0.6843} and {0.7353}",
          "map.max", "all.max"
        )
      ]),
    Answer(
      notebook: "concepts/14-channels-and-cross-correlation", about: "2, parameters behind eight filters",
      lastCell: 1,
      cell: """
        net = model input=16x16x8
          Conv2D 16 5x5
        end
        """,
      says: [
        Statement(
          "{3,216}",
          "net.count_params"
        )
      ]),
    Answer(
      notebook: "concepts/14-channels-and-cross-correlation",
      about: "3, a kernel that is the same when turned",
      lastCell: 6,
      cell: """
        set_weights layer layer=1 filter=0 [[1, 2, 1], [2, 4, 2], [1, 2, 1]] bias=0
        around = reshape (predict layer dot) 5x5
        """,
      says: [
        Statement(
          "{1}, {2}, {1} above and {1}, {2}, {1} below",
          "around[0][1][1]", "around[0][1][2]", "around[0][1][3]", "around[0][3][1]", "around[0][3][2]",
          "around[0][3][3]"
        )
      ]),
    Answer(
      notebook: "concepts/15-initialization", about: "1, tanh",
      changes: [
        (
          "activation=relu kernel_initializer=start",
          "activation=tanh kernel_initializer=start"
        )
      ],
      lastCell: 3,
      says: [
        Statement(
          "`glorot_uniform` reaches {0.8590} and `he_normal` {0.8900}",
          "results[1].val_accuracy[-1]", "results[2].val_accuracy[-1]"
        )
      ]),
    Answer(
      notebook: "concepts/15-initialization", about: "2, another seed",
      changes: [
        (
          "results = sweep",
          """
          seed 1
          results = sweep
          """
        )
      ],
      lastCell: 3,
      says: [
        Statement(
          "with another seed `glorot_uniform` is at {0.4610}, `he_normal` at {0.8500}",
          "results[1].val_accuracy[-1]", "results[2].val_accuracy[-1]"
        )
      ]),
    Answer(
      notebook: "concepts/15-initialization", about: "3, zeros in the last layer only",
      changes: [
        (
          """
          Dense 8 activation=tanh kernel_initializer=zeros
            Dense 10 activation=softmax kernel_initializer=zeros
          """,
          """
          Dense 8 activation=tanh
            Dense 10 activation=softmax kernel_initializer=zeros
          """
        )
      ],
      says: [
        Statement(
          "it reads {0.8050} of the validation images",
          "history_alike.val_accuracy[-1]"
        )
      ]),
    Answer(
      notebook: "concepts/16-inside-a-trained-network", about: "1, without filter 3",
      lastCell: 2,
      cell: evaluation(withoutFilter: 3),
      says: [
        Statement(
          "Without filter 3 the accuracy falls from {0.9330} to {0.8010}",
          "score.accuracy", "without.accuracy"
        )
      ]),
    Answer(
      notebook: "concepts/16-inside-a-trained-network", about: "1, without filter 6",
      lastCell: 2,
      cell: evaluation(withoutFilter: 6),
      says: [
        Statement(
          "without filter 6 it is {0.9320}",
          "without.accuracy"
        )
      ]),
    Answer(
      notebook: "concepts/16-inside-a-trained-network", about: "2, decay",
      lastCell: 2,
      cell: """
        plain = maximize net class=3 decay=0
        held = maximize net class=3 decay=0.1
        """,
      says: [
        Statement(
          """
          The score is higher the less of it there is, {26.0} as largest pixel with `decay=0` against \
          {4.0} with `decay=0.1`
          """,
          "plain.max", "held.max"
        )
      ]),
    Answer(
      notebook: "concepts/16-inside-a-trained-network", about: "3, two layers before the last",
      lastCell: 2,
      cell: """
        places = embed net norm.test layer=flatten
        """,
      prints: ["component 1 has 18.4% of the variance, component 2 13.8%"],
      says: [
        Statement(
          "{18.4} % and {13.8} %",
          "18.4", "13.8"
        )
      ]),
    Answer(
      notebook: "concepts/17-why-was-it-wrong", about: "1, smaller squares",
      lastCell: 1,
      cell: """
        small = occlusion net worst[0] size=3 value=0
        large = occlusion net worst[0] value=0
        """,
      says: [
        Statement(
          "By {0.3584}, where a square of seven took {0.9340}",
          "small.max", "large.max"
        )
      ]),
    Answer(
      notebook: "concepts/17-why-was-it-wrong", about: "2, an image that it reads",
      lastCell: 1,
      cell: """
        drop = occlusion net norm.test[0] value=0
        """,
      says: [
        Statement(
          "its largest drop under a black square is {0.9499}",
          "drop.max"
        )
      ]),
    Answer(
      notebook: "concepts/17-why-was-it-wrong", about: "3, six epochs",
      changes: [
        (
          "epochs=3",
          "epochs=6"
        )
      ],
      lastCell: 1,
      cell: """
        score = evaluate net norm.test
        probabilities = predict net norm.test[555:556]
        """,
      says: [
        Statement(
          """
          With six epochs the network reads {0.9530} of the test images, and gives this 7 a probability \
          of {0.0734}
          """,
          "score.accuracy", "probabilities[0][7]"
        )
      ]),
    Answer(
      notebook: "concepts/17-why-was-it-wrong", about: "3, three epochs",
      lastCell: 1,
      cell: """
        probabilities = predict net norm.test[555:556]
        """,
      says: [
        Statement(
          "after three {0.0211}",
          "probabilities[0][7]"
        )
      ]),
    Answer(
      notebook: "concepts/18-regularization", about: "1, on the test images",
      lastCell: 2,
      cell: """
        score_free = evaluate free norm.test
        score_held = evaluate held norm.test
        """,
      says: [
        Statement(
          "the network without it reads {0.8730}, the one with it {0.8675}",
          "score_free.accuracy", "score_held.accuracy"
        )
      ]),
    Answer(
      notebook: "concepts/18-regularization", about: "2, a hundred images",
      changes: [
        (
          "free parts.train epochs",
          "free parts.train[0:100] epochs"
        ),
        (
          "held parts.train epochs",
          "held parts.train[0:100] epochs"
        ),
      ],
      lastCell: 2,
      cell: """
        score_free = evaluate free norm.test
        score_held = evaluate held norm.test
        print history_free.accuracy[-1] history_held.accuracy[-1]
        """,
      says: [
        Statement(
          "Without it {0.7250} of the test images are read, with it {0.7085}",
          "score_free.accuracy", "score_held.accuracy"
        )
      ]),
    Answer(
      notebook: "concepts/18-regularization", about: "3, a price of 0.1",
      changes: [
        (
          "kernel_regularizer=0.001",
          "kernel_regularizer=0.1"
        )
      ],
      lastCell: 2,
      says: [
        Statement(
          "It ends at {0.6700}",
          "history_held.accuracy[-1]"
        )
      ]),
    Answer(
      notebook: "concepts/19-receptive-field", about: "2, kernels of 3 x 3",
      says: [
        Statement(
          "with 3 x 3 it was {0.2120}",
          "history_near.val_accuracy[-1]"
        )
      ]),
    Answer(
      notebook: "concepts/19-receptive-field", about: "2, kernels of 5 x 5",
      changes: [
        (
          """
          Conv2D 16 3x3 activation=relu
            AveragePooling2D 26x26
          """,
          """
          Conv2D 16 5x5 activation=relu
            AveragePooling2D 24x24
          """
        )
      ],
      says: [
        Statement(
          "with 5 x 5 it is {0.3300}",
          "history_near.val_accuracy[-1]"
        )
      ]),
    Answer(
      notebook: "concepts/19-receptive-field", about: "2, kernels of 9 x 9",
      changes: [
        (
          """
          Conv2D 16 3x3 activation=relu
            AveragePooling2D 26x26
          """,
          """
          Conv2D 16 9x9 activation=relu
            AveragePooling2D 20x20
          """
        )
      ],
      says: [
        Statement(
          "with 9 x 9 {0.5390}",
          "history_near.val_accuracy[-1]"
        )
      ]),
    Answer(
      notebook: "concepts/19-receptive-field", about: "3, thirteen layers",
      lastCell: 1,
      cell: """
        net = model input=28x28x1
          Conv2D 1 3x3
          Conv2D 1 3x3
          Conv2D 1 3x3
          Conv2D 1 3x3
          Conv2D 1 3x3
          Conv2D 1 3x3
          Conv2D 1 3x3
          Conv2D 1 3x3
          Conv2D 1 3x3
          Conv2D 1 3x3
          Conv2D 1 3x3
          Conv2D 1 3x3
          Conv2D 1 3x3
        end
        """,
      says: [
        Statement(
          "After thirteen the map still has {2} x {2} values",
          "net.output_shape[0]", "net.output_shape[1]"
        )
      ]),
    Answer(
      notebook: "concepts/20-back-propagation-by-hand", about: "1, the other class is right",
      changes: [
        (
          "x = one[0:1]",
          "x = one[16:17]"
        )
      ],
      lastCell: 1,
      cell: """
        score = evaluate net x
        """,
      says: [
        Statement(
          "the loss is {1.3133}",
          "score.loss"
        )
      ]),
    Answer(
      notebook: "concepts/20-back-propagation-by-hand", about: "2, tanh",
      changes: [
        (
          "Dense 3 activation=relu",
          "Dense 3 activation=tanh"
        )
      ],
      lastCell: 1,
      cell: """
        was = predict net x layer=hidden
        fit net x epochs=1 batch_size=1
        now = predict net x layer=hidden
        """,
      says: [
        Statement(
          "A step moves its value behind tanh from {-0.7616} to {-0.8100}",
          "was.images[0][2]", "now.images[0][2]"
        )
      ]),
    Answer(
      notebook: "concepts/20-back-propagation-by-hand", about: "3, ten steps",
      lastCell: 1,
      cell: """
        fit net x epochs=10 batch_size=1
        score = evaluate net x
        """,
      says: [
        Statement(
          "To {0.0076}",
          "score.loss"
        )
      ]),
    Answer(
      notebook: "concepts/21-data-leakage-and-luck", about: "1, held out first",
      changes: [
        (
          "split all_even",
          "split gray.train"
        )
      ],
      lastCell: 2,
      says: [
        Statement(
          "At {0.3040}, with {0.2715} on the test images",
          "history_first.val_accuracy[-1]", "test_first.accuracy"
        )
      ]),
    Answer(
      notebook: "concepts/21-data-leakage-and-luck", about: "2, another split",
      changes: [
        (
          "take=random seed=1",
          "take=random seed=2"
        )
      ],
      lastCell: 2,
      says: [
        Statement(
          "With the other split it is {0.4293}, and on the test images {0.3185}",
          "history_second.val_accuracy[-1]", "test_second.accuracy"
        )
      ]),
    Answer(
      notebook: "concepts/22-tuning", about: "1, half held out",
      changes: [
        (
          "validation_split=0.1",
          "validation_split=0.5"
        )
      ],
      lastCell: 2,
      says: [
        Statement(
          "{0.7900} now, the network with 64 units and 0.01 {0.8000}",
          "results[14].val_accuracy[-1]", "results[11].val_accuracy[-1]"
        )
      ]),
    Answer(
      notebook: "concepts/22-tuning", about: "2, by the loss",
      lastCell: 2,
      says: [
        Statement(
          "its loss is {0.4228}, that of 64 units and the same rate {0.4419}",
          "results[14].val_loss[-1]", "results[10].val_loss[-1]"
        )
      ]),
    Answer(
      notebook: "concepts/22-tuning", about: "3, twenty epochs",
      changes: [
        (
          "epochs=5 units",
          "epochs=20 units"
        )
      ],
      lastCell: 2,
      says: [
        Statement(
          "it reaches {0.8000}, where 0.003 reaches {0.8833}",
          "results[12].val_accuracy[-1]", "results[14].val_accuracy[-1]"
        )
      ]),
    Answer(
      notebook: "concepts/23-transfer", about: "1, as many epochs",
      changes: [
        (
          "fit fresh gray.train epochs=15",
          "fit fresh gray.train epochs=20"
        )
      ],
      lastCell: 3,
      says: [
        Statement(
          "The fresh network then reads {0.5070}",
          "score_fresh.accuracy"
        )
      ]),
    Answer(
      notebook: "concepts/23-transfer", about: "2, ten times as many signs",
      changes: [
        (
          "train=430",
          "train=4300"
        ),
        (
          "gray.train epochs=15",
          "gray.train epochs=3"
        ),
      ],
      lastCell: 3,
      says: [
        Statement(
          "The fresh network reads {0.6815}, the frozen one {0.6430}",
          "score_fresh.accuracy", "score_taught.accuracy"
        )
      ]),
    Answer(
      notebook: "concepts/23-transfer", about: "3, one epoch of digits",
      changes: [
        (
          "fit taught digits.train epochs=3",
          "fit taught digits.train epochs=1"
        )
      ],
      lastCell: 3,
      says: [
        Statement(
          "The frozen network reads {0.3705}",
          "score_taught.accuracy"
        )
      ]),
  ]

  /// Concept 16's network with one of its filters set to zeros.
  private static func evaluation(withoutFilter filter: Int) -> String {
    """
    off = [[0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]]
    set_weights net off layer=1 filter=\(filter) bias=0
    without = evaluate net norm.test
    """
  }
}
