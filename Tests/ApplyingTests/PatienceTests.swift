internal import KMSModel
internal import Synchronization
internal import Testing

/// One wait: how long, how often, and what ends it.
struct PatienceTests {
  private let time = VirtualTime()

  @Test func pausesGrowUntilTheLimit() async {
    var wait = time.patience.begin(Interruption())
    var looks: [Duration] = []
    while await wait.again() { looks.append(time.now) }
    let ms = looks.map { Int($0 / .milliseconds(1)) }
    #expect(ms == [100, 300, 700, 1_500, 3_100, 5_100, 7_100, 9_100, 10_000])
    #expect(wait.words == " (asked again for 10 s)")
    #expect(!wait.wasInterrupted)
  }

  @Test func aWriteMeanwhileStartsTheCountAnew() async {
    var wait = time.patience.begin(Interruption())
    while await wait.again(since: .seconds(8)) {}
    #expect(time.now == .seconds(18))
  }

  @Test func noWaitIsLongerThanAMinute() async {
    var wait = time.patience.begin(Interruption())
    while await wait.again(since: time.now) {}
    #expect(time.now == .seconds(60))
  }

  @Test func anInterruptionEndsItAtOnce() async {
    let interruption = Interruption()
    let asleep = Counter()
    let patience = Patience(
      limit: .seconds(10), time: { self.time.now },
      sleep: { duration in
        self.time.advance(duration)
        if asleep.next() == 5 { interruption.request() }
      })
    var wait = patience.begin(interruption)
    while await wait.again() {}
    #expect(time.now < .milliseconds(800))
    #expect(await !wait.again())
    #expect(wait.wasInterrupted)
  }

  @Test func anInterruptionAfterItsEndDidNotCutItShort() async {
    let interruption = Interruption()
    var wait = time.patience.begin(interruption)
    while await wait.again() {}
    interruption.request()
    #expect(await !wait.again())
    #expect(!wait.wasInterrupted)
  }

  @Test func pausesOfTwoRunsAreNotInStep() async {
    let patience = Patience(
      limit: .seconds(10), time: { self.time.now }, sleep: { self.time.advance($0) },
      jitter: { 0.75 })
    var wait = patience.begin(Interruption())
    _ = await wait.again()
    #expect(time.now == .milliseconds(75))
  }
}
