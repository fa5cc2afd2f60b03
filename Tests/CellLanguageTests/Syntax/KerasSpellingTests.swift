import Core
import Testing

@testable import CellLanguage

/// What Keras, NumPy and Python write is answered with the cell language's words.
@Suite struct KerasSpellingTests {
  @Test(arguments: [
    ("compile net lr=0.01 loss=categorical_crossentropy", "learning_rate"),
    ("fit net digits.train nb_epoch=5", "epochs"), ("fit net digits.train n_epochs=5", "epochs"),
    ("fit net digits.train verbose=1", "is always shown"),
    ("fit net digits.train callbacks=[early]", "early_stopping"),
    ("m = model input=8x8x1\n  Conv2D 6 (5,5)\nend", "5x5"),
    ("m = model input=8x8x1\n  Conv2D 6 (5, 5)\nend", "5x5"),
    ("m = model input=8x8x1\n  Conv2D 6 [5,5]\nend", "5x5"),
    ("m = model input=8x8x1\n  Conv2D 6 5,5\nend", "5x5"),
    ("m = model input=8x8x1\n  Conv2D 6 5 x 5\nend", "5x5"),
    ("m = model input=8x8x1\n  Conv2D 6 kernel_size=(3,3)\nend", "3x3"),
    ("m = model input=8x8x1\n  MaxPooling2D pool_size=(2, 2)\nend", "2x2"),
    ("m = model input=(28,28,1)\n  Flatten\nend", "28x28x1"),
    ("m = model input=28*28*1\n  Flatten\nend", "28x28x1"),
    ("m = model input=[28, 28, 1]\n  Flatten\nend", "28x28x1"),
    ("m = model input_shape=(28,28,1)\n  Flatten\nend", "input"),
    ("m = model input=8x8x1\n  Conv2D(6, (5, 5), activation='relu')\nend", "Conv2D 6 5x5 activation=relu"),
    ("m = model input=8x8x1\n  layers.Dense(10)\nend", "Dense 10"),
    ("m = model input=8x8x1\n  Convolution2D 6 5x5\nend", "Conv2D"),
    ("m = model input=8x8x1\n  MaxPool2D\nend", "MaxPooling2D"),
    ("m = model input=8x8x1\n  AvgPool2D\nend", "AveragePooling2D"),
    ("m = model input=8x8x1\n  Tanh\nend", "Activation tanh"),
    ("m = model input=8x8x1\n  GlobalAvgPool2D\nend", "GlobalAveragePooling2D"),
    ("m = model input=8x8x1\n  Dense 3 activation='softmax'\nend", "activation=softmax"),
    ("m = model input=8x8x1\n  Dense units=3 activation=celu\nend", "linear, relu, tanh"),
    ("m = model input=8x8x1\n  Dense units=3 activation=swish\nend", "activation=silu"),
    (
      "model.add(Conv2D(32, kernel_size=(3, 3), activation='relu'))",
      "Conv2D 32 kernel_size=3x3 activation=relu"
    ),
    (
      "compile net optimizer=Adam(learning_rate=0.01) loss=categorical_crossentropy",
      "optimizer=adam learning_rate=0.01"
    ),
    (
      "compile net optimizer=keras.optimizers.SGD(lr=0.1) loss=categorical_crossentropy",
      "optimizer=sgd learning_rate=0.1"
    ),
    ("compile net optimizer=Adam loss=categorical_crossentropy", "adam"),
    ("compile net optimizer='adam' loss=categorical_crossentropy", "optimizer=adam"),
    ("compile net loss='mse'", "loss=mse"), ("compile net loss=hinge", "of numbers mse, mae or huber"),
    ("fit net digits.train sample_weight=[1, 2]", "class_weight"),
    ("compile net loss=categorical_crossentropy metrics=['accuracy']", "metrics=accuracy"),
    ("compile net loss=categorical_crossentropy metrics=acc", "accuracy"),
    (
      "net.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])",
      "compile net optimizer=adam loss=categorical_crossentropy metrics=accuracy"
    ),
    ("net.fit(x, y, epochs=5, batch_size=32)", "fit net x epochs=5 batch_size=32"),
    ("model.fit(x_train, y_train)", "fit model x_train"),
    ("net.evaluate(x_test, y_test, verbose=0)", "evaluate net x_test"),
    ("net.predict(digits.test)", "predict net digits.test"), ("net.summary()", "summary net"),
    ("net.save('best.h5')", "save net \"best.h5\""), ("exit()", "Ctrl-D"), ("x += 1", "x = x + 1"),
    ("scores.append(0.5)", "scores = append scores 0.5"),
    ("np.log(x)", "log(x)"), ("np.mean(history.loss)", "mean(history.loss)"),
    ("history.loss.mean()", "history.loss.mean"), ("Conv2D(32, (3,3))", "Conv2D 32 3x3"),
    ("model.fit(x, y)", "fit model x"), ("import numpy as np", "nothing is imported"),
    ("from keras.models import Sequential", "nothing is imported"),
    ("!pip install keras", "nothing is installed"),
    ("%matplotlib inline", "nothing is installed"), ("print(x, 1)", "print x 1"), ("print('a')", "print"),
    ("len(digits)", "digits.train"), ("x = True", "true"), ("fit net digits.train shuffle=False", "false"),
    ("fit net digits.train validation_data=None", "has its default"),
    ("load \"C:\\new\\data\"", "C:/new/data"),
    ("load \"C:\\Users\\me\"", "C:/Users/me"), ("x = 'text'", "\"text\""),
    ("(x, y) = mnist.load_data()", "load mnist"),
    ("keras.datasets.mnist.load_data()", "load mnist"), ("to_categorical(y, 10)", "one_hot y"),
    ("train_test_split(x, y, test_size=0.2)", "split x"), ("split digits test_size=0.2", "validation_split"),
    ("np.argmax(p, axis=1)", "argmax p"), ("history.history['val_acc']", "history.val_accuracy"),
    ("plt.plot(history.history['loss'])", "history.loss"),
    ("plt.show()", "a chart is shown when it is drawn"),
    ("for i in range(3):", "'for i in range(3)'"), ("def f(x, y=3):", "'define f x y=3'"),
    ("if x > 1:", "help language"),
    ("while True:", "help language"), ("return x + 1", "last line"), ("model = Sequential([", "model input="),
    ("shuffle digits random_state=1", "seed"), ("x.astype('float32')", "x"),
  ])
  func isAnswered(cell: String, answer: String) {
    let trial = Trial.withModel()
    _ = trial.run("history = fit net digits.train\nx = 1")
    let text = trial.run(cell)
    #expect(text.contains("^") || text.contains("has no"), "\(cell): \(text)")
    let words = text.split(separator: "\n").filter { !cell.contains($0.drop { $0 == " " }) }.joined(
      separator: "\n")
    #expect(words.contains(answer), "\(cell):\n\(text)")
  }

  @Test func everyPatternCompiles() throws {
    for row in KerasSpellings.rows { _ = try Regex(row.pattern) }
  }

  /// A cell that is right is none of the table's business, and an error elsewhere on its line keeps its own words.
  @Test func otherErrorsKeepTheirWords() {
    let trial = Trial.withModel()
    #expect(trial.run("fit net digits.train shufle=true").contains("did you mean 'shuffle'?"))
    #expect(
      trial.run("compile net optimizer=adam lerning_rate=0.1 loss=x").contains(
        "did you mean 'learning_rate'?"))
    #expect(trial.run("explain net digits.test[0] at=3,4 layer=nosuch").contains("no layer 'nosuch'"))
    #expect(trial.run("x = [1, 2, 3]\nx") == "[1, 2, 3]")
    #expect(trial.run("x = [1, 2, 3] + unknown").contains("unknown name 'unknown'"))
  }
}
