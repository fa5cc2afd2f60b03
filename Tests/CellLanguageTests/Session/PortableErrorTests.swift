import CellLanguage
import Datasets
import Foundation
import TestSupport
import Testing

/// What goes wrong with data says the same on every machine; the paths of this one are beside it, for the terminal.
@Suite struct PortableErrorTests {
  private func failure(_ cell: String, data: [String] = [], environment: [String: String] = [:])
    -> Diagnostic?
  {
    let session = Session(
      Session.Settings(search: DataSearch(dataOptions: data, environment: environment)))
    do throws(Diagnostic) {
      try session.run(cell, for: Trial())
      return nil
    } catch { return error }
  }

  @Test func aMissingDataSetIsMissingInTheSameWordsEverywhere() throws {
    let cell = "load mnist"
    try withTemporaryFolder { folder in
      let here = try #require(failure(cell, data: [folder], environment: ["HOME": "/home/ada"]))
      let there = try #require(
        failure(cell, environment: ["CONVBOOK_DATA": "/none/such", "XDG_CACHE_HOME": "/none/cache"]))
      let text = here.rendered(source: cell, cell: 1)
      #expect(text == there.rendered(source: cell, cell: 1))
      #expect(text.contains("the folders that --data and $CONVBOOK_DATA name"))
      #expect(text.contains("~/.cache/convbook/mnist"))
      #expect(here.aside?.contains("\(folder)/mnist is not there") == true)
      #expect(there.aside?.contains("/none/cache/convbook/mnist is not there") == true)
    }
  }

  @Test func aDamagedDataSetIsNamedAsTheCellNamesIt() throws {
    try withTemporaryFolder { folder in
      let set = folder + "/mnist"
      try FileManager.default.createDirectory(atPath: set, withIntermediateDirectories: false)
      for name in ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"] {
        try Data([0, 0, 8, name.contains("images") ? 3 : 1, 0, 0, 0, 9]).write(
          to: URL(fileURLWithPath: "\(set)/\(name)"))
      }
      for cell in ["load mnist", "load \"mnist\""] {
        let error = try #require(failure(cell, environment: ["CONVBOOK_DATA": folder]))
        let text = error.rendered(source: cell, cell: 1)
        #expect(!text.contains(folder))
        #expect(text.contains("mnist/"))
        #expect(error.aside == "mnist is \(set)")
      }
      // A path that the cell itself gives is the same everywhere.
      let typed = try #require(failure("load \"\(set)\""))
      #expect(typed.message.contains(set) && typed.aside == nil)
    }
  }
}
