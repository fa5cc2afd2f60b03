import Foundation
import Prompt

ProcessStart.prepare()
exit(Program.main(Array(CommandLine.arguments.dropFirst())))
