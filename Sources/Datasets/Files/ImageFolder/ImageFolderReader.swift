import Core

/// Reads image files in folders or an archive, and single ones.
///
/// Gray and colour images together become colour. Another size is made by bilinear interpolation over all pixels
/// that come together (see ``Resize``), the aspect ratio not kept, as Keras's `image_dataset_from_directory` does.
struct ImageFolderReader: DatasetReader {
  let format =
    "\(ImageFormat.names) images in a folder for each class, with GTSRB's tables, or without classes"
  let options: Set<LoadOptions.Name> = [
    .size, .skipsBroken, .label, .labels, .classOrder, .classFolder,
  ]
  let readsInnerFolders = true

  /// How many of the images that were left out are named.
  private static let namedFailures = 5

  func recognises(_ source: DataSource) -> Bool {
    // Where two readings are possible, reading asks.
    do { return try ImageFolderLayout(of: source) != nil } catch { return true }
  }

  func read(_ source: DataSource, name: String, classNames: [String]?, options: LoadOptions) throws -> Dataset
  {
    guard
      var layout = try ImageFolderLayout(
        of: source, classFolder: options.classFolder, order: options.classOrder)
    else {
      throw DatasetError("\(source.path) holds no \(ImageFormat.names) images")
    }
    let missing = try layout.readTables(of: source, options: options)
    let filed = layout.splits.values.flatMap(\.self)
    if filed.isEmpty, let error = missing.first { throw error }
    let stack = try ImageStack(filed.map(\.file), of: source, size: extent(options))
    let errors = missing + stack.failures.map(\.error)
    if !options.skipsBroken { try check(errors, of: filed.count + missing.count) }

    let names = classNames ?? (layout.isOfTrafficSigns ? TrafficSignNames.all : nil)
    let empty = layout.filing == .folders ? ClassNumbering.sorted(layout.emptyClasses) : []
    let numbering = ClassNumbering(
      Set(filed.compactMap(\.category) + empty), knownNames: names, order: options.classOrder)
    if let classNames, numbering.names != classNames {
      throw DatasetError(
        "\(source.path) holds \(layout.filing.rawValue), \(numbering.names.count) of them; \(name) has "
          + "\(classNames.count) classes, in folders named 0 to \(classNames.count - 1)")
    }
    var start = 0
    let splits = Splits { split -> SplitContent? in
      let end = start + (layout.splits[split]?.count ?? 0)
      let places = (start..<end).filter(stack.has)
      start = end
      guard !places.isEmpty else { return nil }
      let classes = places.compactMap { filed[$0].category.map { numbering[$0] } }
      return SplitContent(
        images: Tensor(
          shape: [places.count, stack.size.height, stack.size.width, stack.channels],
          bytes: stack.pixels(places)),
        classes: classes.isEmpty ? nil : classes, imagesPath: source.path, labelsPath: source.path)
    }
    return try Dataset(
      name: name, splits, classNames: numbering.names,
      origin: origin(layout, stack, missing.count, isSized: options.size != nil),
      location: source.path,
      notes: layout.notes + notes(layout, numbering, empty)
    ).orderedByKeras(layout.filing == .folders ? numbering.kerasOrder : nil)
  }

  /// What is to be said of the classes.
  private func notes(_ layout: ImageFolderLayout, _ numbering: ClassNumbering, _ empty: [String]) -> [String]
  {
    guard layout.filing == .folders else { return [] }
    var notes: [String] = []
    if !empty.isEmpty {
      let named = empty.prefix(Self.namedFailures).joined(separator: ", ")
      let more = empty.count - Self.namedFailures
      notes.append(
        "folders without images, classes all the same: \(named)" + (more > 0 ? " and \(more) more" : ""))
    }
    if let order = numbering.kerasOrder {
      notes.append(
        "the folders' numbers are the classes; Keras counts the folders in the order \(Labels.shown(order)) "
          + "(class_order=keras)")
    }
    return notes
  }

  private func extent(_ options: LoadOptions) throws -> ImageExtent? {
    guard var size = options.size else { return nil }
    if size.count == 1 { size = [size[0], size[0]] }
    guard size.count == 2 else {
      throw DatasetError("size=\(size.crossDescription): expected HEIGHTxWIDTH", subject: "size")
    }
    let resize = try Resize(height: size[0], width: size[1])
    return ImageExtent(height: resize.height, width: resize.width)
  }

  private func check(_ errors: [DatasetError], of count: Int) throws {
    guard let first = errors.first else { return }
    throw DatasetError(
      "\(first)\n\(errors.count) of \(count) images cannot be read; skip_broken=true leaves them out")
  }

  /// What was read and what was done to it, the same on every machine.
  private func origin(_ layout: ImageFolderLayout, _ stack: ImageStack, _ missing: Int, isSized: Bool)
    -> String
  {
    var parts = [layout.filing.rawValue]
    let (least, greatest) = (stack.found.lowerBound, stack.found.upperBound)
    if least != greatest || least != stack.size {
      let sizes = least == greatest ? "\(least)" : "from \(least) to \(greatest)"
      let hint = !isSized ? " (size=HEIGHTxWIDTH chooses another)" : ""
      parts.append("\(sizes) pixels resized to \(stack.size)\(hint)")
    }
    if !stack.failures.isEmpty {
      let named = stack.failures.prefix(Self.namedFailures).map(\.file.name).joined(separator: ", ")
      let more = stack.failures.count - Self.namedFailures
      parts.append(
        "\(stack.failures.count) broken left out: \(named)" + (more > 0 ? " and \(more) more" : ""))
    }
    if missing > 0 { parts.append("\(missing) that the tables name are not there") }
    return parts.joined(separator: ", ")
  }
}
