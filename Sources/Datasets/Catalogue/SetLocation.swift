extension DataCatalogue {
  /// The folder, archive or file of a known set in the first place that has one, damaged or not; nil where none does,
  /// and for a built-in set.
  public static func location(of set: KnownDataset, in search: DataSearch) -> String? {
    for place in search.places(for: set.name, isKnown: true, otherNames: set.otherNames) {
      if let found = try? DatasetReaders.find(place, names: set.names, as: set.readers) {
        // Of a folder that holds one archive, that is what was found.
        let archives = found.source.archives.filter(\.isWithinFolder)
        return archives.count == 1 ? archives[0].file.path : found.source.path
      }
    }
    return nil
  }
}
