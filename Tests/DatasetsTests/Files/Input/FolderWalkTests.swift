import Foundation
import Testing

@testable import Datasets

/// Folders with links in them.
struct FolderWalkTests {
  private let trial: ReaderTrial

  init() throws { trial = try ReaderTrial() }

  private func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: trial.folder.path + "/" + name, withDestinationPath: target)
  }

  @Test func linksToFoldersAreFollowed() throws {
    try trial.write(images: ["real/cat/1.png", "real/dog/2.png", "zebras/3.png", "mixed/cat/4.png"])
    try FileManager.default.createDirectory(
      atPath: trial.folder.path + "/split", withIntermediateDirectories: true)
    try link("pets", to: "real")
    try link("mixed/zebra", to: "../zebras")
    try link("split/train", to: "../real")
    try link("split/test", to: "../real")
    #expect(try trial.load("pets").train?.labels.classNames == ["cat", "dog"])
    let search = DataSearch(dataOptions: [trial.folder.path], environment: [:], systemFolders: [])
    #expect(try DataCatalogue.load("pets", seed: 0, search: search).train?.count == 2)
    #expect(try trial.load("mixed").train?.labels.classNames == ["cat", "zebra"])
    #expect(try trial.load("split").splits.named.map(\.name) == [.train, .test])
  }

  @Test func linksThatLeadNowhereOrInACircleAreNamed() throws {
    try trial.write(images: ["s/cat/1.png", "s/dog/2.png"])
    try link("s/fox", to: "nowhere")
    try link("s/dog/around", to: "../../s")
    try link("s/itself", to: "itself")
    let line =
      "passed over: dog/around (a link back to a folder around it), fox (a link that leads nowhere), "
      + "itself (a link in a circle)"
    #expect(try trial.load("s").notes == [line])
  }

  @Test func linksThatMultiplyFoldersAreBounded() throws {
    // Each folder holds two links to the next one: 2^30 paths.
    for k in 0..<30 {
      try FileManager.default.createDirectory(
        atPath: trial.folder.path + "/s/\(k)", withIntermediateDirectories: true)
      try link("s/\(k)/a", to: "../\(k + 1)")
      try link("s/\(k)/b", to: "../\(k + 1)")
    }
    #expect(trial.message("s").hasSuffix(" folders; name the folder of one data set"))
  }
}
