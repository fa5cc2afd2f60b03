import Core

/// `std [0.91, 0.93, 0.95]`
enum StdVerb: StatisticVerb {
  static let declaration = Declaration(
    name: "std",
    summary: "the standard deviation of all numbers",
    discussion: """
      The root of the mean square of their distances from the mean, as NumPy computes it.
      """,
    parameters: [data],
    example: "std [0.91, 0.93, 0.95]")

  static let statistic = Statistic.std
}
