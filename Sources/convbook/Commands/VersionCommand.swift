import Core
import Kernels

/// The version of this program.
let version = "0.1.0"

/// `convbook --version`: the version, what the engine was compiled for, and whether the kernel confines cells.
func showVersion() -> Int32 {
  let output = StandardStream.output
  output.writeLine("convbook \(version)")
  output.writeLine("built for: \(Processor.name) (\(Processor.registers))")
  // Asked for in earnest: this process has nothing more to write.
  switch Confinement.begin(writingBelow: []) {
  case .inForce(let version):
    output.writeLine(
      "Landlock: in force (version \(version)): the kernel lets cells write below their output folder alone")
  case .missing(let reason):
    output.writeLine("Landlock: not in force (\(reason)): convbook alone keeps cells to their output folder")
  }
  return 0
}
