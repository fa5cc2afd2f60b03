/// The candidate that differs from `name` by the fewest letters inserted, deleted or replaced (Levenshtein's
/// distance), or nil where even that one differs in more than a third of its letters.
func nearestName(to name: String, among candidates: [String]) -> String? {
  let distances = candidates.map { (name: $0, distance: editDistance(Array(name.lowercased()), Array($0))) }
  guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
  return best.distance <= max(2, best.name.count / 3) ? best.name : nil
}

private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var row = Array(0...b.count)
  for (i, letter) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, other) in b.enumerated() {
      let replaced = diagonal + (letter == other ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[b.count]
}
