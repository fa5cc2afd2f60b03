extension String {
  /// The folder that a path's last part lies in: `data` of `data/signs`, `/` of `/data`, and nothing of a name alone.
  ///
  /// Foundation's `deletingLastPathComponent` traps at a name of one character.
  public var parentPath: String {
    func withoutSlashes(_ path: Substring.UTF8View) -> Substring.UTF8View {
      path.lastIndex { $0 != UInt8(ascii: "/") }.map { path[...$0] } ?? path.prefix(0)
    }
    let whole = withoutSlashes(self[...].utf8)
    guard let slash = whole.lastIndex(of: UInt8(ascii: "/")) else {
      return utf8.first == UInt8(ascii: "/") ? "/" : ""
    }
    let parent = withoutSlashes(whole[..<slash])
    return parent.isEmpty ? "/" : String(Substring(parent))
  }
}
