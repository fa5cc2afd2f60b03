import Core

/// The folders of students' pages. A name that may be none, for it would be hidden, cannot be shown, or is another's in
/// smaller letters, is told apart by a number.
struct PageNames {
  /// In the order of the students.
  let folders: [String]

  init(_ students: [String]) {
    var taken: Set<String> = []
    folders = students.map { student in
      let isFine = FileName.fault(ofFolder: student) == nil
      var name = isFine ? student : "student-" + String(FNV1a.hash(student.utf8), radix: 16)
      if !taken.insert(name.lowercased()).inserted {
        name += "-" + String(FNV1a.hash(student.utf8), radix: 16)
        taken.insert(name.lowercased())
      }
      return name
    }
  }

  /// A name as an address has it. Source: RFC 3986, 2.3.
  static func address(_ name: String) -> String {
    name.utf8.map { byte in
      let character = Character(Unicode.Scalar(byte))
      let isPlain =
        character.isASCII && (character.isLetter || character.isNumber || "-._~".contains(character))
      return isPlain
        ? String(character) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }
}
