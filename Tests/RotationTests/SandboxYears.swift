import Applying
import Credentials
import Cryptography
import Delivery
import Diagnostics
import Foundation
import KMSClient
import KMSModel
import Logging
import Planning
import Secrets
import Synchronization

@testable import KMSSandbox

/// A clock that stands still until somebody moves it.
final class FrozenClock: Sendable {
  private let seconds: Atomic<Int64>

  init(_ moment: Timestamp) { seconds = Atomic(moment.secondsSinceEpoch) }

  var now: Timestamp { Timestamp(secondsSinceEpoch: seconds.load(ordering: .relaxed)) }

  func advance(seconds count: Int64) { seconds.add(count, ordering: .relaxed) }
}

/// One stack with real parts all the way: planner, applier, client, wire, sandbox, directories.
struct SandboxYears {
  static let digest = DigestFunction { Digest.sha256($0) }

  let clock: FrozenClock
  let client: KMSClient
  let desired: DesiredState
  let directory: String

  init(
    _ keys: [String: ClientKeySpec], from start: Timestamp, directory: String
  ) async throws {
    let clock = FrozenClock(start)
    self.clock = clock
    self.directory = directory
    let state = try SandboxState(hostClock: { clock.now })
    let handshake = await state.handshake(endpoint: "")
    var environment = CallEnvironment.system
    environment.now = { clock.now }
    environment.uptime = { .zero }
    environment.sleep = { _ in }
    client = KMSClient(
      endpoint: try Endpoint(parsing: "http://127.0.0.1:1"),
      transport: SandboxTransport(routes: SandboxRoutes(state)),
      credentials: StaticCredentialsProvider(
        Credentials(
          accessKeyID: handshake.accessKeyID, accessKeySecret: Secret(handshake.accessKeySecret),
          source: "test", providerName: "static_ak")),
      userAgent: "test", logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      environment: environment)
    desired = Self.desired(keys, account: handshake.account, region: handshake.region)
  }

  private static func desired(
    _ keys: [String: ClientKeySpec], account: String, region: String
  ) -> DesiredState {
    let policy = PolicySpec(
      scope: PolicyScope(rawValue: "kst-hzz62ee817bvyyr5x0000"), roles: [.keyUser],
      resources: ["key/*"], networkAccess: .unrestricted)
    let point = AccessPointSpec(authenticationMethod: .clientKey, policies: ["crypto"])
    let place = SourceLocation(file: "m.yaml", line: 1, column: 1)
    return DesiredState(
      stack: StackSpec(
        owner: Owner(stack: "payments", uid: "7f3c1a"), account: account, region: region,
        manifestPaths: ["manifests/"]),
      policies: ["crypto": DesiredObject(name: "crypto", spec: policy, place: place)],
      accessPoints: keys.reduce(into: [:]) {
        $0[$1.key] = DesiredObject(name: $1.key, spec: point, place: place)
      },
      clientKeys: keys.reduce(into: [:]) {
        $0[$1.key] = DesiredObject(name: $1.key, spec: $1.value, place: place)
      })
  }

  /// What a nightly `apply` does; gives the plan, what came of it, and the plan afterwards.
  func night() async -> (plan: Plan, summary: ApplySummary?, left: Plan?) {
    let plan = await plan()
    guard !plan.isEmpty else { return (plan, nil, nil) }
    let destinations = Destinations(baseDirectory: directory, environment: [:])
    let applier = Applier(
      service: client, destinations: { destinations.destination(for: $0) },
      passwords: PasswordReader(environment: [:], baseDirectory: directory), digest: Self.digest)
    let summary = await applier.apply(plan) { _ in }
    return (plan, summary, await self.plan())
  }

  func plan() async -> Plan {
    Planner(digest: Self.digest).plan(
      desired: desired, live: await LiveReader(service: client).read())
  }

  /// The id of the key an application would load: `current` opened with the password beside it.
  func loadedKey(_ name: String) throws -> String {
    let current = "\(directory)/\(name)/current"
    let files = try FileManager.default.contentsOfDirectory(atPath: current)
    guard let keyName = files.first(where: { $0.hasSuffix(".json") }),
      let passwordName = files.first(where: { $0.hasSuffix("_Password.txt") })
    else { throw CocoaError(.fileNoSuchFile) }
    struct KeyFile: Decodable {
      var id: String
      var container: String

      enum CodingKeys: String, CodingKey {
        case id = "KeyId"
        case container = "PrivateKeyData"
      }
    }
    let key = try JSONDecoder().decode(
      KeyFile.self, from: Data(contentsOf: URL(filePath: "\(current)/\(keyName)")))
    let password = try String(
      contentsOf: URL(filePath: "\(current)/\(passwordName)"), encoding: .utf8)
    let contents = try PKCS12.open(Secret(key.container), password: Secret(password))
    guard contents.hasPrivateKey else { throw CocoaError(.fileReadCorruptFile) }
    return key.id
  }
}
