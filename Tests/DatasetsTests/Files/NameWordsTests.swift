import Testing

@testable import Datasets

struct NameWordsTests {
  @Test(
    arguments: [
      ("train.csv", SplitName.train), ("mnist_train_small.csv", .train), ("xTrain.npy", .train),
      ("optdigits.tra", .train),
      ("training-set.csv", .train), ("Train1.csv", .train), ("val.csv", .valid),
      ("sign_mnist_VALIDATION.csv", .valid),
      ("valid.p", .valid), ("test.csv", .test), ("X_test", .test), ("t10k-images", .test),
      ("optdigits.tes", .test),
      ("MNISTTest.csv", nil), ("latest-digits.csv", nil), ("my_values.csv", nil), ("contest.p", nil),
      ("interval.npz", nil), ("strain.csv", nil), ("trainer.csv", nil), ("digits.csv", nil),
      ("train_test.csv", nil),
      ("", nil), ("Größe_test.csv", .test),
    ] as [(String, SplitName?)])
  func onlyWholeWordsNameASplit(name: String, split: SplitName?) { #expect(NameWords(name).split == split) }

  @Test(
    arguments: [
      ("train", SplitName.train), ("Final_Training", .train), ("test_images", .test), ("seg_test", .test),
      ("Test1", .test),
      ("validation", .valid), ("test tubes", nil), ("steam train", nil), ("Protest", nil), ("Meta", nil),
      ("images", nil),
      ("00014", nil), ("train_and_test", nil),
    ] as [(String, SplitName?)])
  func aFolderOfASplitSaysNothingElse(name: String, split: SplitName?) {
    #expect(NameWords.split(ofFolder: name) == split)
  }
}
