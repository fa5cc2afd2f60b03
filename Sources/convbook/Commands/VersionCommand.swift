import Core
import Kernels
import Prompt

/// `convbook version`, which `convbook --version` is too: the version, what the engine was compiled for, and whether the
/// kernel confines cells.
struct VersionCommand: Command {
  static let declaration = CommandDeclaration<VersionCommand>(
    name: "version",
    summary: "the version, and what it is built for; also --version",
    discussion: "It also says whether the kernel confines what cells can do (Landlock).",
    example: "convbook --version")

  func run() -> Int32 {
    let output = StandardStream.output
    output.writeLine("convbook \(Version.number)")
    output.writeLine("built for: \(Processor.name) (\(Processor.registers))")
    // Asked for in earnest: this process has nothing more to write.
    switch Confinement.begin(writingBelow: []) {
    case .inForce(let version):
      output.writeLine(
        "Landlock: in force (version \(version)): the kernel lets cells write below their output folder alone"
      )
    case .missing(let reason):
      output.writeLine(
        "Landlock: not in force (\(reason)): convbook alone keeps cells to their output folder")
    }
    return 0
  }
}
