/// When a growing transcript is written anew.
///
/// A short one after each thing that somebody does, to be looked at beside the lesson. A long one takes its time, and of
/// a walk of thousands of cells thousands of long ones would be written: it waits until the last writing is a tenth of
/// the time since, or until it lacks a tenth of all. What it lacks is noted elsewhere, and the last one is always written.
struct TranscriptWriting {
  private let clock = ContinuousClock()
  private var lastEnd = ContinuousClock.now
  private var lastTime = Duration.zero
  private var size = 0
  /// How many things were done since the transcript was written.
  private var lacking = 0
  private var count = 0
  private(set) var hasWritten = false
  /// Why the last attempt failed.
  private(set) var failure: (any Error)?

  /// How many bytes a transcript has that is written after each thing done.
  private let short: Int

  /// - Parameter isWatched: whether a person walks, and not a file or pipe.
  init(isWatched: Bool) { short = isWatched ? 1 << 16 : 0 }

  /// - Parameters:
  ///   - isLast: whether it is written in any case.
  ///   - charts: writes what belongs to it.
  ///   - transcript: writes it, and gives its size in bytes.
  mutating func write(isLast: Bool, charts: () throws -> Void, transcript: () throws -> Int) {
    count += 1
    lacking += 1
    do {
      try charts()
      let start = clock.now
      guard isLast || size < short || lacking * 10 > count || start - lastEnd > lastTime * 10 else { return }
      // A disk that is full is not tried again at once.
      defer { (lastEnd, lastTime) = (clock.now, clock.now - start) }
      size = try transcript()
      (lacking, hasWritten, failure) = (0, true, nil)
    } catch {
      // The last one is complained of by whoever asks for it.
      if failure == nil, !isLast { complain("\(error)") }
      failure = error
    }
  }
}
