import Core

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
    var results = [Result<Value, any Error>?](repeating: nil, count: files.count)
    let plain = files.indices.filter { files[$0].packed == nil }
    if !plain.isEmpty {
      try Work.inBlocks(of: Self.blockCount, plain.count) { block in
        let made = inParallel(block.count) { k in
          let file = files[plain[block.lowerBound + k]]
          return Result { try transform(file, open(file).bytes(limit)) }
        }
        for (k, result) in zip(block, made) { results[plain[k]] = result }
      }
    }
    try mapPacked(files, limit, transform, into: &results)
    return results.enumerated().map { k, result in
      result ?? .failure(DatasetError("\(files[k].path) was not found when the archive was read"))
    }
  }

  /// The part of ``map(_:limit:_:)`` for files in archives, which are read by one thread.
  private func mapPacked<Value: Sendable>(
    _ files: [DataFile], _ limit: Int, _ transform: @Sendable (DataFile, [UInt8]) throws -> Value,
    into results: inout [Result<Value, any Error>?]
  ) throws {
    // A table may name an image twice; each is read once.
    var places: [String: [Int]] = [:]
    for (k, file) in files.enumerated() where file.packed != nil { places[file.name, default: []].append(k) }
    let once = files.enumerated().filter { places[$1.name]?.first == $0 }.map(\.element)
    guard !once.isEmpty else { return }

    var block: [(file: DataFile, bytes: Result<[UInt8], any Error>)] = []
    var held = 0
    var done = 0
    var all = results
    func finishBlock() throws {
      let made = inParallel(block.count) { k in
        Result { try transform(block[k].file, block[k].bytes.get()) }
      }
      for (entry, result) in zip(block, made) {
        for k in places[entry.file.name] ?? [] { all[k] = result }
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
    results = all
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
      WorkerPool.forEach(count, piece: 16) { slots.initializeElement(at: $0, to: body($0)) }
    }
    filled = count
  }
}
