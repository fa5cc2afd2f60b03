import Foundation

extension Encodable {
  /// The text of a file of JSON that people read and compare: indented, the keys in alphabetical order.
  public func jsonFile() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [10]
  }
}
