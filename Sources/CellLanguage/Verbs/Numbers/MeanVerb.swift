import Core

/// `mean [0.91, 0.93, 0.95]`
enum MeanVerb: StatisticVerb {
  static let declaration = Declaration(
    name: "mean",
    summary: "the mean of all numbers",
    discussion: """
      Of a comparison it is the share that was true. `images.mean` is the same as `mean images`.
      """,
    parameters: [data],
    example: "mean [0.91, 0.93, 0.95]")

  static let statistic = Statistic.mean
}
