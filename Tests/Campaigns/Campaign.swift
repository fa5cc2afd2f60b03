import Foundation

/// A kind of bad luck or ill will, and how often it is tried.
protocol Kind: Sendable {
  var name: String { get }
  /// How often it is tried in a whole campaign.
  var count: Int { get }
  /// Makes once what all trials begin with, in this folder.
  func prepare(_ folder: TemporaryFolder) throws
  /// Tries it once in a folder of its own.
  /// - Returns: what was lost; nil where the program held.
  func attempt(_ index: Int, _ random: inout Chance, prepared: TemporaryFolder, in folder: TemporaryFolder)
    throws
    -> String?
}

extension Kind {
  func prepare(_ folder: TemporaryFolder) throws {}
}

/// What came of a kind.
struct Tally {
  let tried: Int
  let lost: Int
}

enum Campaign {
  static func run(_ kind: any Kind, share: Double, seed: UInt64) throws -> Tally {
    let prepared = try TemporaryFolder()
    let start = Date()
    try kind.prepare(prepared)
    let count = max(1, Int(Double(kind.count) * share / 100))
    let findings = Findings(kind.name)
    DispatchQueue.concurrentPerform(iterations: count) { index in
      // Every trial has numbers of its own, whichever thread it comes to.
      var random = Chance(seed: seed, kind: kind.name, index: index)
      do {
        let folder = try TemporaryFolder()
        if let loss = try kind.attempt(index, &random, prepared: prepared, in: folder) {
          findings.add(loss, index: index, folder: folder)
        }
      } catch { findings.add("\(error)", index: index, folder: nil) }
    }
    let tally = Tally(tried: count, lost: findings.count)
    let seconds = String(format: "%.0f s", Date().timeIntervalSince(start))
    say(
      "\(kind.name): \(tally.tried) tried, \(tally.tried - tally.lost) survived, \(tally.lost) lost (\(seconds))"
    )
    return tally
  }
}

/// What was lost, said once each, and the folder of each for looking into it.
final class Findings: @unchecked Sendable {
  private let kind: String
  private let lock = NSLock()
  private(set) var count = 0

  init(_ kind: String) { self.kind = kind }

  func add(_ loss: String, index: Int, folder: TemporaryFolder?) {
    lock.lock()
    defer { lock.unlock() }
    count += 1
    guard count <= 20 else { return }
    say("  \(kind) \(index): \(loss)")
    guard let folder else { return }
    let place = ".build/campaign/findings"
    try? FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try? FileManager.default.removeItem(atPath: "\(place)/\(kind)-\(index)")
    try? FileManager.default.copyItem(atPath: folder.path, toPath: "\(place)/\(kind)-\(index)")
  }
}

/// Random numbers of a trial, the same for the same seed. Source: SplitMix64, https://prng.di.unimi.it/splitmix64.c
struct Chance: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64, kind: String, index: Int) {
    state = kind.utf8.reduce(seed &* 0x9E37_79B9_7F4A_7C15) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    state = state &+ UInt64(index) &* 0xD134_2543_DE82_EF95
    for _ in 0..<4 { _ = next() }
  }

  mutating func next() -> UInt64 {
    state = state &+ 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<max(1, limit), using: &self) }
}

/// Prints a line at once, whatever standard output is.
func say(_ line: String) {
  print(line)
  fflush(nil)
}
