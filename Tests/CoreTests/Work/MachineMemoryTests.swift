import Foundation
import Testing

@testable import Core

/// What a model may take is asked for before it is taken.
@Suite struct MachineMemoryTests {
  @Test func aSizeBeyondAllMachinesIsRefusedInWords() {
    #expect(MachineMemory.has(1000) && !MachineMemory.has(1 << 60) && !MachineMemory.has(nil))
    let refusal = MachineMemory.refusal(of: "it", bytes: 1 << 60)
    #expect(refusal?.hasPrefix("it would take 1.2 EB of memory, and ") == true)
    #expect(MachineMemory.refusal(of: "it", bytes: 1 << 20) == nil)
    #expect(
      MachineMemory.limit > 0 && MachineMemory.limit < Int(clamping: ProcessInfo.processInfo.physicalMemory))
  }

  @Test(arguments: [(999, "999 bytes"), (1500, "1.5 kB"), (3_210_000_000, "3.2 GB"), (250_000_000, "250 MB")])
  func sizesAreShort(bytes: Int, expected: String) {
    #expect(MachineMemory.described(bytes) == expected)
  }
}
