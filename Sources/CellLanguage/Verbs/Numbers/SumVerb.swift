import Core

/// `sum [1, 2, 3]`
enum SumVerb: StatisticVerb {
  static let declaration = Declaration(
    name: "sum",
    summary: "adds all numbers up",
    discussion: """
      Of flags, such as a comparison of lists gives, it is how many are true.
      """,
    parameters: [data],
    example: "sum [1, 2, 3]")

  static let statistic = Statistic.sum
}
