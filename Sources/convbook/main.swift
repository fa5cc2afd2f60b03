import Foundation

ProcessStart.prepare()
exit(Program.main(Array(CommandLine.arguments.dropFirst())))
