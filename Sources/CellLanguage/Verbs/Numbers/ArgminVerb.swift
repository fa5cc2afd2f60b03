import Core

/// `argmin [3, 1, 2]`
enum ArgminVerb: StatisticVerb {
  static let declaration = Declaration(
    name: "argmin",
    summary: "the place of the least number, from 0",
    discussion: """
      Of an array of rows, such as predict gives, it is that of each row. Of equal numbers it is the first.
      """,
    parameters: [data],
    example: "argmin [3, 1, 2]")

  static let statistic = Statistic.argmin
}
