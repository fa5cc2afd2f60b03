/// What layers of Keras do that are not among those here, and what can be done without them.
enum KerasLayerHints {
  /// A sentence after the layer's class: `a Rescaling, which ...`.
  static func hint(_ className: String) -> (does: String, instead: String)? { hints[className] }

  private static let images = "leave it out in Keras and change the images here"
  private static let anotherForm = "build the model in Keras without it, and save that with the same weights"

  private static let hints: [String: (does: String, instead: String)] = [
    "RandomBrightness": (
      "changes the images while training", "leave it out in Keras and use augment with fit here"
    ),
    "InputLayer": ("takes in the images", "a model here has one, its first"),
    "Lambda": ("runs a function of a program", "the function is not in the file in a form that can be read"),
    "TFOpLambda": ("runs an operation of TensorFlow", anotherForm),
    "Embedding": ("looks up words", "models here take images"),
    "LSTM": ("reads sequences", "models here take images"),
    "GRU": ("reads sequences", "models here take images"),
    "Conv1D": ("convolves sequences", "models here take images"),
    "Conv3D": ("convolves volumes", "models here take images"),
  ]
}
