import Core
import Foundation

extension String {
  /// The text of C's wide characters: one `wchar_t` is one Unicode scalar.
  init(wide characters: Slice<UnsafeBufferPointer<wchar_t>>) {
    let scalars = characters.map { Unicode.Scalar(UInt32(bitPattern: $0)) ?? "\u{FFFD}" }
    self.init(UnicodeScalarView(scalars))
  }

  /// Calls `body` with the text as wide characters, 0 at the end.
  func withWideCharacters<Result>(_ body: (UnsafePointer<wchar_t>) -> Result) -> Result? {
    let characters = unicodeScalars.map { wchar_t(bitPattern: $0.value) } + [0]
    return characters.withUnsafeBufferPointer { $0.baseAddress.map(body) }
  }
}
