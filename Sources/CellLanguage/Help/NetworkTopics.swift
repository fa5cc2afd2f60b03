import Core
import NeuralNetwork

extension Topic {
  /// What a network is made of.
  static let networkTopics = [
    Topic(
      name: "shape", aliases: ["tensor", "dimensions", "channels"],
      summary: "how many values an array has along each of its axes",
      text: """
        A tensor is a box of numbers, and its shape says how long each side is. One gray image of 28 rows and 28 \
        columns has the shape 28x28x1, a colour image 28x28x3: the last axis holds the channels. A whole data set has \
        one axis more, in front: (1000, 28, 28, 1) are 1000 images. Layers change shapes, and most errors of a first \
        model are two shapes that do not fit; summary shows the shape behind each layer.
        """,
      example: """
        digits = load digits train=1000 test=200
        digits.train.shape
        digits.train[0].shape
        """),
    Topic(
      name: "parameters", aliases: ["bias", "kernel_initializer", "initialization"],
      summary: "the numbers of a model that training changes",
      text: """
        Each layer computes with weights: a Dense layer has one for every pair of an input and a unit, and a bias for \
        every unit; a Conv2D layer has one kernel for each filter and uses it at every position, so it needs far \
        fewer. They start as small random numbers - equal ones would all learn the same - and every batch of fit \
        moves them a little. What a model knows is in them and nowhere else: save writes them, load_weights brings \
        them back.
        """,
      example: """
        net = model input=28x28x1
          Conv2D 6 5x5 activation=relu
          Flatten
          Dense 10 activation=softmax
        end
        summary net
        """),
    Topic(
      name: "convolution", aliases: ["filter", "kernel", "kernel_size", "feature map", "filters", "cnn"],
      summary: "one small pattern, looked for everywhere in the image",
      text: """
        A convolution lays a small kernel of weights, say 5x5, over the image, multiplies what lies on top of each \
        other and adds it up: one number. Then it moves on by one pixel. The numbers of all positions are a feature \
        map: large where the image looks like the kernel. A layer with 6 filters learns 6 kernels and gives 6 maps. \
        Because the same weights serve every position, a stroke is found wherever it stands, and the layer has few \
        weights, however large the image is.
        """,
      example: """
        net = model input=28x28x1
          Conv2D 6 5x5 activation=relu
          Conv2D 16 5x5 activation=relu
        end
        summary net
        """),
    Topic(
      name: "padding", aliases: ["valid padding", "same padding", "border"],
      summary: "what a window does at the edge of the image",
      text: """
        A 5x5 kernel has only 24 places side by side on a 28 pixels wide image, so its feature map is 24 wide: that is \
        padding=valid. With padding=same the image first gets a border of zeros, and the map is as large as the \
        image. Without padding each layer takes something off, and the pixels at the edge are seen by fewer windows; \
        with it many layers can follow one another. The verb pad gives the images themselves a border.
        """,
      example: """
        net = model input=28x28x1
          Conv2D 6 5x5 padding=same
          Conv2D 6 5x5 padding=valid
        end
        summary net
        """),
    Topic(
      name: "stride", aliases: ["strides", "step"],
      summary: "how far a window moves from one position to the next",
      text: """
        With strides=1 a kernel visits every position; with strides=2 it leaves out every other one along both axes, \
        so the map has a quarter of the values and the layer a quarter of the work. Of a width w, a kernel k and a \
        stride s, (w - k) / s + 1 positions remain without padding, rounded down. A pooling layer moves by its own size unless told \
        otherwise, so that its windows lie side by side.
        """,
      example: """
        net = model input=28x28x1
          Conv2D 6 4x4 strides=2
          MaxPooling2D 2x2 strides=2
        end
        summary net
        """),
    Topic(
      name: "pooling", aliases: ["max pooling", "average pooling", "subsampling", "pool_size"],
      summary: "shrinks a feature map, a window to a pixel",
      text: """
        Pooling replaces each window of, say, 2x2 pixels by one: by the greatest (MaxPooling2D: is the feature \
        anywhere here?) or by the mean (AveragePooling2D, as in LeNet-5 of 1998). The map then has a quarter of the \
        values, the next kernel sees more of the image, and a stroke that stands a pixel further left changes less of it: \
        less, not nothing, as concepts/11 measures. There is nothing to learn in it.
        """,
      example: """
        net = model input=28x28x1
          Conv2D 6 5x5 activation=relu
          MaxPooling2D
          Conv2D 16 5x5 activation=relu
          AveragePooling2D
        end
        summary net
        """),
    Topic(
      name: "activation",
      aliases: Activation.allCases.map(\.rawValue).filter { $0 != "softmax" } + ["nonlinearity", "swish"],
      summary: "the bend that lets layers compute more than one layer could",
      text: """
        Two linear layers after each other are one linear layer: nothing would be gained by depth. So each output goes \
        through a function that is not straight. relu keeps what is positive and makes the rest 0: its slope is 1 \
        wherever it is on, but a unit that is off for every image is dead and learns no more. tanh presses everything between -1 and 1, sigmoid between 0 and 1; both are flat far \
        from 0, where learning is slow. leaky_relu, elu and selu leave something of negative values, so that no unit dies; \
        gelu, silu and mish are a relu with a round corner; softplus is one, too, and never 0. relu6 stops at 6. \
        hard_sigmoid and hard_silu are made of straight pieces, softsign is a slower tanh, exponential is e^x. The last layer of a classifier takes softmax.
        """,
      example: """
        net = model input=28x28x1
          Flatten
          Dense 120 activation=relu
          Dense 10 activation=softmax
        end
        summary net
        """),
    Topic(
      name: "softmax", aliases: ["probability", "probabilities", "logits"],
      summary: "turns the last layer's numbers into probabilities",
      text: """
        softmax raises e to each number and divides by the sum: every result lies between 0 and 1 and together they \
        make 1, so they can be read as probabilities of the classes. The greatest number stays the greatest; argmax \
        says which it is. A model that is sure of itself need not be right: the probabilities say what the model \
        believes.
        """,
      example: """
        digits = load digits train=500 test=100
        net = model input=28x28x1
          Flatten
          Dense 10 activation=softmax
        end
        compile net optimizer=adam loss=sparse_categorical_crossentropy
        fit net (digits.train / 255) epochs=2
        predictions = predict net (digits.test / 255)
        predictions[0]
        argmax predictions
        """),
  ]
}
