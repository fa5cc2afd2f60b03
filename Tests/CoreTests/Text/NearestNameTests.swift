import Core
import Testing

struct NearestNameTests {
  let names = ["fit", "batch_size", "epochs", "Conv2D", "MaxPooling2D", "Dense", "relu", "elu", "sigmoid"]

  @Test(arguments: [
    ("batchsize", "batch_size"), ("batch-size", "batch_size"), ("epoch", "epochs"), ("conv2d", "Conv2D"),
    ("Conv", "Conv2D"), ("MaxPool2D", "MaxPooling2D"), ("Desne", "Dense"), ("fti", "fit"), ("rleu", "relu"),
    ("ba", "batch_size"), ("sigmiod", "sigmoid"), ("RELU", "relu"),
  ])
  func findsTheNameThatWasMeant(word: String, name: String) {
    #expect(nearestName(to: word, in: names) == name)
  }

  @Test(arguments: ["", "x", "f", "learning_rate", "dropout", "xy", "tanh"])
  func findsNothingWhereNothingIsNear(word: String) {
    #expect(nearestName(to: word, in: names) == nil)
  }

  @Test func takesTheFirstOfSeveralEquallyNear() {
    #expect(nearestName(to: "train", in: ["grain", "drain"]) == "grain")
    #expect(nearestName(to: "val", in: ["val_loss", "val_accuracy"]) == "val_loss")
    #expect(nearestName(to: "fit", in: ["fits", "FIT"]) == "FIT")
  }
}
