/// Numerals and letters in the manner of DIN 1451, the type of German road signs: lines with rounded corners.
enum SignLettering {
  /// The marks of a word, as wide as they come.
  /// - Parameters:
  ///   - height: of the letters, in units of the sign.
  ///   - narrow: the width relative to that of the type.
  static func write(_ word: String, _ pigment: Pigment, height: Float, narrow: Float = 1) -> [Mark] {
    let scale = height / 100
    let advance = 66 * narrow * scale
    let start = -advance * Float(word.count - 1) / 2
    return word.enumerated().flatMap { i, letter in
      marks(of: letter).painted(pigment).placed(start + Float(i) * advance, 0, scale: scale, narrow: narrow)
    }
  }

  /// A letter's middle is at 0, its lines' middles reach from -42 to 42 in height.
  private static func marks(of letter: Character) -> [Mark] {
    switch letter {
    case "0", "O": [ring(22, [-20, -42, 20, -42, 20, 42, -20, 42])]
    case "1": [line([-16, -24, 5, -42, 5, 42])]
    case "2": [curve(18, [-20, -22, -20, -42, 20, -42, 20, -10, -21, 42]), line([-21, 42, 22, 42])]
    case "3":
      [
        curve(18, [-19, -26, -19, -42, 19, -42, 19, -4, -4, -4]),
        curve(18, [-4, -4, 21, -4, 21, 42, -21, 42, -21, 22]),
      ]
    case "5":
      [
        line([18, -42, -16, -42, -19, -6]), curve(18, [-19, -6, -6, -14, 21, -14, 21, 42, -21, 42, -21, 24]),
      ]
    case "6": [ring(20, [-20, -8, 20, -8, 20, 42, -20, 42]), curve(30, [-20, 20, -20, -16, 10, -44])]
    case "7": [line([-21, -42, 21, -42, -8, 42])]
    case "8":
      [ring(18, [-18, -42, 18, -42, 18, -4, -18, -4]), ring(20, [-21, -4, 21, -4, 21, 42, -21, 42])]
    case "P": [line([-18, -42, -18, 42]), curve(18, [-18, -42, 21, -42, 21, 4, -18, 4])]
    case "S": [curve(18, [20, -24, 20, -42, -20, -42, -20, -2, 20, -2, 20, 42, -20, 42, -20, 24])]
    case "T": [line([-24, -42, 24, -42]), line([0, -42, 0, 42])]
    default: []
    }
  }

  private static let pen: Float = 16
  private static func line(_ points: [Float]) -> Mark { .line(.black, width: pen, points) }
  private static func curve(_ bend: Float, _ points: [Float]) -> Mark {
    .curve(.black, width: pen, bend: bend, points)
  }
  private static func ring(_ bend: Float, _ points: [Float]) -> Mark {
    .ring(.black, width: pen, bend: bend, points)
  }
}
