import Foundation

/// The folders in which data sets are looked for, in order.
public struct DataSearch: Sendable {
  /// Folders that the learner named, with `--data` and then in `$CONVBOOK_DATA`. Each may hold sets in
  /// folders of their own, or be one set's folder itself.
  public let namedFolders: [String]
  /// The user's cache and the system's folders, which hold each set in a folder of its own.
  public let sharedFolders: [String]
  /// Those of them that are the same on every machine.
  let systemFolders: [String]
  /// The user's own one of them, into which sets are downloaded; nil for a user without a home.
  public let cacheFolder: String?

  /// - Parameters:
  ///   - dataOptions: the values of `--data`, in order.
  ///   - environment: gives `CONVBOOK_DATA` (folders separated by `:`), `XDG_CACHE_HOME` and `HOME`.
  ///   - systemFolders: where systems install data sets.
  public init(
    dataOptions: [String] = [], environment: [String: String] = ProcessInfo.processInfo.environment,
    systemFolders: [String] = ["/usr/share/datasets"]
  ) {
    let fromEnvironment = (environment["CONVBOOK_DATA"] ?? "").split(separator: ":").map(String.init)
    namedFolders = dataOptions + fromEnvironment
    // The XDG base directory specification: a relative path is ignored.
    let caches: String? =
      if let xdg = environment["XDG_CACHE_HOME"], xdg.hasPrefix("/") {
        xdg
      } else {
        environment["HOME"].map { $0.appendingPath(".cache") }
      }
    cacheFolder = caches.map { $0.appendingPath("convbook") }
    self.systemFolders = systemFolders
    sharedFolders = [cacheFolder].compactMap { $0 } + systemFolders
  }

  /// Every place where a set may be, in the order to look.
  /// - Parameters:
  ///   - name: the set's name, which is also that of its folder.
  ///   - isKnown: whether it is a known set. A folder that the learner named may hold such a set directly;
  ///     for any other name only a folder of that name is meant.
  ///   - otherNames: what else the set's folder may be called. Such a place counts only where it is there.
  func places(for name: String, isKnown: Bool, otherNames: [String] = []) -> [String] {
    func named(_ folder: String) -> [String] {
      let others = otherNames.map { folder.appendingPath($0) }
      return [folder.appendingPath(name)] + others.filter { FileManager.default.fileExists(atPath: $0) }
    }
    return namedFolders.flatMap { isKnown ? named($0) + [$0] : named($0) } + sharedFolders.flatMap(named)
  }
}

extension String {
  func appendingPath(_ component: String) -> String { (self as NSString).appendingPathComponent(component) }
}
