import NeuralNetwork

extension DataSource {
  /// What is held of an archive's files before they are worked on: a number of files, and of bytes.
  private static let blockCount = 512
  private static let blockBytes = 64 << 20

  /// Calls `transform` with each of `files` and up to `limit` of its bytes, on all threads.
  /// - Returns: the results in the order of `files`, whatever order and thread they were made in.
  /// - Throws: ``DatasetError`` where an archive is damaged, ``Work/Cancelled``; what goes wrong with a single file is its result.
  func map<Value: Sendable>(
    _ files: [DataFile], limit: Int = .max, _ transform: @Sendable (DataFile, [UInt8]) throws -> Value
  ) throws -> [Result<Value, any Error>] {
    guard kind == .archive else {
      var results: [Result<Value, any Error>] = []
      results.reserveCapacity(files.count)
      try Work.inBlocks(of: Self.blockCount, files.count) { block in
        results += inParallel(block.count) { k in
          let file = files[block.lowerBound + k]
          return Result { try transform(file, open(file).bytes(limit)) }
        }
      }
      return results
    }
    // A table may name an image twice, and an archive may hold two files of one name; each name is read once.
    var places: [String: [Int]] = [:]
    for (k, file) in files.enumerated() { places[file.name, default: []].append(k) }
    let once = files.enumerated().filter { places[$1.name]?.first == $0 }.map(\.element)

    var results = [Result<Value, any Error>?](repeating: nil, count: files.count)
    var block: [(file: DataFile, bytes: Result<[UInt8], any Error>)] = []
    var held = 0
    var done = 0
    func finishBlock() throws {
      let made = inParallel(block.count) { k in
        Result { try transform(block[k].file, block[k].bytes.get()) }
      }
      for (entry, result) in zip(block, made) {
        for k in places[entry.file.name] ?? [] { results[k] = result }
      }
      done += block.count
      block = []
      held = 0
      try Work.report(done, of: once.count)
    }
    try read(once) { file, stream in
      let bytes = Result { try stream.bytes(limit) }
      block.append((file, bytes))
      held += (try? bytes.get().count) ?? 0
      if block.count >= Self.blockCount || held >= Self.blockBytes { try finishBlock() }
    }
    try finishBlock()
    return results.enumerated().map { k, result in
      result ?? .failure(DatasetError("\(files[k].path) was not found when the archive was read"))
    }
  }
}

extension DataStream {
  /// No image file is larger: 64 megapixels of three channels as text.
  private static let greatestImageFile = 1 << 30

  fileprivate func bytes(_ limit: Int) throws -> [UInt8] {
    limit == .max ? try readAll(limit: Self.greatestImageFile) : try read(limit)
  }
}

/// `body` of each number in 0..<count, on all threads.
private func inParallel<Value>(_ count: Int, _ body: (Int) -> Value) -> [Value] {
  [Value](unsafeUninitializedCapacity: count) { slots, filled in
    // Each call writes its own slot and nothing else.
    nonisolated(unsafe) let slots = slots
    withoutActuallyEscaping(body) { body in
      nonisolated(unsafe) let body = body
      ParallelLoop.forEach(count, piece: 16) { slots.initializeElement(at: $0, to: body($0)) }
    }
    filled = count
  }
}
