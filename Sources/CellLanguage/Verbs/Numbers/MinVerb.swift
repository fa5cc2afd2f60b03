import Core

/// `min [3, 1, 2]`
enum MinVerb: StatisticVerb {
  static let declaration = Declaration(
    name: "min",
    summary: "the least of all numbers",
    parameters: [data],
    example: "min [3, 1, 2]")

  static let statistic = Statistic.min
}
