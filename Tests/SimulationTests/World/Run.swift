import Credentials
import Delivery
import Foundation
import KMSClient
import KMSModel
import Logging
import Secrets
import Synchronization

@testable import KMSCommands
@testable import KMSSandbox

/// One run of kmsctl: the whole command in process, with everything it uses of the world handed in.
struct Run: Sendable {
  let command: Command
  let actor: Int
  let machine: Machine
  let world: World
  let cast: Cast

  /// Runs it to its end and says how it ended.
  func run() async -> Int32 {
    let permit = await world.gate.pass(actor, .start)
    guard !permit.isDead else { return -1 }
    let words = arguments
    world.judge.began(actor, command, world.account.inventory, words)
    let status = await ParsedCommands.run(words, context)
    world.judge.ended(
      actor, command, status, world, isDead: world.gate.isDead(actor))
    return status
  }

  /// The key that `key retire` is about.
  private var retired: String {
    let current = world.applications["web"].current?.id
    let keys = world.account.inventory.clientKeys(of: "web").map(\.id)
    return keys.first { $0 != current } ?? current ?? "KAAP.a0000000-0000-4000-8000-000000000000"
  }

  private var arguments: [String] {
    let words =
      switch command {
      case .apply(.moved), .apply(.base), .apply(.renamed): ["apply"]
      case .adopt:
        [
          "apply", "--adopt", "networkrule/vpc", "--adopt", "policy/crypto", "--adopt", "aap/web",
        ]
      case .rotateNow: ["key", "rotate", "web", "--now"]
      case .rotateDue: ["key", "rotate", "--due"]
      case .compromised: ["key", "rotate", "web", "--compromised"]
      case .retire: ["key", "retire", retired]
      case .orphans: ["key", "orphans", "--delete"]
      case .read(let reading): words(reading)
      }
    if case .read = command { return words }
    return words + ["--auto-approve", "--parallelism", String(machine.parallelism)]
  }

  private func words(_ reading: Reading) -> [String] {
    switch reading {
    case .plan: ["plan", "--detailed-exitcode"]
    case .drift: ["drift"]
    case .list: ["key", "list", "--fail-on", "unrecorded,missing,orphan,expired"]
    case .trace: ["key", "trace", world.applications["web"].current?.id ?? ""]
    case .verify(let directory): ["key", "verify", directory, "--aap", "web"]
    case .whoami: ["whoami"]
    }
  }

  private var context: CommandContext {
    let (world, actor) = (world, actor)
    let judge = world.judge
    let generator = Mutex(SplitMix(seed: UInt64(truncatingIfNeeded: actor) &+ 17))
    let now: @Sendable () -> Timestamp = { [machine] in
      world.time(actor).adding(seconds: machine.skew)
    }
    return CommandContext(
      out: Output(isTerminal: false) { judge.said($0, by: actor, world) },
      err: Output(isTerminal: false) { judge.said($0, by: actor, world) },
      environment: ["SIMULATION_PASSWORD": KeyPool.password],
      workingDirectory: Manifests.directory(command.variant), isInteractive: false,
      readAnswer: { nil }, executablePath: nil, now: now,
      randomBytes: { count in
        generator.withLock { generator in
          (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        }
      },
      connect: { _ in try await connection(now) },
      patience: Patience(
        limit: Patience.standardLimit, time: { .milliseconds(world.gate.now(actor)) },
        sleep: { await sleep($0) }),
      directories: { [world] spec, _, _, _ in
        MemoryDirectory(
          path: spec.path, actor: actor, gate: world.gate, applications: world.applications)
      },
      random: { range in generator.withLock { Int64.random(in: range, using: &$0) } },
      clock: StoryClock { world.gate.now(actor) }, runs: cast.runs(registry))
  }

  /// Runs of one host know of each other; those of earlier stories are over.
  private var registry: RunRegistry {
    let story = world.story
    let own = UInt32(truncatingIfNeeded: story) << 8 | UInt32(truncatingIfNeeded: actor)
    let (world, ending) = (world, "-" + String(story, radix: 16))
    return RunRegistry(
      run: Self.digits(own), host: Self.digits(UInt32(machine.host)),
      process: String(actor + 1, radix: 16) + ending
    ) { claim in
      guard claim.process.hasSuffix(ending) else { return true }
      let actor = (Int(claim.process.dropLast(ending.count), radix: 16) ?? 1) - 1
      return world.judge.statuses[actor] != nil || world.gate.isDead(actor)
    }
  }

  private static func digits(_ number: UInt32) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 8 - digits.utf8.count) + digits
  }

  @Sendable private func sleep(_ duration: Duration) async {
    let milliseconds = Int64((duration / .milliseconds(1)).rounded(.up))
    let until = world.gate.now(actor) + max(1, milliseconds)
    _ = await world.gate.pass(actor, .sleep(until: until))
  }

  @Sendable private func connection(
    _ now: @escaping @Sendable () -> Timestamp
  ) async throws -> Connection {
    let (world, actor) = (world, actor)
    let generator = Mutex(SplitMix(seed: UInt64(truncatingIfNeeded: actor) &+ 1_017))
    let environment = CallEnvironment(
      now: now, uptime: { .milliseconds(world.gate.now(actor)) }, sleep: { await sleep($0) },
      nonce: { generator.withLock { "\(actor)-\($0.next())" } },
      random: { generator.withLock { Double($0.next() >> 11) / 0x1p53 } })
    let handshake = await world.account.state.handshake(endpoint: "")
    let credentials = StaticCredentialsProvider(
      Credentials(
        accessKeyID: handshake.accessKeyID, accessKeySecret: Secret(handshake.accessKeySecret),
        source: "simulation", providerName: "static_ak"))
    let endpoint = try Endpoint(parsing: "https://" + SimulatedTransport.authority)
    let transport = cast.transport(
      SimulatedTransport(actor: actor, machine: machine, world: world))
    let logger = Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }
    let client = KMSClient(
      endpoint: endpoint, transport: transport, credentials: credentials, userAgent: "simulation",
      logger: logger, environment: environment)
    let sts = STSClient(
      endpoint: endpoint, transport: transport, credentials: credentials, userAgent: "simulation",
      logger: logger, environment: environment)
    return Connection(
      service: cast.service(client), secrets: client,
      identity: {
        let identity = try await sts.callerIdentity()
        return .init(account: identity.accountID, arn: identity.arn, kind: identity.identityType)
      }, credentialsSource: "simulation", accessKeyID: handshake.accessKeyID,
      endpoint: endpoint.url, region: "cn-hangzhou")
  }
}

extension Command {
  /// Which manifests it has.
  var variant: Variant {
    if case .apply(let variant) = self { variant } else { .base }
  }
}

/// The stack's files, one folder for each variant.
enum Manifests {
  static func directory(_ variant: Variant) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Stacks/\(variant.rawValue)").path
  }

  /// What each variant wants of the three objects.
  static func wanted(_ variant: Variant) -> (policy: String, resource: String, source: String) {
    switch variant {
    case .base: ("crypto", "key/key-hzz62f1cb66fa42qo8a01", "10.20.0.0/16")
    case .moved: ("crypto", "key/key-hzz62f1cb66fa42qo8a02", "10.21.0.0/16")
    case .renamed: ("crypto-2", "key/key-hzz62f1cb66fa42qo8a01", "10.20.0.0/16")
    }
  }
}
