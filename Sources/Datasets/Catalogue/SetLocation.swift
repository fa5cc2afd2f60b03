extension DataCatalogue {
  /// The folder, archive or file of a known set in the first place that has one, damaged or not; nil where none does,
  /// and for a built-in set.
  public static func location(of set: KnownDataset, in search: DataSearch) -> String? {
    for place in search.places(for: set.name, isKnown: true) {
      if let found = try? DatasetReaders.find(place, name: set.name, as: set.readers) {
        return found.source.path
      }
    }
    return nil
  }
}
