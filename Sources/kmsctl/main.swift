import KMSCommands

let interrupts = Interrupts()
SignalThread.run(interrupts) {
  await CommandRunner.run(Array(CommandLine.arguments.dropFirst()), .live(interrupts))
}
