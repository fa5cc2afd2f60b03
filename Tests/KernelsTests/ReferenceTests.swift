import Kernels
import Testing

/// The reference kernels on numbers small enough to work out by hand.
@Suite struct ReferenceTests {
  /// A 3x3 image under a 2x2 kernel, stride 1.
  let g = ConvolutionGeometry(
    inputHeight: 3, inputWidth: 3, inputChannels: 1, outputHeight: 2, outputWidth: 2, outputChannels: 1,
    kernelHeight: 2, kernelWidth: 2, strideY: 1, strideX: 1, padTop: 0, padLeft: 0)
  let image: [Float] = [1, 2, 3, 4, 5, 6, 7, 8, 9]

  @Test func convolutionOfAnExample() {
    // 1·1 + 2·0 + 4·0 + 5·2 + 10 = 21, and so on.
    #expect(Reference.convolution(g, input: image, kernel: [1, 0, 0, 2], bias: [10]) == [21, 24, 30, 33])
    #expect(
      Reference.convolutionKernelGradient(g, input: image, outputGradient: [1, 0, 0, 1]) == [6, 8, 12, 14])
    #expect(
      Reference.convolutionInputGradient(g, kernel: [1, 0, 0, 2], outputGradient: [1, 2, 3, 4])
        == [1, 2, 0, 3, 6, 4, 0, 6, 8])
    #expect(Reference.convolutionBiasGradient(g, outputGradient: [1, 2, 3, 4] as [Float]) == [10])
  }

  @Test func samePaddingReadsZerosOutside() {
    let same = ConvolutionGeometry(
      inputHeight: 2, inputWidth: 2, inputChannels: 1, outputHeight: 2, outputWidth: 2, outputChannels: 1,
      kernelHeight: 3, kernelWidth: 3, strideY: 1, strideX: 1, padTop: 1, padLeft: 1)
    let ones = [Float](repeating: 1, count: 9)
    #expect(Reference.convolution(same, input: [1, 2, 3, 4], kernel: ones, bias: [0]) == [10, 10, 10, 10])
  }

  @Test func poolingOfAnExample() {
    #expect(Reference.averagePooling(g, input: image) == [3, 4, 6, 7])
    #expect(
      Reference.averagePoolingGradient(g, outputGradient: [4, 0, 0, 8] as [Float])
        == [1, 1, 0, 1, 3, 2, 0, 2, 2])
    #expect(Reference.maxPooling(g, input: [9, 1, 1, 1, 1, 1, 1, 1, 5]) == [9, 1, 1, 5])
    #expect(
      Reference.maxPoolingGradient(
        g, input: [9, 1, 1, 1, 1, 1, 1, 1, 5], outputGradient: [1, 2, 3, 4])
        == [1, 2, 0, 3, 0, 0, 0, 0, 4] as [Float])
  }

  @Test func denseOfAnExample() {
    let kernel: [Float] = [1, 2, 3, 4, 5, 6]
    #expect(Reference.dense(input: [1, 10], kernel: kernel, bias: [0, 0, 100]) == [41, 52, 163])
    #expect(
      Reference.denseKernelGradient(input: [1, 10], outputGradient: [1, 2]) == [1, 2, 10, 20] as [Float])
    #expect(Reference.denseInputGradient(kernel: kernel, outputGradient: [1, 0, 2]) == [7, 16])
  }

  @Test func lossOfAnExample() {
    // Four equal logits: each class has 1/4.
    #expect(abs(Reference.softmaxCrossEntropy(logits: [1, 1, 1, 1], label: 2) - 1.386294361119891) < 1e-15)
    #expect(
      Reference.softmaxCrossEntropyGradient(logits: [1, 1, 1, 1], label: 2)
        == [0.25, 0.25, -0.75, 0.25] as [Double])
    #expect(abs(Reference.crossEntropy(outputs: [1, 3], label: 1) - 0.2876820724517809) < 1e-15)
  }
}
