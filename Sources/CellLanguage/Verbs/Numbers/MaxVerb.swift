import Core

/// `max [3, 1, 2]`
enum MaxVerb: StatisticVerb {
  static let declaration = Declaration(
    name: "max",
    summary: "the greatest of all numbers",
    parameters: [data],
    example: "max [3, 1, 2]")

  static let statistic = Statistic.max
}
