import Core
import Foundation

/// A folder of submissions: a notebook or a folder for each student, however a learning platform names what is in it.
///
/// No link is followed, and nothing outside of the folder is read.
struct SubmissionFolder {
  private let folder: Folder
  /// Of the lesson, without `.md`.
  private let lesson: String

  /// - Throws: ``FileError`` where there is no such folder.
  init(_ path: String, lesson: String) throws {
    folder = try Folder(path)
    self.lesson = lesson
  }

  /// What was handed in, in the order of the students' names.
  /// - Parameter ignored: a folder in it that is none of theirs, such as that of the grades.
  func submissions(ignoring ignored: String?) throws -> [Submission] {
    var found: [String: [Submission]] = [:]
    func add(_ student: String, _ content: Submission.Content) {
      found[student, default: []].append(Submission(student: student, content: content))
    }
    for name in try folder.names() where !name.hasPrefix(".") && !Self.isOurs(name) {
      switch folder.kind(of: name) {
      case .folder:
        if let ignored, Self.isSame(folder, name, ignored) { continue }
        add(name, content(of: name))
      case .file: add(Self.stem(name), file(name))
      case .link:
        add(
          Self.stem(name),
          .refused("\(name.printableLine) is a link, which may lead anywhere; links are not followed"))
      case .other: add(Self.stem(name), .refused("\(name.printableLine) is a pipe or a device, not a file"))
      case nil: continue
      }
    }
    for (index, name) in unreadableNames().enumerated() {
      add("unnamed-\(index + 1)", .refused("its name is not UTF-8 text (it looks like '\(name)'); rename it"))
    }
    return found.map { student, all in
      guard all.count > 1 else { return all[0] }
      return Submission(
        student: student,
        content: .refused("\(all.count) things stand for '\(student.printableLine)': leave one of them"))
    }.sorted { $0.student.utf8.lexicographicallyPrecedes($1.student.utf8) }
  }

  /// Files that lecturers and platforms keep beside submissions.
  private static func isOurs(_ name: String) -> Bool {
    let name = name.lowercased()
    return name == "readme.md" || name.hasSuffix(".csv") || name == "__macosx" || name == "desktop.ini"
  }

  private static func stem(_ name: String) -> String {
    for ending in [".md", ".ipynb"] where name.lowercased().hasSuffix(ending) && name.count > ending.count {
      return String(name.dropLast(ending.count))
    }
    return name
  }

  private static func isSame(_ folder: Folder, _ name: String, _ path: String) -> Bool {
    var (one, other) = (stat(), stat())
    return fstatat(folder.descriptor, name, &one, AT_SYMLINK_NOFOLLOW) == 0 && stat(path, &other) == 0
      && one.st_dev == other.st_dev && one.st_ino == other.st_ino
  }

  // MARK: - A file

  private func file(_ path: String) -> Submission.Content {
    let shown = path.printableLine
    if path.lowercased().hasSuffix(".ipynb") {
      return .refused("\(shown) is a Jupyter notebook; hand in the Markdown notebook \(lesson).md")
    }
    do {
      let bytes = try folder.read(path, limit: Submission.mostBytes)
      return bytes.isEmpty ? .refused("\(shown) is empty") : .file(path, bytes)
    } catch { return .refused("\(shown): \(error.reason)") }
  }

  // MARK: - A folder of a student's

  /// Below this depth nobody hands in anything, and a stranger's folders could be endless.
  private static let deepest = 5
  private static let mostNames = 2_000

  /// The notebook of a student's folder: the one with the lesson's name, or a transcript, or the only one; the nearest to the
  /// top.
  private func content(of name: String) -> Submission.Content {
    var (notebooks, others): ([String], [String]) = ([], [])
    var level = [name]
    var links = 0
    var count = 0
    for _ in 0..<Self.deepest {
      var next: [String] = []
      for place in level {
        for entry in ((try? folder.folder(place).names()) ?? []).prefix(
          Self.mostNames - min(count, Self.mostNames))
        where !entry.hasPrefix(".") {
          count += 1
          let path = place + "/" + entry
          switch folder.kind(of: path) {
          case .folder: next.append(path)
          case .file where entry.lowercased().hasSuffix(".md"):
            if entry.lowercased() != "readme.md" { notebooks.append(path) }
          case .file: others.append(path)
          case .link: links += 1
          default: continue
          }
        }
      }
      level = next
    }
    func named(_ last: String) -> [String] {
      notebooks.filter { $0.lowercased().hasSuffix("/" + last.lowercased()) }
    }
    for wanted in ["\(lesson).md", "transcript.md"] {
      if let path = named(wanted).first { return file(path) }
    }
    if notebooks.count == 1 { return file(notebooks[0]) }
    if notebooks.count > 1 {
      let names = notebooks.prefix(5).map { $0.dropFirst(name.count + 1).printableLine }.joined(
        separator: ", ")
      return .refused("it has \(notebooks.count) notebooks (\(names)), and none is named \(lesson).md")
    }
    if let jupyter = others.first(where: { $0.lowercased().hasSuffix(".ipynb") }) { return file(jupyter) }
    if links > 0 { return .refused("it has links in place of files; links are not followed") }
    if let other = others.first {
      return .refused("it has no notebook \(lesson).md, but \(other.dropFirst(name.count + 1).printableLine)")
    }
    return .refused("the folder is empty")
  }

  /// The names that are no text, with a mark in place of what is none.
  private func unreadableNames() -> [String] {
    guard let list = opendir(folder.path.isEmpty ? "." : folder.path) else { return [] }
    defer { closedir(list) }
    var names: [String] = []
    while let entry = readdir(list) {
      let bytes = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: UInt8.self, capacity: 1) { start in
          Array(
            UnsafeBufferPointer(
              start: start, count: strlen(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self))))
        }
      }
      if String(validating: bytes, as: UTF8.self) == nil {
        names.append(String(decoding: bytes, as: UTF8.self).printableLine)
      }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
