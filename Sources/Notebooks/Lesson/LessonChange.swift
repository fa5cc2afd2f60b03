/// How a lesson differs from what it was when a learner was last in it.
public struct LessonChange: Equatable, Sendable {
  /// The first stop that was not there so.
  public let first: Int
}

extension Lesson.Stop {
  /// What one stops for, in which a lesson's next version is compared: a cell's code, a question, nothing at the end.
  var text: String {
    switch kind {
    case .cell(let cell): cell.source
    case .question(let question): question
    case .end: ""
    }
  }
}

extension SessionRecord {
  /// Goes on with the lesson as its file is now: what was done is brought to where its stop is now.
  ///
  /// All of it stays done. What was run at a stop that has changed counts as the learner's own cell beside the new one.
  ///
  /// - Returns: Nil where cells and questions are as they were, or where no visit has noted them.
  public mutating func adopt(_ lesson: Lesson) -> LessonChange? {
    let texts = lesson.stops.map(\.text)
    let before = stops ?? texts
    stops = texts
    guard before != texts else { return nil }
    let (isGone, isNew) = Self.changes(from: before, to: texts)
    // In both versions the stops that stay are the same ones, in the same order.
    var staying = texts.indices.filter { !isNew[$0] }[...]
    var places: [Int] = []
    for stop in before.indices {
      if isGone[stop] {
        places.append(min((places.last ?? -1) + 1, staying.first ?? texts.count - 1))
      } else {
        places.append(staying.popFirst() ?? texts.count - 1)
      }
    }
    func place(_ stop: Int) -> Int { places.indices.contains(stop) ? places[stop] : texts.count - 1 }
    entries = entries.compactMap { entry in
      guard isGone.indices.contains(entry.stop), isGone[entry.stop] else {
        return entry.moved(to: place(entry.stop))
      }
      return entry.kind == .skip
        ? nil : entry.moved(to: place(entry.stop), as: entry.kind == .cell ? .ownCell : entry.kind)
    }
    position = place(position)
    draft = draft.flatMap { draft in
      guard !isGone.indices.contains(draft.stop) || isGone[draft.stop] else {
        return draft.moved(to: position)
      }
      return draft.kind == .answer ? nil : draft.moved(to: position, as: .ownCell)
    }
    let same = zip(before, texts).prefix { $0 == $1 }.count
    return LessonChange(first: min(same, texts.count - 1))
  }

  /// Which stops are gone, and which ones are new.
  private static func changes(from before: [String], to texts: [String]) -> (gone: [Bool], new: [Bool]) {
    let same = zip(before, texts).prefix { $0 == $1 }.count
    let rest = min(before.count, texts.count) - same
    let sameEnd = zip(before.reversed(), texts.reversed()).prefix(rest).prefix { $0 == $1 }.count
    let (old, new) = (same..<before.count - sameEnd, same..<texts.count - sameEnd)
    var isGone = before.indices.map(old.contains)
    var isNew = texts.indices.map(new.contains)
    // The exact comparison takes the square of what differs, in time and memory. A lesson that is another one from so
    // many stops on is as well taken for one.
    guard old.count + new.count <= 4_000 else { return (isGone, isNew) }
    for stop in old { isGone[stop] = false }
    for stop in new { isNew[stop] = false }
    for change in texts[new].difference(from: before[old]) {
      switch change {
      case .remove(let offset, _, _): isGone[old.lowerBound + offset] = true
      case .insert(let offset, _, _): isNew[new.lowerBound + offset] = true
      }
    }
    return (isGone, isNew)
  }
}

extension SessionRecord.Entry {
  fileprivate func moved(to stop: Int, as kind: Kind? = nil) -> Self {
    var entry = Self(stop: stop, kind: kind ?? self.kind, text: text)
    (entry.failed, entry.interrupts) = (failed, interrupts)
    return entry
  }
}
