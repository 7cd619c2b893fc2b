import Diagnostics
import KMSModel
import Manifests
import Testing

@Suite struct CommandDestinationDecoderTests {
  private static let isNoPath =
    "note: write the program's whole path; 'kmsctl apply --allow-exec' names the same"

  static let cases = [
    example(
      "no program", "①{stdin: json}", "error[missing-key]: 'command' has no 'run'"),
    example(
      "a text as a program", "{run: ①/bin/a}",
      "error[wrong-type]: 'run' is a text, expected a list of a program and its arguments"),
    example(
      "a program by its name", "{run: [①kubectl, apply]}",
      "error[relative-program]: 'run' does not start with an absolute path\n\(isNoPath)"),
    example(
      "a check by its name", "{run: [/bin/a], check: [①./check]}",
      "error[relative-program]: 'check' does not start with an absolute path\n\(isNoPath)"),
    example(
      "an unknown form", "{run: [/bin/a], stdin: ①yaml}",
      "error[unknown-value]: 'stdin' is 'yaml', expected 'json', 'kubernetesSecret' or 'dotenv'"),
    example(
      "a limit in days", "{run: [/bin/a], timeout: ①1d}",
      "error[invalid-duration]: '1d' is no time limit, expected a whole number and one of s, m, h\nnote: for example '30s' or '5m'; 'm' is minutes"
    ),
    example(
      "no time at all", "{run: [/bin/a], timeout: ①0s}",
      "error[invalid-duration]: '0s' is no time limit, expected a whole number and one of s, m, h\nnote: for example '30s' or '5m'; 'm' is minutes"
    ),
    example(
      "too long a limit", "{run: [/bin/a], timeout: ①61m}",
      "error[out-of-range]: 'timeout' is 61m, expected at most 10m"),
    example(
      "a Kubernetes secret without a name", "①{run: [/bin/a], stdin: kubernetesSecret}",
      "error[missing-key]: 'command' has no 'kubernetes', expected the name of the secret\nnote: for example 'kubernetes: {name: payments-kms}'"
    ),
    example(
      "a Kubernetes name for JSON", "{run: [/bin/a], kubernetes: ①{name: a}}",
      "error[unknown-key]: 'kubernetes' has no meaning with 'stdin: json'\nnote: it names the secret of 'stdin: kubernetesSecret'"
    ),
    example(
      "upper case in a name",
      "{run: [/bin/a], stdin: kubernetesSecret, kubernetes: {name: ①Payments}}",
      "error[invalid-name]: 'Payments' is no name of Kubernetes, expected lower case letters, digits and '-', in parts with dots between"
    ),
    example(
      "dots in a namespace",
      "{run: [/bin/a], stdin: kubernetesSecret, kubernetes: {name: a, namespace: ①b.c}}",
      "error[invalid-name]: 'b.c' is no namespace of Kubernetes, expected lower case letters, digits and '-'"
    ),
  ]

  private static func example(_ name: String, _ command: String, _ expected: String) -> Case {
    Case(name, accessPoint(withKey: "deliverTo: [{command: \(command)}]"), expected)
  }

  @Test(arguments: cases) func commandsAreChecked(_ example: Case) {
    expectDiagnostics(in: example.yaml, example.expected)
  }

  @Test func everyFieldIsRead() {
    let loaded = load(
      accessPoint(
        withKey: """
          deliverTo: [{command: {run: [/bin/a, -f, '', 1], stdin: kubernetesSecret, \
          check: [/bin/b], timeout: 90s, kubernetes: {name: a-1.b, namespace: c}}}]
          """))
    #expect(loaded.report.diagnostics == [])
    #expect(
      loaded.desired?.clientKeys["a"]?.spec.destinations == [
        DestinationSpec(
          .command(
            CommandSpec(
              run: ["/bin/a", "-f", "", "1"], input: .kubernetesSecret, check: ["/bin/b"],
              timeout: TimeSpan(90, .seconds),
              kubernetes: KubernetesName(name: "a-1.b", namespace: "c"))))
      ])
  }

  @Test func jsonWithinAMinuteIsTheDefault() {
    let loaded = load(accessPoint(withKey: "deliverTo: [{command: {run: [/bin/a]}}]"))
    #expect(
      loaded.desired?.clientKeys["a"]?.spec.destinations == [
        DestinationSpec(.command(CommandSpec(run: ["/bin/a"], input: .json)))
      ])
  }

  /// Seconds are for programs: a key that lives 30 seconds is a mistake.
  @Test func keysDoNotLiveSeconds() {
    expectDiagnostics(
      in: accessPoint(withKey: "validity: ①30s, \(delivery)"),
      [
        "error[invalid-duration]: '30s' is no length of time, expected a whole number and one of m, h, d, w, y\nnote: for example '90d', '12h' or '1y'; 'm' is minutes"
      ])
  }
}
