/// The arrows, vehicles and other things on the signs, painted in the signs' own units.
enum Pictograms {
  // MARK: - White arrows on blue

  static let turnRight: [Mark] = [
    .curve(.white, width: 21, bend: 30, [-30, 54, -30, -12, 22, -12]),
    .area(.white, round: 2, [20, -42, 64, -12, 20, 18]),
  ]

  static let ahead: [Mark] = [
    .line(.white, width: 20, [0, 58, 0, -26]), .line(.white, width: 17, [-34, -18, 0, -54, 34, -18]),
  ]

  static let aheadOrRight: [Mark] = [
    .line(.white, width: 16, [-24, 66, -24, -36]), .line(.white, width: 14, [-48, -32, -24, -60, 0, -32]),
    .curve(.white, width: 16, bend: 16, [-24, 66, -24, 22, 46, 22]),
    .line(.white, width: 14, [32, -2, 60, 22, 32, 46]),
  ]

  static let keepRight: [Mark] = [
    .line(.white, width: 24, [-42, -42, 28, 28]), .line(.white, width: 18, [44, -8, 44, 44, -8, 44]),
  ]

  static let roundabout: [Mark] =
    thirdOfRoundabout
    + thirdOfRoundabout.turned(cosine: -0.5, sine: 0.866_025_4)
    + thirdOfRoundabout.turned(cosine: -0.5, sine: -0.866_025_4)

  private static let thirdOfRoundabout: [Mark] = [
    .curve(.white, width: 16, bend: 40, [53, 12, 54, -14, 38, -40, 22, -49]),
    .area(.white, round: 1, [22, -72, -11, -57, 20, -30]),
  ]

  // MARK: - Vehicles

  private static let car: [Mark] = [
    .area(.black, round: 4, [-21, -2, 21, -2, 21, 9, -21, 9]),
    .area(.black, round: 3, [-12, -15, 12, -15, 16, 0, -16, 0]),
    .area(.black, round: 1, [-21, 10, -12, 10, -12, 19, -21, 19]),
    .area(.black, round: 1, [12, 10, 21, 10, 21, 19, 12, 19]),
  ]

  private static let truckFromBehind: [Mark] = [
    .area(.black, round: 2, [-25, -36, 25, -36, 25, 8, -25, 8]),
    .area(.black, round: 1, [-23, 8, -11, 8, -11, 21, -23, 21]),
    .area(.black, round: 1, [11, 8, 23, 8, 23, 21, 11, 21]),
  ]

  static let passing: [Mark] = car.painted(.red).placed(-31, 0, scale: 1.1) + car.placed(31, 0, scale: 1.1)
  static let truckPassing: [Mark] = truckFromBehind.painted(.red).placed(-30, 0) + car.placed(33, 2)

  static let truck: [Mark] = [
    .area(.black, round: 2, [-20, -28, 54, -28, 54, 10, -20, 10]),
    .area(.black, round: 2, [-54, 12, -54, -4, -44, -16, -26, -16, -26, 12]),
    .area(.white, [-48, -3, -42, -11, -33, -11, -33, -3]),
    .disc(.black, -38, 16, radius: 10), .disc(.black, 12, 16, radius: 10), .disc(.black, 38, 16, radius: 10),
  ]

  static let bicycle: [Mark] = [
    .ring(.black, width: 6, bend: 14, [-41, 13, -13, 13, -13, 41, -41, 41]),
    .ring(.black, width: 6, bend: 14, [13, 13, 41, 13, 41, 41, 13, 41]),
    .line(.black, width: 6, [-27, 27, -13, 3, 16, 3, 2, 27, -27, 27]),
    .line(.black, width: 6, [27, 27, 14, -8, 22, -12]), .line(.black, width: 6, [2, 27, -14, -4]),
    .line(.black, width: 7, [-21, -6, -7, -6]),
  ]

  static let slippery: [Mark] =
    car.placed(0, -4, scale: 0.95).turned(cosine: 0.966, sine: 0.259) + [
      .curve(.black, width: 6, bend: 14, [-12, 18, -26, 26, -8, 34, -22, 45]),
      .curve(.black, width: 6, bend: 14, [16, 18, 6, 26, 26, 34, 14, 45]),
    ]

  // MARK: - The road

  static let rightOfWay: [Mark] = [
    .area(.black, round: 1, [0, -36, 15, -8, 8, -8, 8, 46, -8, 46, -8, -8, -15, -8]),
    .area(.black, [-30, 8, 30, 8, 30, 19, -30, 19]),
  ]

  static let exclamation: [Mark] = [
    .area(.black, round: 2, [-7, -34, 7, -34, 4, 20, -4, 20]), .disc(.black, 0, 37, radius: 8),
  ]

  static let curveLeft: [Mark] = [
    .curve(.black, width: 14, bend: 16, [15, 46, 15, 4, -14, 4]),
    .area(.black, round: 1, [-12, -14, -36, 4, -12, 22]),
  ]

  static let doubleCurve: [Mark] = [
    .curve(.black, width: 12, bend: 12, [13, 46, 13, 22, -11, 14, -11, -8]),
    .area(.black, round: 1, [-27, -6, -11, -30, 5, -6]),
  ]

  static let bumps: [Mark] = [
    .area(
      .black,
      [
        -50, 44, -44, 32, -34, 20, -24, 15, -15, 19, -6, 29, 0, 32, 6, 29, 15, 19, 24, 15, 34, 20,
        44, 32, 50, 44,
      ])
  ]

  static let narrowing: [Mark] = [
    .line(.black, width: 10, [-15, 45, -15, -18]), .line(.black, width: 10, [24, 45, 24, 20, 6, 2, 6, -24]),
  ]

  static let lights: [Mark] = [
    .disc(.red, 0, -16, radius: 11), .disc(.amber, 0, 11, radius: 11), .disc(.green, 0, 38, radius: 11),
  ]

  // MARK: - People, animals, snow

  static let walker: [Mark] = [
    .disc(.black, 2, -28, radius: 8), .line(.black, width: 15, [2, -12, -1, 8]),
    .line(.black, width: 9, [0, 10, -8, 26, -19, 45]), .line(.black, width: 9, [0, 10, 10, 26, 14, 46]),
    .line(.black, width: 7, [0, -14, -12, 0, -14, 10]), .line(.black, width: 7, [4, -14, 13, 0, 21, 4]),
  ]

  static let children: [Mark] =
    runner.placed(18, 8) + runner.placed(-24, 19, scale: 0.74)

  private static let runner: [Mark] = [
    .disc(.black, -2, -36, radius: 9), .line(.black, width: 14, [0, -19, 2, 0]),
    .line(.black, width: 8, [2, 2, 10, 20, 24, 22]), .line(.black, width: 8, [0, 2, -11, 16, -9, 38]),
    .line(.black, width: 6, [0, -22, 17, -12]), .line(.black, width: 6, [-2, -22, -19, -16]),
  ]

  static let worker: [Mark] = [
    .disc(.black, -4, -30, radius: 8), .line(.black, width: 14, [-8, -15, -13, 6]),
    .line(.black, width: 9, [-13, 8, -20, 26, -28, 45]), .line(.black, width: 9, [-12, 8, 0, 24, -2, 45]),
    .line(.black, width: 7, [-6, -16, 6, -2, 16, 4]), .line(.black, width: 5, [-22, -4, 30, 24]),
    .area(.black, round: 2, [10, 44, 30, 20, 50, 44]),
  ]

  static let snowflake: [Mark] = [
    flakeArm, flakeArm.turned(cosine: 0.5, sine: 0.866_025_4),
    flakeArm.turned(cosine: 0.5, sine: -0.866_025_4),
  ].flatMap { $0.placed(0, 15) }

  private static let flakeArm: [Mark] = [
    .line(.black, width: 6, [0, -31, 0, 31]), .line(.black, width: 5, [-9, -29, 0, -18, 9, -29]),
    .line(.black, width: 5, [-9, 29, 0, 18, 9, 29]),
  ]

  static let deer: [Mark] = [
    .area(.black, round: 2, [-16, 0, 2, 6, 20, 12, 27, 18, 24, 26, 10, 21, -12, 13]),
    .line(.black, width: 8, [-14, 4, -22, -14]), .line(.black, width: 8, [-22, -15, -33, -9]),
    .line(.black, width: 4, [-20, -17, -13, -32, -15, -38]), .line(.black, width: 4, [-16, -26, -5, -30]),
    .line(.black, width: 5, [-12, 9, -28, 12, -38, 20]), .line(.black, width: 5, [-8, 12, -22, 26, -38, 32]),
    .line(.black, width: 5, [23, 22, 30, 34, 46, 40]), .line(.black, width: 5, [17, 22, 18, 36, 34, 46]),
  ]
}
