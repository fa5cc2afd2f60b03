import Core
import Kernels

/// Shifts and scales groups of channels so that over all pixels of an image their mean is 0 and their variance 1, then by a gamma
/// and beta that are learned for each channel.
///
/// Input and output shape: height x width x channels, or a vector, whose values are the channels. Source:
/// https://keras.io/api/layers/normalization_layers/group_normalization; Wu, He, "Group normalization", ECCV 2018.
public struct GroupNormalization: Layer {
  public static let declaration = Declaration(
    name: "GroupNormalization",
    summary: "keeps groups of channels around 0 with a spread of 1, image by image",
    discussion: """
      What BatchNormalization does over a batch, it does over the pixels of one image and a group of its channels: with batches \
      of a few images, whose means are mere chance, it works better. groups=1 takes all channels together, groups=-1 each by \
      itself. Per channel it learns gamma and beta.
      """,
    parameters: [groups, SetNormalization.epsilon, SetNormalization.center, SetNormalization.scale],
    example: """
      net = model input=28x28x1
        Conv2D 8 3x3
        GroupNormalization groups=4
        Activation relu
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  static let groups = Key<Int>.option(
    "groups", .integer(-1...1_000_000), "groups of channels; -1: each channel by itself", default: 32)

  public let options: Options
  private let groups: Int

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    groups = options[Self.groups]
    guard groups != 0 else {
      throw ModelError("groups=0 are no groups; groups=-1 takes each channel by itself")
    }
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    let channels = input.last ?? 1
    let groups = groups < 0 ? channels : groups
    guard groups <= channels, channels % groups == 0 else {
      throw ModelError(
        "needs channels that groups=\(groups) divides, but its input has \(channels); "
          + "groups=\(Self.divisor(of: channels, below: groups)) would fit")
    }
    let map = MapSize(ofAny: input)
    return SetNormalization(
      options,
      sets: NormalizedSets(
        count: groups, stride: channels / groups, runs: input.reduce(1, *) / max(1, channels), step: channels,
        length: channels / groups), period: channels
    ).built(
      on: input,
      reach: Reach { part, _ in
        var seen = Reach.Part(all: map)
        // The values of a vector are its channels.
        if groups == channels { seen.channel = part.channel }
        return seen
      })
  }

  /// The largest number of groups that there can be, up to those that were asked for.
  private static func divisor(of channels: Int, below groups: Int) -> Int {
    stride(from: min(groups, channels), to: 1, by: -1).first { channels % $0 == 0 } ?? 1
  }
}
