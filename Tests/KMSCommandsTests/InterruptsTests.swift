import Applying
import KMSModel
import Testing

@testable import KMSCommands

@Suite struct InterruptsTests {
  @Test func unarmedTheFirstSignalEndsTheProgram() {
    #expect(Interrupts().receive())
  }

  @Test func armedTheFirstAsksAndTheSecondEnds() {
    let interrupts = Interrupts()
    interrupts.arm()
    #expect(!interrupts.receive())
    #expect(interrupts.interruption.isRequested)
    #expect(interrupts.receive())
  }

  @Test func disarmedAgainASignalEnds() {
    let interrupts = Interrupts()
    interrupts.arm()
    interrupts.disarm()
    #expect(interrupts.receive())
  }
}
