import Foundation

// Tries to break the program that `CONVBOOK` names, as bad luck and strangers do, and counts what came of it:
// `campaign [SHARE [SEED [KIND...]]]`. See Tests/Campaigns/run.

signal(SIGPIPE, SIG_IGN)
let words = Array(CommandLine.arguments.dropFirst())
let share = words.first.flatMap(Double.init) ?? 100
let seed = words.dropFirst().first.flatMap { UInt64($0) } ?? 1
let chosen = words.dropFirst(2)

let kinds: [any Kind] = [
  KilledRuns(), KilledCheckpoints(), KilledGenerations(), KilledPrompts(), KilledSteps(), KilledGradings(),
  FailingDisks(), ClosedDescriptors(),
  MutatedNotebooks(), MutatedCheckpoints(), MutatedStepStates(), MutatedJournals(), MutatedHistories(),
  MutatedSubmissions(),
  ResizedWindows(), HostileNames(),
]
if let unknown = chosen.first(where: { name in !kinds.contains { $0.name == name } }) {
  say("unknown kind '\(unknown)'; there are: \(kinds.map(\.name).joined(separator: ", "))")
  exit(2)
}

var lost = 0
var tried = 0
for kind in kinds where chosen.isEmpty || chosen.contains(kind.name) {
  do {
    let tally = try Campaign.run(kind, share: share, seed: seed)
    tried += tally.tried
    lost += tally.lost
  } catch {
    say("\(kind.name): could not be tried: \(error)")
    lost += 1
  }
}
say("\(tried) tried, \(tried - lost) survived, \(lost) lost")
exit(lost == 0 ? 0 : 1)
