import Core
import Kernels
import Testing

/// Values of several maps as one, against `Reference`, over random shapes with lengths of 1 among them.
@Suite struct MergingTests {
  private func inputs(_ seed: Int, count: Int) -> (groups: [Group], geometry: MergeGeometry) {
    var random = RandomSequence(seed: UInt64(seed), stream: 12)
    let (height, width, channels) = (random.integer(1...5), random.integer(1...5), random.integer(1...9))
    let groups = (0..<count).map { number -> Group in
      func length(_ whole: Int) -> Int { number > 0 && random.integer(0...3) == 0 ? 1 : whole }
      var group = Group(
        height: length(height), width: length(width), channels: length(channels), count: 16, random: &random)
      // Few different numbers, so that there are equal ones.
      group.images = group.images.map { $0.map { ($0 * 4).rounded() / 4 } }
      return group
    }
    return (groups, MergeGeometry(inputs: groups.map { ($0.height, $0.width, $0.channels) }))
  }

  private func withInputs<Result>(
    _ lanes: [[Lanes]], _ body: (UnsafeBufferPointer<UnsafePointer<Lanes>>) -> Result
  ) -> Result {
    let memory = lanes.map { lanes in
      let copy = UnsafeMutablePointer<Lanes>.allocate(capacity: lanes.count)
      copy.initialize(from: lanes, count: lanes.count)
      return copy
    }
    defer { for copy in memory { copy.deallocate() } }
    return memory.map { UnsafePointer($0) }.withUnsafeBufferPointer(body)
  }

  @Test(arguments: MergeKind.allCases, 0..<12)
  func equalsItsFormula(kind: MergeKind, seed: Int) {
    let (groups, g) = inputs(seed, count: kind == .difference ? 2 : 2 + seed % 2)
    var random = RandomSequence(seed: UInt64(seed), stream: 13)
    let slopes = Group(height: g.height, width: g.width, channels: g.channels, count: 16, random: &random)
    withInputs(groups.map(\.lanes)) { inputs in
      var output = unwrittenLanes(g.count)
      merge(kind, g, inputs, output: &output)
      let outputs = Group(height: g.height, width: g.width, channels: g.channels, count: 16, lanes: output)
        .images
      for image in 0..<16 {
        #expect(outputs[image] == Reference.merge(kind, groups.map { $0.map(image) }).values)
      }
      for number in groups.indices {
        let own = groups[number]
        var gradient = unwrittenLanes(own.height * own.width * own.channels)
        mergeGradient(
          kind, g, of: number, inputs, output: output, outputGradient: slopes.lanes, inputGradient: &gradient)
        let gradients = Group(
          height: own.height, width: own.width, channels: own.channels, count: 16, lanes: gradient
        ).images
        for image in 0..<16 {
          let expected = Reference.mergeGradient(
            kind, groups.map { $0.map(image) }, of: number, outputGradient: slopes.map(image))
          #expect(gradients[image] == expected.values, "input \(number) of \(groups.count)")
        }
      }
    }
  }

  @Test(arguments: 0..<4) func sumWithItsReluIsASumAndThenARelu(seed: Int) {
    var random = RandomSequence(seed: UInt64(seed), stream: 15)
    let count = random.integer(1...200)
    let groups = (0..<3).map { _ in
      Group(height: 1, width: 1, channels: count, count: 16, random: &random).lanes
    }
    var (inOne, apart) = (unwrittenLanes(count), zip(groups[0], groups[1]).map { $0 + $1 })
    addAndRectify(groups[0], groups[1], count: count, output: &inOne)
    relu(&apart, count: count)
    #expect(inOne == apart)
    var (gradient, expected) = (unwrittenLanes(count), groups[2])
    addAndRectifyGradient(
      output: inOne, outputGradient: groups[2], count: count, inputGradient: &gradient)
    reluGradient(output: apart, gradient: &expected, count: count)
    #expect(gradient == expected)
  }

  @Test(arguments: 0..<8) func concatenatedMapsComeApartAgain(seed: Int) {
    var random = RandomSequence(seed: UInt64(seed), stream: 14)
    let (height, width) = (random.integer(1...4), random.integer(1...4))
    let channels = (0..<random.integer(2...4)).map { _ in random.integer(1...5) }
    let groups = channels.map {
      Group(height: height, width: width, channels: $0, count: 16, random: &random)
    }
    let all = channels.reduce(0, +)
    withInputs(groups.map(\.lanes)) { inputs in
      // The pixels may lie further apart than they have channels.
      let stride = all + seed % 3
      var output = [Lanes](repeating: Lanes(), count: height * width * stride)
      concatenate(inputs, channels: channels, pixels: height * width, stride: stride, output: &output)
      for pixel in 0..<height * width {
        var place = pixel * stride
        for (number, count) in channels.enumerated() {
          for channel in 0..<count {
            #expect(output[place] == groups[number].lanes[pixel * count + channel])
            place += 1
          }
        }
      }
      var first = 0
      for (number, count) in channels.enumerated() {
        var own = unwrittenLanes(height * width * count)
        takeChannels(
          first..<first + count, pixels: height * width, stride: stride, output, output: &own)
        #expect(own == groups[number].lanes)
        first += count
      }
    }
  }
}
