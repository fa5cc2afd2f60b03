import CLibedit
import Core

/// vi's commands for lines. libedit edits one line and so takes `dd`, `D` or `A` for the whole text; here they mean a
/// line of the cell, as in vi itself. Other motions behind `d`, `c` and `y` are libedit's own.
extension LineEditor {
  /// What libedit does not tell.
  struct ViState {
    /// The number typed before a command; 1 where there is none.
    private(set) var count = 1
    private var digits = 0
    /// What was deleted or yanked last by a command of this file.
    var taken: (text: String, isLines: Bool)?
    /// Steps that `convbook-vi-step` takes one by one, between commands of libedit's.
    var steps: [() -> Void] = []

    mutating func note(_ key: Unicode.Scalar) {
      if let digit = Character(key).wholeNumberValue, key.isASCII, digit > 0 || digits > 0 {
        digits = min(digits * 10 + digit, 9999)
      } else {
        (count, digits) = (max(1, digits), 0)
      }
    }
  }

  enum ViOperator: Unicode.Scalar {
    case delete = "d"
    case change = "c"
    case yank = "y"

    /// The character that stands for libedit's command.
    var original: Unicode.Scalar {
      switch self {
      case .delete: "\u{90}"
      case .change: "\u{91}"
      case .yank: "\u{92}"
      }
    }
  }

  static let viCommands: [(name: String, help: String, function: Function)] = [
    ("convbook-vi-delete", "Delete lines, or what vi does", { el, _ in runVi(el) { $0.operate(.delete) } }),
    ("convbook-vi-change", "Change lines, or what vi does", { el, _ in runVi(el) { $0.operate(.change) } }),
    ("convbook-vi-yank", "Yank lines, or what vi does", { el, _ in runVi(el) { $0.operate(.yank) } }),
    ("convbook-vi-put", "Put what was taken behind", { el, _ in runVi(el) { $0.put(before: false) } }),
    ("convbook-vi-put-before", "Put what was taken before", { el, _ in runVi(el) { $0.put(before: true) } }),
    ("convbook-vi-delete-char", "Delete characters", { el, _ in runVi(el) { $0.passOn("\u{88}") } }),
    (
      "convbook-vi-line-end", "Last character of the line",
      { el, _ in runVi(el) { $0.moveToLastCharacter() } }
    ),
    ("convbook-vi-step", "Take the next step of a command", { el, _ in runVi(el) { $0.takeViStep() } }),
  ]

  private static let insertKeys = [
    ("^I", "convbook-complete"), ("^R", "convbook-search"), ("^L", "convbook-clear"),
    ("^X^E", "convbook-editor"), ("^P", "convbook-up"), ("^N", "convbook-down"),
    (#"\220"#, "vi-delete-meta"), (#"\221"#, "vi-change-meta"), (#"\222"#, "vi-yank"),
    (#"\223"#, "vi-insert"), (#"\224"#, "vi-paste-next"), (#"\225"#, "vi-paste-prev"),
    (#"\226"#, "convbook-vi-step"), (#"\227"#, "vi-command-mode"), (#"\217"#, "vi-next-word"),
  ]
  private static let commandKeys = [
    ("k", "convbook-up"), ("j", "convbook-down"), ("-", "convbook-up"), ("+", "convbook-down"),
    ("0", "convbook-line-start"), ("^", "convbook-line-start"), ("$", "convbook-vi-line-end"),
    ("d", "convbook-vi-delete"), ("c", "convbook-vi-change"), ("y", "convbook-vi-yank"),
    ("p", "convbook-vi-put"), ("P", "convbook-vi-put-before"), ("x", "convbook-vi-delete-char"),
    ("K", "convbook-help"), ("/", "convbook-search"), ("?", "convbook-search"),
    // libedit's own empties the text where it finds nothing.
    ("n", "convbook-search"), ("N", "convbook-search"), ("v", "convbook-editor"),
    (":", "ed-unassigned"),
  ]
  /// Keys that stand for others: `A` is the end of the line (\202) and vi-insert (\223), `o` a new line (\215) after that.
  private static let keysForKeys = [
    ("D", "d$"), ("C", "c$"), ("S", "cc"), ("Y", "yy"), ("I", #"\203\223"#), ("A", #"\202\223"#),
    ("o", #"\202\223\215"#), ("O", #"\203\223\215\204"#),
  ]

  func bindViKeys() {
    for (key, command) in Self.insertKeys { el_bind(editLine, key, command) }
    for (key, command) in Self.essentialKeys + Self.insertKeys + Self.commandKeys {
      el_bind_alternate(editLine, key, command)
    }
    for (key, keys) in Self.keysForKeys { el_bind_keys_alternate(editLine, key, keys) }
  }

  /// Whether libedit goes on with characters that were pushed, the number before the command being kept for them.
  private enum Outcome { case done, passedOn }

  private static func runVi(_ editLine: OpaquePointer?, _ command: (LineEditor) -> Outcome) -> UInt8 {
    guard let editor = of(editLine) else { return UInt8(CC_ERROR) }
    let outcome = command(editor)
    if editor.result != nil { return UInt8(CC_NEWLINE) }
    return UInt8(outcome == .passedOn ? CC_ARGHACK : CC_NORM)
  }

  private func push(_ keys: [Unicode.Scalar]) {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: keys)
    _ = String(text).withWideCharacters { el_wpush(editLine, $0) }
  }

  /// Leaves it to libedit, whose own register then has what is put.
  private func passOn(_ keys: Unicode.Scalar...) -> Outcome {
    vi.taken = nil
    push(keys)
    return .passedOn
  }

  // MARK: - d, c, y

  private func operate(_ action: ViOperator) -> Outcome {
    let count = vi.count
    var character = wchar_t()
    guard el_wgetc(editLine, &character) == 1,
      let key = Unicode.Scalar(UInt32(bitPattern: character))
    else { return .done }
    let (line, cursor) = (buffer.currentLine, buffer.cursor)
    switch key {
    case action.rawValue: take(lines(count), action)
    case "j": take(lines(count + 1), action)
    case "k" where line.lowerBound > 0:
      take(buffer.line(at: line.lowerBound - 1).lowerBound..<line.upperBound, action)
    case "$": take(cursor..<line.upperBound, action, isLines: false)
    case "0", "^": take(line.lowerBound..<cursor, action, isLines: false)
    default: return passOn(action.original, key)
    }
    return .done
  }

  /// As many lines from the cursor's on, without the newline at their end.
  private func lines(_ count: Int) -> Range<Int> {
    let first = buffer.currentLine
    var end = first.upperBound
    for _ in 1..<max(1, count) where end < buffer.count { end = buffer.line(at: end + 1).upperBound }
    return first.lowerBound..<end
  }

  private func take(_ range: Range<Int>, _ action: ViOperator, isLines: Bool = true) {
    let text = buffer.text(range)
    vi.taken = (text, isLines)
    switch action {
    case .yank: buffer.moveCursor(to: range.lowerBound)
    case .change:
      let indentation = isLines ? String(text.prefix { $0 == " " }) : ""
      change(andInsert: true) { $0.replace(range, with: indentation) }
    case .delete where isLines:
      // With the newline behind them or, at the end of the text, before them.
      let (start, end) = (range.lowerBound, range.upperBound)
      let whole = end < buffer.count ? start..<end + 1 : max(0, start - 1)..<end
      change {
        $0.replace(whole, with: "")
        $0.moveCursor(to: $0.line(at: min(start, $0.count)).lowerBound)
      }
    case .delete:
      change {
        $0.replace(range, with: "")
        $0.moveCursor(
          to: max($0.currentLine.lowerBound, $0.cursor - ($0.cursor == $0.currentLine.upperBound ? 1 : 0)))
      }
    }
  }

  // MARK: - p, P

  private func put(before: Bool) -> Outcome {
    guard let (text, isLines) = vi.taken else { return passOn(before ? "\u{95}" : "\u{94}") }
    let line = buffer.currentLine
    let place =
      isLines
      ? (before ? line.lowerBound : line.upperBound) : min(buffer.cursor + (before ? 0 : 1), line.upperBound)
    change {
      $0.moveCursor(to: place)
      $0.insert(isLines ? (before ? text + "\n" : "\n" + text) : text)
      let end = $0.cursor
      $0.moveCursor(to: isLines ? (before ? place : place + 1) : max(place, end - 1))
    }
    return .done
  }

  private func moveToLastCharacter() -> Outcome {
    let line = buffer.currentLine
    buffer.moveCursor(to: max(line.lowerBound, line.upperBound - 1))
    return .done
  }

  // MARK: - Undo

  /// Changes the text so that `u` takes it back: libedit keeps the text for that as vi-insert begins. vi-command-mode
  /// moves the cursor, which is therefore put back.
  private func change(andInsert: Bool = false, _ body: @escaping (EditBuffer) -> Void) {
    var cursor = 0
    vi.steps = [
      { [buffer] in
        body(buffer)
        cursor = buffer.cursor
      },
      { [buffer] in buffer.moveCursor(to: cursor) },
    ]
    push(andInsert ? ["\u{93}", "\u{96}"] : ["\u{93}", "\u{96}", "\u{97}", "\u{96}"])
  }

  private func takeViStep() -> Outcome {
    if !vi.steps.isEmpty { vi.steps.removeFirst()() }
    return .done
  }
}
