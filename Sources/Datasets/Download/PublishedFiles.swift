/// The published files of the known sets: their sizes, checksums and addresses.
///
/// The checksums of `mnist`, `fashion-mnist` and `cifar-10` are those that TensorFlow Datasets lists
/// (`url_checksums`); they belong to the files whose MD5 sums the publishers and torchvision give. That of
/// `traffic-signs` was published by courses that use the archive.
extension Download {
  static let mnist = Download(
    licence: "CC BY-SA 3.0 (Yann LeCun, Corinna Cortes)",
    files: idxFiles(
      [
        (9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
        (28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
        (1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
        (4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
      ],
      folders: [
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
      ]))

  static let fashionMNIST = Download(
    licence: "MIT (Zalando SE)",
    files: idxFiles(
      [
        (26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
        (29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
        (4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
        (5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
      ],
      folders: [
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
      ]))

  static let cifar10 = Download(
    licence: "none is stated; cite Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009",
    files: [
      RemoteFile(
        name: "cifar-10-binary.tar.gz", size: 170_052_171,
        sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
        addresses: ["https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"])
    ])

  /// The pickles `train.p`, `valid.p` and `test.p` of the traffic-sign lesson.
  static let trafficSigns = Download(
    licence: "for research; cite Stallkamp et al., Man vs. computer, Neural Networks 32, 2012 (GTSRB)",
    files: [
      RemoteFile(
        name: "traffic-signs-data.zip", size: 123_524_425,
        sha256: "0ee14ebdd48b07d73ab9f717c902a233f360eb52c8bf68b554747089809f9c75",
        addresses: [
          "https://s3-us-west-1.amazonaws.com/udacity-selfdrivingcar/traffic-signs-data.zip",
          "https://d17h27t6h515a5.cloudfront.net/topher/2017/February/5898cd6f_traffic-signs-data/"
            + "traffic-signs-data.zip",
        ])
    ])

  /// The four gzipped files of MNIST and of the sets made in its image, in the order of ``IDXReader/usualNames``.
  private static func idxFiles(_ files: [(size: Int, sha256: String)], folders: [String]) -> [RemoteFile] {
    zip(IDXReader.usualNames, files).map { name, file in
      RemoteFile(
        name: name + ".gz", size: file.size, sha256: file.sha256,
        addresses: folders.map { $0 + name + ".gz" })
    }
  }
}
