import Foundation

/// What the Python scripts beside it have made.
let fixtureFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent("Fixtures")

/// Reads Fixtures/`name`.json, made by the Python script of that name.
/// - Parameter strategy: `kept_epoch` there is `keptEpoch` here, unless keys are to stay as they are.
func fixture<Content: Decodable>(
  _ name: String, as type: Content.Type,
  keys strategy: JSONDecoder.KeyDecodingStrategy = .convertFromSnakeCase
) throws -> Content {
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = strategy
  return try decoder.decode(
    type, from: Data(contentsOf: fixtureFolder.appendingPathComponent("\(name).json")))
}
