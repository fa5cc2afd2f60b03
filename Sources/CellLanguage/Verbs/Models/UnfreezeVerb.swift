import Core
import NeuralNetwork

/// `unfreeze net`
enum UnfreezeVerb: Verb {
  static let declaration = Declaration(
    name: "unfreeze",
    summary: "lets frozen layers learn again",
    discussion: "Keras's layer.trainable = True. It counts from the next fit on.",
    parameters: [FreezeVerb.model, FreezeVerb.layers],
    example: """
      net = model input=28x28x1
        Conv2D 6 5x5 activation=relu trainable=false
        Flatten
        Dense 10 activation=softmax
      end
      unfreeze net
      """)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    try FreezeVerb.set(trainable: true, arguments, session)
  }
}
