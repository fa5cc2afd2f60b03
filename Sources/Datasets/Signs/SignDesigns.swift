/// What is painted on each sign: a shape and a pictogram.
enum SignDesigns {
  /// The designs by class number (see ``TrafficSignNames``), and after them the supplementary plate.
  static let all: [[Mark]] = classes + [SignShapes.plate]
  static let plate = classes.count

  private static let classes: [[Mark]] = [
    limit("20"), limit("30"), limit("50"), limit("60"), limit("70"), limit("80"),
    SignShapes.end + SignLettering.write("80", .gray, height: 78) + SignShapes.crossedOut,
    limit("100"), limit("120"),
    SignShapes.prohibition + Pictograms.passing,
    SignShapes.prohibition + Pictograms.truckPassing,
    danger(Pictograms.rightOfWay),
    SignShapes.diamond,
    danger([]).map { $0.moved { SIMD2($0.x, -$0.y) } },
    SignShapes.octagon + SignLettering.write("STOP", .white, height: 66, narrow: 0.86),
    SignShapes.prohibition,
    SignShapes.prohibition + Pictograms.truck,
    SignShapes.noEntry,
    danger(Pictograms.exclamation),
    danger(Pictograms.curveLeft),
    danger(Pictograms.curveLeft.mirrored),
    danger(Pictograms.doubleCurve),
    danger(Pictograms.bumps),
    danger(Pictograms.slippery),
    danger(Pictograms.narrowing),
    danger(Pictograms.worker),
    danger(Pictograms.lights),
    danger(Pictograms.walker),
    danger(Pictograms.children),
    danger(Pictograms.bicycle),
    danger(Pictograms.snowflake),
    danger(Pictograms.deer),
    SignShapes.end + SignShapes.crossedOut,
    SignShapes.mandatory + Pictograms.turnRight,
    SignShapes.mandatory + Pictograms.turnRight.mirrored,
    SignShapes.mandatory + Pictograms.ahead,
    SignShapes.mandatory + Pictograms.aheadOrRight,
    SignShapes.mandatory + Pictograms.aheadOrRight.mirrored,
    SignShapes.mandatory + Pictograms.keepRight,
    SignShapes.mandatory + Pictograms.keepRight.mirrored,
    SignShapes.mandatory + Pictograms.roundabout,
    SignShapes.end + Pictograms.passing.painted(.gray) + SignShapes.crossedOut,
    SignShapes.end + Pictograms.truckPassing.painted(.gray) + SignShapes.crossedOut,
  ]

  /// A triangle with its pictogram, enlarged to fill the square.
  private static func danger(_ pictogram: [Mark]) -> [Mark] {
    (SignShapes.warning + pictogram).placed(0, 6, scale: 1.2)
  }

  private static func limit(_ number: String) -> [Mark] {
    let isLong = number.count > 2
    return SignShapes.prohibition
      + SignLettering.write(number, .black, height: isLong ? 72 : 78, narrow: isLong ? 0.74 : 0.92)
  }
}
