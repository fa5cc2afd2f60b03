import Foundation

/// Reads Fixtures/`name`.json, made by the Python script of that name; `made_by` there is `madeBy` here.
func fixture<Content: Decodable>(_ name: String, as type: Content.Type = Content.self) throws -> Content {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  return try decoder.decode(type, from: Data(contentsOf: folder.appending(path: "Fixtures/\(name).json")))
}
