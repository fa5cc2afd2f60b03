import Foundation

/// Reads Fixtures/`name`.json, made by the Python script of that name; `kept_epoch` there is `keptEpoch` here.
func fixture<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/\(name).json")
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  return try decoder.decode(type, from: Data(contentsOf: file))
}
