import CellLanguage
import Foundation
import Testing

/// The verbs that change images, as a learner sees them.
@Suite struct TransformVerbTests {
  @Test(arguments: [
    ("resize digits 14x20", "resize: train (20, 28, 28, 1) -> (20, 14, 20, 1), values 0 to "),
    ("crop digits 20", "crop: train (20, 28, 28, 1) -> (20, 20, 20, 1), values 0 to "),
    ("pad digits.train pad_width=2x3", "pad: (20, 28, 28, 1) -> (20, 32, 34, 1), values 0 to "),
    (
      "pad_to_square digits.test scale=1.5", "pad_to_square: (10, 28, 28, 1) -> (10, 42, 42, 1), values 0 to "
    ),
    ("transpose (crop digits 20x14)", "transpose: train (20, 20, 14, 1) -> (20, 14, 20, 1), values 0 to "),
    ("transpose digits.train[3].image", "transpose: (28, 28, 1), values 0 to "),
    ("threshold digits.train[3]", "threshold: (1, 28, 28, 1), values 0 to 255"),
    ("threshold digits.train.images value=300", "threshold: (20, 28, 28, 1), values 0 to 0"),
    ("permute_pixels digits.train", "permute_pixels: (20, 28, 28, 1), values 0 to "),
    ("invert digits.train[3].image", "invert: (28, 28, 1), values "),
    ("rescale digits.test scale=(1 / 127.5) offset=-1", "rescale: (10, 28, 28, 1), values -1 to "),
    ("smooth digits.train sigma=2", "smooth: (20, 28, 28, 1), values 0 to "),
    ("take digits.train [3, -1, 3]", "take: (20, 28, 28, 1) -> (3, 28, 28, 1), values 0 to "),
    ("take digits start=-5 step=2", "take: train (20, 28, 28, 1) -> (3, 28, 28, 1), values 0 to "),
    ("augment digits.train shift=0.1 seed=3", "augment: (20, 28, 28, 1), values 0 to "),
    ("augment shift=0.1 flip=horizontal", ""),
    ("crop_to_content digits.train", "crop_to_content: (20, 28, 28, 1) -> (20, None, None, 1), values 0 to "),
  ])
  func eachVerbSaysWhatItDid(cell: String, line: String) {
    let trial = Trial()
    _ = trial.run("digits = load digits train=20 test=10")
    let said = trial.run(cell)
    // A transform of a transform says what both did.
    #expect(said.hasPrefix(line) || said.contains("\n" + line), "\(said)")
  }

  @Test func onlyImagesOfOneSizeHavePixelsToPermute() {
    let trial = Trial.withModel()
    #expect(
      trial.run("permute_pixels (crop_to_content digits)").contains("images of differing sizes: resize"))
    #expect(trial.run("permute_pixels (reshape digits 784)").contains("this needs images of height x width"))
    _ = trial.run("a = permute_pixels digits.train[3] seed=1\nb = (permute_pixels digits.train seed=1)[3]")
    #expect(trial.run("print a.image") == trial.run("print b.image") && !trial.text.isEmpty)
  }

  @Test func imagesOfDifferingSizesAreAValue() {
    let trial = Trial.withModel()
    #expect(trial.run("tight = crop_to_content digits").contains("(64, 28, 28, 1) -> (64, None, None, 1)"))
    #expect(trial.run("tight.train") == "tight.train: images (64, None, None, 1) uint8, labels (64,)")
    #expect(trial.run("tight.train.shape") == "(64, None, None, 1)")
    #expect(trial.run("tight.train.images.dtype") == "uint8")
    #expect(trial.run("tight.train[0:3].labels") == trial.run("digits.train[0:3].labels"))
    #expect(
      trial.run("half = tight / 255\nhalf.train.images.max") == trial.run("(digits / 255).train.images.max"))
    #expect(trial.run("show tight.train grid=2x3") == "")
    #expect(trial.charts.count == 1)
    #expect(trial.run("show tight.train.images") == "")
    #expect(trial.run("parts = split tight take=random stratified=true").hasPrefix("split: train 51 images"))
    #expect(trial.run("take tight.train.images [1]").hasPrefix("take: (64, None, None, 1) -> (1, "))
    for cell in [
      "fit net tight.train", "evaluate net tight.test", "predict net tight.test", "reshape tight 784",
      // Each of the two images alone has one size.
      "fit net (take tight.train [0, 1]) validation_split=0.5",
    ] {
      #expect(trial.run(cell).contains("images of differing sizes: resize them first"), "\(cell)")
    }
    #expect(trial.run("same = resize tight 28x28").contains("(64, None, None, 1) -> (64, 28, 28, 1)"))
    #expect(trial.run("fit net same.train").hasPrefix("Epoch 1/1"))
  }

  @Test func theFiveStylesOfTheHandwritingStudyGive28x28() {
    let trial = Trial()
    _ = trial.run("digits = load digits train=1 test=12\npages = invert (pad digits.test pad_width=20x9)")
    for style in [
      "plain = resize (invert pages) 28x28", "ink = resize (threshold (smooth (invert pages))) 28x28",
      "tight = crop_to_content (threshold (smooth (invert pages)))\nsmall = resize tight 28x28",
      "square = resize (pad_to_square tight) 28x28", "wide = resize (pad_to_square tight scale=1.7) 28x28",
    ] {
      #expect(trial.run(style).contains("-> (12, 28, 28, 1), values "), "\(trial.text)")
    }
  }

  @Test func fitDrawsAnAugmentationAnew() {
    let cell = "history = fit net digits.train epochs=3 augment=(augment shift=0.2 noise=0.1)\nhistory.loss"
    let first = Trial.withModel().run(cell)
    #expect(Trial.withModel().run(cell) == first)
    #expect(Trial.withModel().run("history = fit net digits.train epochs=3\nhistory.loss") != first)
    let trial = Trial.withModel()
    _ = trial.run("gentle = augment shift=0.05 fill_mode=constant")
    #expect(trial.run("gentle") == "augment shift=0.05 fill_mode=constant fill_value=0")
    #expect(trial.run("fit net digits.train augment=gentle").hasPrefix("Epoch 1/1"))
  }

  @Test(arguments: [
    ("resize digits 28x28 interpolation=bilinaer", "did you mean 'bilinear'?"),
    ("crop digits 40x40", "a crop of 40x40 does not fit into an image of 28x28"),
    ("pad digits", "pad needs pad_width or size, and not both"),
    ("take digits.train [3, 99]", "there is no image 99: there are 20, numbered 0 to 19"),
    ("take digits.train [1.5]", "an image's number cannot be 1.5"),
    ("take digits.train", "take needs either a list of numbers or a slice"),
    ("take digits.train [1] stop=3", "take needs either a list of numbers or a slice"),
    ("take digits.train[0] [0]", "take chooses among several"),
    ("smooth digits sigma=-1", "sigma cannot be -1"),
    ("augment digits fill_mode=wrap", "fill_mode cannot be 'wrap'"),
    ("augment shift=0.1 seed=3", "fit has its own seed"),
    ("threshold (reshape digits 784)", "this needs images of height x width x channels, but these are 784"),
    ("net = model input=2\n  Dense 2\nend\nfit net digits.train augment=0.1", "augment cannot be 0.1"),
  ])
  func whatCannotBeDoneIsSaid(cell: String, message: String) {
    let trial = Trial()
    _ = trial.run("digits = load digits train=20 test=10")
    #expect(trial.run(cell).contains(message), "\(trial.run(cell))")
  }

  @Test func balanceChangesTheTrainingImagesAlone() {
    let trial = Trial()
    _ = trial.run("digits = load digits train=50 test=10\nuneven = take digits start=3")
    #expect(trial.run("even = balance uneven seed=1").hasPrefix("balance: 47 -> "))
    #expect(trial.run("even.test.shape") == "(7, 28, 28, 1)")
    #expect(trial.run("balance even.train sampling=under seed=1").contains(" -> "))
  }
}
