/// What the examples of `help` begin with, so that each runs in a fresh session.
enum Example {
  static let digits = "digits = load digits train=500 test=100\n"

  /// The smallest network that tells digits apart.
  static let network = """
    net = model input=28x28x1
      Flatten
      Dense 10 activation=softmax
    end

    """

  /// A network with feature maps to look at.
  static let convolution = """
    net = model input=28x28x1
      Conv2D 6 5x5 activation=relu
      MaxPooling2D
      Flatten
      Dense 10 activation=softmax
    end

    """

  /// A network that is ready to learn, and the digits to learn from.
  static let compiled =
    digits + network
    + "compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy\n"

  /// A network that has seen the digits once.
  static let trained = compiled + "fit net digits.train\n"
}
