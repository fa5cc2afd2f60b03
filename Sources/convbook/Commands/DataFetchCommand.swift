import Core
import Datasets
import Foundation
import Prompt

/// `convbook data fetch NAME [DIR]`: downloads a data set to where `load` finds it.
struct DataFetchCommand: Command {
  var name = ""
  /// Nil for the user's cache.
  var folder: String?

  static let declaration = CommandDeclaration<DataFetchCommand>(
    name: "data fetch", summary: "download a data set to where load finds it",
    discussion: """
      It says the licence, tries the publishers' addresses in turn, goes on where an earlier download stopped, and gives a \
      file its name only when its SHA-256 is the published one.
      """,
    parameters: [
      .operand(
        .text("NAME", words: { DataCatalogue.known.filter { $0.download != nil }.map(\.name) }), \.name,
        "a data set"),
      .operand(.folder, "where its folder is made, instead of the cache", isRequired: false) {
        $0.folder = $1
        return true
      },
    ],
    operandAdvice:
      "data fetch takes a data set, and a folder if it is not to be the cache: data fetch mnist",
    example: "convbook data fetch mnist")

  func run() throws -> Int32 {
    let set = try knownSet(name)
    guard let download = set.download else {
      guard !set.isBuiltIn else {
        throw UsageError("\(set.name) is built in: load \(set.name) needs no files")
      }
      throw UsageError(
        (["\(set.name) cannot be downloaded from here:"] + set.howToGet).joined(separator: "\n  "))
    }
    guard let parent = folder ?? DataSearch().cacheFolder else {
      throw UsageError("there is no home folder to put it into; name one: data fetch \(set.name) DIR")
    }
    let place = "\(parent)/\(set.name)"

    Interrupts.install()
    StandardStream.output.writeLine(TerminalText(set.summary))
    StandardStream.output.writeLine("licence: \(download.licence)")
    StandardStream.output.writeLine("\(megabytes(download.size)) into \(place)")
    var line = ProgressLine()
    var file = ""
    do {
      try Work.watched { done, total in
        line.draw(Double(done) / Double(total)) { _ in ["\(megabytes(done)) of \(megabytes(total))", file] }
        return !Interrupts.isRequested
      } _: {
        try download.run(into: place) { event in
          switch event {
          case .began(let name): file = name
          case .done(let name, let size, let isNew):
            line.end()
            let before = isNew ? "" : ", was here already"
            StandardStream.output.writeLine("  \(name): \(megabytes(size)), checksum right\(before)")
          }
        }
      }
    } catch {
      line.clear()
      guard error is Work.Cancelled else { throw error }
      complain("interrupted; what has come is kept, and the same command goes on from there")
      return 130
    }
    let option = folder != nil ? " with --data \(parent)" : ""
    StandardStream.output.writeLine("load \(set.name) finds it\(option)")
    return 0
  }
}

/// A size in bytes as `26.4 MB`, in steps of a thousand.
private func megabytes(_ size: Int) -> String {
  size < 100_000
    ? String(format: "%.1f kB", Double(size) / 1e3) : String(format: "%.1f MB", Double(size) / 1e6)
}
