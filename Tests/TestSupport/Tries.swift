/// How often a test tries random inputs: a debug build, of which one wants to hear at once, tries an eighth.
package func tries(_ count: Int) -> Range<Int> {
  #if DEBUG
    0..<max(1, count / 8)
  #else
    0..<count
  #endif
}
