import CellLanguage
import Core
import Testing

/// Labels and last layers that do not go together, or not as one would think.
@Suite struct LastLayerTests {
  private func trial(units: Int, activation: String, loss: String) -> (Trial, String) {
    let trial = Trial()
    let said = trial.run(
      """
      d = load digits train=20 test=4
      net = model input=28x28x1
        Flatten
        Dense \(units) activation=\(activation)
      end
      compile net loss=\(loss)
      """)
    return (trial, said)
  }

  @Test func oneHotLabelsAreAsWideAsTheOutput() {
    let (trial, _) = trial(units: 12, activation: "softmax", loss: "categorical_crossentropy")
    for cell in ["fit net (one_hot d.train)", "evaluate net (one_hot d.train)"] {
      #expect(
        trial.run(cell).contains(
          "the one-hot labels are 10 wide, but the last layer, dense, gives 12 values: with these labels it needs 10 units"
        ))
    }
    // Class numbers may leave outputs over, as in Keras.
    let (other, _) = self.trial(units: 12, activation: "softmax", loss: "sparse_categorical_crossentropy")
    #expect(other.run("fit net d.train").contains("loss: "))
  }

  @Test func aLastSigmoidIsSaidByCompileAndExplained() {
    let (trial, said) = trial(units: 10, activation: "sigmoid", loss: "sparse_categorical_crossentropy")
    #expect(said.contains("takes the softmax of what goes into the last sigmoid, as Keras's does"))
    let explained = trial.run("explain net d.test[0]")
    #expect(explained.contains("the loss, as Keras's, takes the softmax of what goes into the sigmoid:"))
  }
}
