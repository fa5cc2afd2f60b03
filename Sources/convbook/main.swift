import Foundation

ProcessStart.prepare()
exit(Command.main(Array(CommandLine.arguments.dropFirst())))
