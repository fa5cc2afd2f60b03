import Testing

@testable import Datasets

/// Beside Pillow 13.0.0 and TensorFlow 2.21.0 (see Fixtures/resize.py): bytes are the same, floats within 2e-5.
@Suite struct ResizeTests {
  private struct Cases: Decodable {
    let cases: [Case]
  }

  private struct Case: Decodable {
    let interpolation, dtype: String
    let old, new: [Int]
    let channels: Int
    let image, result: [Float]
  }

  @Test func valuesAreThoseOfPillowAndTensorFlow() throws {
    let cases = try fixture("resize", as: Cases.self).cases
    #expect(cases.count == 46)
    for fixture in cases {
      let interpolation = try #require(Resize.Interpolation(rawValue: fixture.interpolation))
      let resize = try Resize(
        height: fixture.new[0], width: fixture.new[1], interpolation: interpolation)
      let name = "\(fixture.interpolation) \(fixture.dtype) \(fixture.old) to \(fixture.new)"
      if fixture.dtype == "uint8" {
        let image = try #require(raster(fixture, fixture.image.map { UInt8($0) }))
        #expect(try resize(image).elements == fixture.result.map { UInt8($0) }, "\(name)")
      } else {
        let image = try #require(raster(fixture, fixture.image))
        let result = try resize(image)
        #expect(result.elements.count == fixture.result.count)
        #expect(zip(result.elements, fixture.result).allSatisfy { abs($0 - $1) < 2e-5 }, "\(name)")
      }
    }
  }

  private func raster<Element>(_ fixture: Case, _ elements: [Element]) -> Raster<Element>? {
    Raster(height: fixture.old[0], width: fixture.old[1], channels: fixture.channels, elements: elements)
  }

  @Test(arguments: Resize.Interpolation.allCases)
  func anEvenImageStaysEven(interpolation: Resize.Interpolation) throws {
    for (height, width) in [(1, 1), (3, 5), (28, 28), (31, 200)] {
      let image = try #require(
        Raster(height: 17, width: 19, channels: 3, elements: [UInt8](repeating: 201, count: 17 * 19 * 3)))
      let result = try Resize(height: height, width: width, interpolation: interpolation)(image)
      #expect(result.elements == [UInt8](repeating: 201, count: height * width * 3))
    }
  }

  @Test func impossibleSizesAreErrors() throws {
    #expect(throws: DatasetError.self) { try Resize(height: 0, width: 5) }
    #expect(throws: DatasetError.self) { try Resize(height: 5, width: .max) }
    let nothing = try #require(Raster<UInt8>(height: 0, width: 5, channels: 3, elements: []))
    #expect(throws: DatasetError("an image of 0x5 has no pixels to resize")) {
      try Resize(height: 2, width: 2)(nothing)
    }
    let deep = [UInt8](repeating: 0, count: 256)
    let pixel = try #require(Raster<UInt8>(height: 1, width: 1, channels: 256, elements: deep))
    #expect(throws: DatasetError.self) { try Resize(height: 65_536, width: 65_536)(pixel) }
    #expect(Raster<UInt8>(height: .max, width: .max, channels: 1, elements: []) == nil)
  }
}
