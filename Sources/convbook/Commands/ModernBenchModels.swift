/// Networks after LeNet: with branches, without large dense layers, on larger images.
extension BenchModel {
  static let modern = [resNet20, mobileNet, denseNet, cifarConvnet, vgg]

  /// He, Zhang, Ren, Sun, "Deep residual learning for image recognition", CVPR 2016, section 4.2, n = 3; shortcuts that
  /// change the size are convolutions of 1x1.
  static let resNet20 = BenchModel(
    letter: "G", name: "ResNet-20", batchSize: 128,
    cell: """
      unit = block filters strides=1 kernel=3
        Conv2D filters kernel strides=strides padding=same use_bias=false
        BatchNormalization
      end
      residual = block filters strides=1 project=false
        unit filters strides=strides
        Activation relu
        unit filters name=main
        unit filters strides=strides kernel=1 from=input when=project
        Add main
        Activation relu
      end
      net = model input=32x32x3
        unit 16
        Activation relu
        repeat 3 residual 16
        residual 32 strides=2 project=true
        repeat 2 residual 32
        residual 64 strides=2 project=true
        repeat 2 residual 64
        GlobalAveragePooling2D
        Dense 10 activation=softmax
      end
      compile net optimizer=sgd loss=sparse_categorical_crossentropy metrics=accuracy
      """)

  /// Howard and others, "MobileNets", 2017, cut to images of 32x32.
  static let mobileNet = BenchModel(
    letter: "H", name: "MobileNet", batchSize: 64,
    cell: """
      separable = block filters strides=1
        DepthwiseConv2D 3x3 strides=strides padding=same use_bias=false
        BatchNormalization
        Activation relu
        Conv2D filters 1x1 use_bias=false
        BatchNormalization
        Activation relu
      end
      net = model input=32x32x3
        Conv2D 32 3x3 padding=same use_bias=false
        BatchNormalization
        Activation relu
        separable 64
        separable 128 strides=2
        separable 128
        separable 256 strides=2
        separable 256
        GlobalAveragePooling2D
        Dense 10 activation=softmax
      end
      compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
      """)

  /// Huang, Liu, van der Maaten, Weinberger, "Densely connected convolutional networks", CVPR 2017: three blocks of four
  /// layers, growth 12.
  static let denseNet = BenchModel(
    letter: "I", name: "DenseNet", batchSize: 64,
    cell: """
      growing = block
        BatchNormalization
        Activation relu
        Conv2D 12 3x3 padding=same use_bias=false
        Concatenate input
      end
      transition = block filters
        BatchNormalization
        Activation relu
        Conv2D filters 1x1 use_bias=false
        AveragePooling2D 2x2
      end
      net = model input=32x32x3
        Conv2D 24 3x3 padding=same use_bias=false
        repeat 4 growing
        transition 36
        repeat 4 growing
        transition 42
        repeat 4 growing
        BatchNormalization
        Activation relu
        GlobalAveragePooling2D
        Dense 10 activation=softmax
      end
      compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
      """)

  static let cifarConvnet = BenchModel(
    letter: "J", name: "CIFAR-10 convnet", batchSize: 64,
    cell: """
      net = model input=32x32x3
        Conv2D 32 3x3 padding=same activation=relu
        Conv2D 32 3x3 activation=relu
        MaxPooling2D 2x2
        Dropout 0.25
        Conv2D 64 3x3 padding=same activation=relu
        Conv2D 64 3x3 activation=relu
        MaxPooling2D 2x2
        Dropout 0.25
        Flatten
        Dense 512 activation=relu
        Dropout 0.5
        Dense 10 activation=softmax
      end
      compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
      """)

  static let vgg = BenchModel(
    letter: "K", name: "VGG at 96x96", batchSize: 64,
    cell: """
      net = model input=96x96x1
        Conv2D 16 3x3 padding=same activation=relu
        MaxPooling2D 2x2
        Conv2D 32 3x3 padding=same activation=relu
        MaxPooling2D 2x2
        Conv2D 64 3x3 padding=same activation=relu
        Conv2D 64 3x3 padding=same activation=relu
        MaxPooling2D 2x2
        Conv2D 128 3x3 padding=same activation=relu
        Conv2D 128 3x3 padding=same activation=relu
        MaxPooling2D 2x2
        Flatten
        Dense 256 activation=relu
        Dropout 0.5
        Dense 10 activation=softmax
      end
      compile net optimizer=sgd loss=sparse_categorical_crossentropy metrics=accuracy
      """)
}
