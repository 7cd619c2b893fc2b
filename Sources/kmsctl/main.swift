import Glibc
import KMSCommands

let interrupts = Interrupts()
SignalThread.start(interrupts)
exit(await CommandRunner.run(Array(CommandLine.arguments.dropFirst()), .live(interrupts)))
