import Core
import Foundation
import NeuralNetwork

/// What the verbs that write and read models share.
extension Session {
  /// The format that a file's name stands for. - Throws: where its ending is none of these.
  static func checkpointFormat(of name: String) throws(CellError) -> CheckpointFormat {
    guard let format = CheckpointFormat(fileName: name) else {
      throw CellError("the name '\(name)' must end in \(CheckpointFormat.endings)")
    }
    return format
  }

  /// Writes a model, or its weights, as the file's name says, for a callback.
  func save(_ model: Model, as name: String) throws(ModelError) {
    try forModel { _ = try files.write(model.saved(as: Self.checkpointFormat(of: name)), to: name) }
  }

  /// Writes a table, for a callback.
  func write(_ text: String, as name: String) throws(ModelError) {
    try forModel { _ = try files.write(Array(text.utf8), to: name) }
  }

  /// Does what a model asks for, which knows errors of its own kind alone.
  private func forModel<Result>(_ body: () throws -> Result) throws(ModelError) -> Result {
    do { return try body() } catch { throw ModelError(CellError(error).message) }
  }

  /// Where a fit is kept after each of its epochs: a file of its own, which the same cell of the same notebook finds again.
  /// - Parameters:
  ///   - seed: the fit's, which no other fit of a session has.
  ///   - identity: what the fit depends on that the engine does not see.
  func backup(seed: UInt64, identity: String) -> FitBackup {
    let name = "fit-\(String(seed, radix: 16)).backup"
    return FitBackup(identity: identity) { () throws(ModelError) in
      guard self.files.contains(name) else { return nil }
      return try self.forModel { try self.files.read(name, limit: 1 << 31).bytes }
    } write: { bytes throws(ModelError) in
      try self.forModel { _ = try self.files.write(bytes, to: name) }
    } remove: {
      self.files.remove(name)
    }
  }

  /// Opens the file of a model that a parameter names: one of this notebook's own, or else the one at that path, or in a folder
  /// of `--data`.
  /// - Returns: the file, and where it was found.
  func openCheckpoint(_ name: String, parameter: any Declared) throws -> (file: CheckpointFile, path: String)
  {
    let limit = 1 << 31
    if files.contains(name) {
      do {
        let (bytes, path) = try files.read(name, limit: limit)
        return (try CheckpointFile(bytes, name: name), path)
      } catch { throw CellError(error, parameter: parameter) }
    }
    let path = (name as NSString).expandingTildeInPath
    let places = [path] + search.namedFolders.map { ($0 as NSString).appendingPathComponent(name) }
    guard let place = places.first(where: FileManager.default.fileExists) else {
      throw CellError(
        "there is no file '\(name)', neither among this notebook's own nor at that path", parameter: parameter
      )
    }
    var info = stat()
    guard stat(place, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
      throw CellError("'\(name)' is not a file", parameter: parameter)
    }
    let bytes: [UInt8]
    do { bytes = try InputFile.read(place, limit: limit) } catch {
      throw CellError("cannot read '\(name)': \(error.reason)", parameter: parameter)
    }
    do { return (try CheckpointFile(bytes, name: name), place) } catch {
      throw CellError(error, parameter: parameter)
    }
  }
}
