/// Help at the prompt, which knows the session's names too.
extension Session {
  /// The page on a topic: a verb, a layer, an idea, a name of this session, an option. Where there is none it says so,
  /// and what is nearest; an empty topic is all words by family.
  ///
  /// - Parameter width: the longest line, where words allow it.
  public func help(on topic: String, width: Int = Reference.standardWidth) -> String {
    if topic.isEmpty { return Reference.overview(width: width) }
    return page(topic, width: width) ?? Reference.noHelp(on: topic, names: names)
  }

  /// The page on the word at the cursor or, where that has none, on the verb or layer whose inputs are written there.
  /// Nil where there is neither.
  ///
  /// - Parameters:
  ///   - text: a cell that is being written.
  ///   - cursor: a UTF-8 offset in it.
  public func help(in text: String, at cursor: Int, width: Int = Reference.standardWidth) -> String? {
    let bytes = Array(text.utf8)
    let cursor = min(max(0, cursor), bytes.count)
    let point = UInt8(ascii: ".")
    let end = bytes[cursor...].firstIndex { !$0.isNameByte } ?? bytes.count
    let start = (bytes[..<cursor].lastIndex { !$0.isNameByte && $0 != point } ?? -1) + 1
    let word = String(decoding: bytes[start..<end], as: UTF8.self)
    if let page = page(word, width: width) { return page }
    return CompletionContext(text, cursor: end).declaration.flatMap { Reference.page($0.name, width: width) }
  }

  /// The page on a word: a verb, layer, idea, name of this session, family, option or command of the shell. Nil where
  /// there is none.
  func page(_ word: String, width: Int = Reference.standardWidth) -> String? {
    Reference.topicPage(word, width: width) ?? describe(word, width: width) ?? Reference.familyPage(
      word, width: width)
      ?? Reference.optionPage(word, width: width) ?? Reference.commandPage(word, width: width)
  }

  /// What a name stands for, or a member of it, and what can be asked of that: `digits`, `digits.train`.
  private func describe(_ path: String, width: Int) -> String? {
    let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard var value = parts.first.flatMap({ values[$0] }) else { return nil }
    if case .verb(let verb) = value, parts.count == 1 { return Reference.page(verb.declaration, width) }
    for part in parts.dropFirst() {
      guard let member = value.member(part) else { return nil }
      value = member
    }
    let members = value.memberNames.map { name in
      ("\(path).\(name)", value.memberKind(name) ?? "")
    }
    let width = (members.map(\.0.count).max() ?? 0) + 2
    return (["\(path) is \(value.kindName)"] + members.map { "  \(padded($0.0, to: width))\($0.1)" })
      .joined(separator: "\n")
  }
}
