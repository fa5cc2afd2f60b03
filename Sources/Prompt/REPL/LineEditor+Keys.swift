import CLibedit
import Core
import Foundation

/// Which key does what: libedit's own bindings, these, and the user's `~/.editrc`, which can bind the commands below
/// by their names too.
extension LineEditor {
  /// Characters that no keyboard has (Unicode's C1 controls) stand for commands of our own.
  static let insertKey: Unicode.Scalar = "\u{80}"
  private static let endKey = #"\237"#

  typealias Function = @convention(c) (OpaquePointer?, wint_t) -> UInt8

  private static let commands: [(name: String, help: String, function: Function)] = [
    ("convbook-enter", "Run the cell, or go on with it", { el, _ in run(el) { $0.enter() } }),
    ("convbook-newline", "Begin another line of the cell", { el, _ in run(el) { $0.beginLine() } }),
    ("convbook-complete", "Complete the word, list what fits", { el, _ in run(el) { $0.completeWord() } }),
    ("convbook-help", "Explain the word at the cursor", { el, _ in run(el) { $0.explainWord() } }),
    ("convbook-up", "Line above, or older cell", { el, _ in run(el) { $0.up() } }),
    ("convbook-down", "Line below, or newer cell", { el, _ in run(el) { $0.down() } }),
    ("convbook-right", "Next character, or what is suggested", { el, _ in run(el) { $0.right() } }),
    ("convbook-leave", "Leave, or delete a character", { el, _ in run(el) { $0.leave() } }),
    ("convbook-older", "Older cell", { el, _ in run(el) { $0.older() } }),
    ("convbook-newer", "Newer cell", { el, _ in run(el) { $0.newer() } }),
    ("convbook-line-start", "Start of the line", { el, _ in run(el) { $0.moveToLineStart() } }),
    ("convbook-line-end", "End of the line", { el, _ in run(el) { $0.moveToLineEnd() } }),
    ("convbook-search", "Search the earlier cells", { el, _ in run(el) { $0.search() } }),
    ("convbook-clear", "Clear the window", { el, _ in run(el) { $0.clearWindow() } }),
    ("convbook-editor", "Edit the cell in $EDITOR", { el, _ in run(el) { $0.openEditor() } }),
    ("convbook-insert", "Put a pasted text at the cursor", { el, _ in run(el) { $0.insertPending() } }),
    ("convbook-end", "End the reading with a named key", { el, _ in run(el) { $0.endByKey() } }),
  ]

  /// Does a command, and goes on where the cell is not ended. libedit then draws the text anew (to nowhere: it must not
  /// think that the old one is still there); in vi mode not yet, for it would move a cursor that stands behind the end.
  private static func run(_ editLine: OpaquePointer?, _ command: (LineEditor) -> Void) -> UInt8 {
    guard let editor = of(editLine) else { return UInt8(CC_ERROR) }
    command(editor)
    if editor.result != nil { return UInt8(CC_NEWLINE) }
    return UInt8(editor.isVi ? CC_NORM : CC_REFRESH)
  }

  /// What no `.editrc` takes away.
  static let essentialKeys = [
    ("^M", "convbook-enter"), ("^J", "convbook-enter"), ("^D", "convbook-leave"),
    (#"\200"#, "convbook-insert"),
    (#"\202"#, "convbook-line-end"), (#"\203"#, "convbook-line-start"), (#"\204"#, "convbook-up"),
    (#"\205"#, "convbook-down"), (#"\206"#, "ed-prev-char"), (#"\207"#, "convbook-right"),
    (#"\210"#, "ed-delete-next-char"), (#"\212"#, "convbook-help"), (#"\213"#, "convbook-older"),
    (#"\214"#, "convbook-newer"), (#"\215"#, "convbook-newline"), (#"\216"#, "ed-prev-word"),
    (#"\217"#, "em-next-word"), (#"\236"#, "ed-ignore"), (endKey, "convbook-end"),
  ]

  /// The sequences of F1 on xterm, rxvt and the Linux console.
  private static let helpKeys = ["OP", "[11~", "[[A"]
  static let pageUp = [#"\e[5~"#, #"\213"#]
  static let pageDown = [#"\e[6~"#, #"\214"#]
  /// Insert, F2 to F12 and arrows with Shift, Alt or Ctrl: keys that do nothing. libedit would put their last character
  /// into the text.
  private static let idleKeys: [String] = {
    let numbered = [2, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24].map { "[\($0)~" }
    let modified = (2...8).flatMap { modifier in "ABCDHFPQRS".map { "[1;\(modifier)\($0)" } }
    return numbered + modified + ["OQ", "OR", "OS", "[[B", "[[C", "[[D", "[[E", "[Z"]
  }()

  private static let emacsKeys = [
    ("^I", "convbook-complete"), (#"\e^M"#, "convbook-newline"), (#"\e^J"#, "convbook-newline"),
    ("^F", "convbook-right"), (#"\e[C"#, "convbook-right"), (#"\eOC"#, "convbook-right"),
    ("^P", "convbook-up"), ("^N", "convbook-down"), ("^A", "convbook-line-start"),
    ("^E", "convbook-line-end"), ("^R", "convbook-search"), ("^L", "convbook-clear"),
    ("^X^E", "convbook-editor"), (#"\201"#, "em-set-mark"), (#"\211"#, "em-kill-region"),
    (#"\e[A"#, "convbook-up"), (#"\eOA"#, "convbook-up"), (#"\e[B"#, "convbook-down"),
    (#"\eOB"#, "convbook-down"), (#"\e[H"#, "convbook-line-start"), (#"\eOH"#, "convbook-line-start"),
    (#"\e[1~"#, "convbook-line-start"), (#"\e[7~"#, "convbook-line-start"),
    (#"\e[F"#, "convbook-line-end"), (#"\eOF"#, "convbook-line-end"), (#"\e[8~"#, "convbook-line-end"),
    (#"\e[4~"#, "convbook-line-end"), (#"\e[3~"#, "ed-delete-next-char"),
    (#"\e[1;5D"#, "ed-prev-word"), (#"\e[1;5C"#, "em-next-word"), (#"\e[1;3D"#, "ed-prev-word"),
    (#"\e[1;3C"#, "em-next-word"), (#"\e[5~"#, "convbook-older"), (#"\e[6~"#, "convbook-newer"),
    (#"\eh"#, "convbook-help"),
    // ed-command reads a line of editrc(7) in the place of the cell, which is lost.
    (#"\ex"#, "ed-unassigned"), (#"\eX"#, "ed-unassigned"),
  ]

  /// vi's insert mode takes the Escape of these for itself unless they come as one character.
  private static let viSequences: [(String, Unicode.Scalar)] = [
    ("[A", "\u{84}"), ("OA", "\u{84}"), ("[B", "\u{85}"), ("OB", "\u{85}"), ("[D", "\u{86}"),
    ("OD", "\u{86}"),
    ("[C", "\u{87}"), ("OC", "\u{87}"), ("[H", "\u{83}"), ("OH", "\u{83}"), ("[1~", "\u{83}"),
    ("[F", "\u{82}"),
    ("OF", "\u{82}"), ("[4~", "\u{82}"), ("[7~", "\u{83}"), ("[8~", "\u{82}"), ("[3~", "\u{88}"),
    ("[5~", "\u{8B}"), ("[6~", "\u{8C}"),
    ("[1;5D", "\u{8E}"), ("[1;3D", "\u{8E}"), ("[1;5C", "\u{8F}"), ("[1;3C", "\u{8F}"),
  ]

  func bindKeys() {
    for (name, help, function) in Self.commands + Self.viCommands {
      // libedit keeps the texts, for as long as the program runs.
      el_add_command(editLine, Self.lasting(name), Self.lasting(help), function)
    }
    el_set_editor(editLine, "emacs")
    for key in Self.idleKeys { el_bind(editLine, #"\e"# + key, "ed-ignore") }
    for key in Self.helpKeys { el_bind(editLine, #"\e"# + key, "convbook-help") }
    for (key, command) in Self.essentialKeys + Self.emacsKeys { el_bind(editLine, key, command) }
    // libedit's own ^K goes to the end of the cell: set the mark, go to the end of the line, kill what is between.
    el_bind_keys(editLine, "^K", #"\201\202\211"#)
    el_source_editrc(editLine)
    for (key, command) in Self.essentialKeys { el_bind(editLine, key, command) }
    guard String(cString: el_get_editor(editLine)) == "vi" else { return }
    isVi = true
    bindViKeys()
    for sequence in Self.helpKeys { keyboard.translate("\u{1B}" + sequence, to: "\u{8A}") }
    for (sequence, character) in Self.viSequences { keyboard.translate("\u{1B}" + sequence, to: character) }
    for sequence in Self.idleKeys { keyboard.translate("\u{1B}" + sequence, to: "\u{9E}") }
  }

  /// Lets a key end the reading with ``CellInput/key(_:text:)``.
  ///
  /// - Parameters:
  ///   - key: what it sends on one terminal or the other, in the notation of editrc(5): `^T`, `\en`.
  ///   - name: what the reader of the cell knows it by.
  func endReading(on key: [String], as name: String) {
    guard endings.count < 26 else { return }
    let keys = Self.endKey + String(Unicode.Scalar(UInt8(97 + endings.count)))
    endings.append(name)
    for sequence in key {
      el_bind_keys(editLine, sequence, keys)
      el_bind_keys_alternate(editLine, sequence, keys)
    }
  }

  /// The key's name follows as a letter; see ``endReading(on:as:)``.
  private func endByKey() {
    var letter = wchar_t()
    guard el_wgetc(editLine, &letter) == 1, endings.indices.contains(Int(letter) - 97) else { return }
    end(.key(endings[Int(letter) - 97], text: buffer.text))
  }

  private static func lasting(_ text: String) -> UnsafePointer<wchar_t>? {
    text.withWideCharacters { wcsdup($0) }.map { UnsafePointer($0) }
  }
}
