/// The name that was probably meant by `word`, or nil where none is near.
///
/// Near is a name that `word` begins (two letters or more), or that a few slips of the fingers turn into
/// it: one for a short word, up to three for a long one. Upper and lower case are the same; the first of
/// several equally near names is taken.
public func nearestName(to word: String, in names: [String]) -> String? {
  let word = Array(word.lowercased())
  let slips = word.count < 3 ? 0 : min(3, max(1, word.count / 3))
  var nearest: (name: String, distance: Int)?
  for name in names {
    let letters = Array(name.lowercased())
    let distance: Int
    if letters == word {
      distance = 0
    } else if word.count >= 2, letters.starts(with: word) {
      distance = 1
    } else if abs(letters.count - word.count) <= slips {
      distance = editDistance(word, letters)
      if distance > slips { continue }
    } else {
      continue
    }
    if distance < nearest?.distance ?? Int.max { nearest = (name, distance) }
  }
  return nearest?.name
}

/// How many letters must be inserted, deleted, replaced or swapped with their neighbour to turn one word into the
/// other: the restricted Damerau-Levenshtein distance (Damerau, "A technique for computer detection and
/// correction of spelling errors", CACM 7(3), 1964).
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
      row.append(cost)
    }
    beforeLast = last
    last = row
  }
  return last[b.count]
}
