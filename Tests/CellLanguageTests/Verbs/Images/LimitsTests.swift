import Core
import Datasets
import NeuralNetwork
import Testing

@testable import CellLanguage

/// What values images can have is known whatever was done to them, so that `invert` knows black and white.
@Suite struct LimitsTests {
  @Test(arguments: [
    ("invert digits", "values 0 to 255"), ("invert (grayscale digits)", "values 0 to 255"),
    ("invert (digits / 255)", "values 0 to 1"), ("invert (normalize digits)", "values 0 to 1"),
    ("invert (normalize digits subtract=127.5 divide=127.5)", "values -1 to 1"),
    ("invert (grayscale (normalize digits subtract=127.5 divide=127.5))", "values -1 to 1"),
    ("invert (1 - digits / 255)", "values 0 to 1"),
    ("invert (threshold (grayscale digits))", "values 0 to 1"),
    ("invert (resize (grayscale digits) 14x14)", "values 0"),
    ("invert (invert (grayscale digits))", "values 0 to 255"),
    ("invert (rescale digits scale=(1 / 127.5) offset=-1)", "values -1 to 1"),
    ("invert (grayscale (crop_to_content digits))", "values 0 to 255"),
    ("invert (pad (digits / 255) pad_width=0x3 constant_values=-1)", "values -1 to 1"),
    ("invert (digits + digits.train[0].image)", "cannot be computed"),
    ("invert (digits.train.images + digits.train.images)", "values 0 to 510"),
    ("invert (digits.train.images - digits.train.images)", "values 0 to 0"),
  ])
  func invertGoesByWhatTheImagesWereMadeFrom(cell: String, values: String) {
    let trial = Trial()
    _ = trial.run("digits = load digits train=40 test=20")
    #expect(trial.run(cell).contains(values), "\(cell): \(trial.text)")
  }

  /// Random chains of transforms: no value leaves the limits, and `invert` twice is the same image.
  @Test(arguments: 0..<24) func chains(seed: UInt64) throws {
    let trial = Trial()
    var random = seed &* 2_654_435_761 &+ 12345
    func below(_ bound: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(random >> 33) % bound
    }
    let steps = [
      "invert x", "grayscale x", "normalize x", "normalize x subtract=128 divide=128", "x / 255", "x * -2",
      "rescale x scale=0.5 offset=3", "1 - x", "x + 7", "threshold x", "smooth x", "resize x 9x9",
      "resize x 30x20 interpolation=area", "crop x 8x8", "pad x pad_width=0x2", "crop_to_content x",
      "shuffle x",
      "augment x shift=0.1 noise=0.1 brightness=0.3", "augment x rotate=0.1 fill_mode=constant fill_value=9",
      "permute_pixels x seed=1", "pad_to_square x scale=1.2", "take x stop=3", "x.train[0:3]",
      "x.train.images",
    ]
    _ = trial.run("x = load \(["digits", "signs"][below(2)]) train=3 test=2")
    var history: [String] = []
    for _ in 0..<1 + below(6) {
      let step = steps[below(steps.count)]
      history.append(step)
      // What does not fit, such as a border of -2 around bytes, leaves x as it is.
      _ = trial.run("x = \(step)")
    }
    let before = try #require(trial.session.values["x"])
    let output = trial.run("y = invert x\nz = invert y\nw = x")
    guard !output.contains("^") else { return }
    let (inverted, again) = (try #require(trial.session.values["y"]), try #require(trial.session.values["z"]))
    for ((old, new), third) in zip(zip(before.imageParts, inverted.imageParts), again.imageParts) {
      let limits = try #require(old.images.limits, "\(history)")
      #expect(new.images.limits == limits && third.images.limits == limits)
      let slack = (limits.upperBound - limits.lowerBound) * 1e-5 + 1e-6
      for images in [old.images, new.images, third.images] {
        let range = try #require(images.range)
        #expect(range.lowerBound >= limits.lowerBound - slack, "\(history): \(range) in \(limits)")
        #expect(range.upperBound <= limits.upperBound + slack, "\(history): \(range) in \(limits)")
      }
      for i in 0..<old.images.count {
        let (first, last) = (floats(old.images, i), floats(third.images, i))
        #expect(zip(first, last).allSatisfy { abs($0 - $1) <= slack }, "\(history)")
      }
    }
  }

  private func floats(_ images: ImageSet, _ i: Int) -> [Float] {
    switch images {
    case .array(let array): array.floats(ofRow: i)
    case .ragged(let images): images.image(i).floats
    }
  }

  /// Floats that were read say nothing of their limits: the first usual ones that hold them all, in all splits together.
  @Test func floatsThatWereReadGoByTheirValues() {
    func limits(_ floats: [[Float]]) -> ClosedRange<Float>? {
      ImageSet.likelyLimits(of: floats.map { .array(Tensor(shape: [1, 1, $0.count], floats: $0)) })
    }
    #expect(limits([[0, 0.5]]) == 0...1)
    #expect(limits([[0, 0.5], [-0.2]]) == -1...1)
    #expect(limits([[0, 0.5], [254.5]]) == 0...255)
    #expect(limits([[0, 0.5], [-3, .nan]]) == -3...0.5)
    #expect(limits([[0, .infinity]]) == nil)
  }

  @Test func aBorderMayBeAtTwoSidesAlone() {
    let trial = Trial()
    _ = trial.run("digits = load digits train=4 test=3")
    #expect(trial.run("pad digits.train pad_width=0x3").hasPrefix("pad: (4, 28, 28, 1) -> (4, 28, 34, 1)"))
    #expect(trial.run("pad digits.train pad_width=3x0").hasPrefix("pad: (4, 28, 28, 1) -> (4, 34, 28, 1)"))
    #expect(trial.run("pad digits.train pad_width=0").hasPrefix("pad: (4, 28, 28, 1)"))
    #expect(trial.run("crop digits.train 0x3").contains("size cannot be 0x3"))
    #expect(trial.run("reshape digits.train 0x3").contains("shape cannot be 0x3"))
    #expect(trial.run("m = model input=0x28x1\n  Flatten\nend").contains("input cannot be 0x28x1"))
    #expect(trial.run("m = model input=28x28x1\n  Conv2D 2 0x3\nend").contains("kernel_size cannot be 0x3"))
  }
}
