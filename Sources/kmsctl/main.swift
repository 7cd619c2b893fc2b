import KMSCommands
import Secrets

// Before anything is read that could be a secret: the environment holds one already.
CoreDumps.turnOff()
KeyLogs.turnOff()

let interrupts = Interrupts()
SignalThread.run(interrupts) {
  await CommandRunner.run(Array(CommandLine.arguments.dropFirst()), .live(interrupts))
}
