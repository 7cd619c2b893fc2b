import Diagnostics
import KMSModel
import Manifests
import Testing

@Suite struct ClientKeyDecoderTests {
  static let durations = [
    Case(
      "no unit", "validity: ①365",
      "error[invalid-duration]: '365' is no length of time, expected a whole number and one of m, h, d, w, y\nnote: did you mean '365d'?"
    ),
    Case(
      "unknown unit", "validity: ①12M",
      "error[invalid-duration]: '12M' is no length of time, expected a whole number and one of m, h, d, w, y\nnote: for example '90d', '12h' or '1y'; 'm' is minutes"
    ),
    Case(
      "words", "validity: ①one year",
      "error[invalid-duration]: 'one year' is no length of time, expected a whole number and one of m, h, d, w, y\nnote: for example '90d', '12h' or '1y'; 'm' is minutes"
    ),
    Case(
      "fraction", "validity: ①1.5y",
      "error[invalid-duration]: '1.5y' is no length of time, expected a whole number and one of m, h, d, w, y\nnote: for example '90d', '12h' or '1y'; 'm' is minutes"
    ),
    Case(
      "negative", "validity: ①-1d",
      "error[invalid-duration]: '-1d' is no length of time, expected a whole number and one of m, h, d, w, y\nnote: for example '90d', '12h' or '1y'; 'm' is minutes"
    ),
    Case(
      "zero", "validity: ①0d",
      "error[invalid-duration]: '0d' is no time at all, expected at least 1"),
    Case(
      "two units", "validity: ①1y6w",
      "error[invalid-duration]: '1y6w' is no length of time, expected a whole number and one of m, h, d, w, y\nnote: for example '90d', '12h' or '1y'; 'm' is minutes"
    ),
    Case(
      "too long", "validity: ①6y",
      "error[validity-too-long]: validity '6y' is longer than a client key can live, expected at most '5y'"
    ),
    Case(
      "too long in days", "validity: ①1826d",
      "error[validity-too-long]: validity '1826d' is longer than a client key can live, expected at most '5y'"
    ),
    Case(
      "huge", "validity: ①99999999999999999999d",
      "error[invalid-duration]: '99999999999999999999d' is no length of time, expected a whole number and one of m, h, d, w, y\nnote: for example '90d', '12h' or '1y'; 'm' is minutes"
    ),
    Case(
      "short", "validity: ①24h, rotation: {renewBefore: 20%, overlap: 1h}",
      "warning[short-validity]: validity '24h' is short: a key's start is dated back by up to a day\nnote: expected at least '2d'"
    ),
    Case(
      "share of zero", "rotation: {renewBefore: ①0%}",
      "error[invalid-duration]: '0%' is no share of the validity, expected '1%' to '99%'"),
    Case(
      "share of everything", "rotation: {renewBefore: ①100%}",
      "error[invalid-duration]: '100%' is no share of the validity, expected '1%' to '99%'"),
    Case(
      "share without a number", "rotation: {renewBefore: ①'%'}",
      "error[invalid-duration]: '%' is no share of the validity, expected '1%' to '99%'"),
    Case(
      "no renewal", "rotation: {renewBefore: ①0d}",
      "error[invalid-duration]: '0d' is no time at all, expected at least 1"),
    Case(
      "no overlap", "rotation: {overlap: ①0h}",
      "error[invalid-duration]: '0h' is no time at all, expected at least 1"),
    Case(
      "overlap as a share", "rotation: {overlap: ①10%}",
      "error[invalid-duration]: '10%' is no length of time, expected a whole number and one of m, h, d, w, y\nnote: for example '90d', '12h' or '1y'; 'm' is minutes"
    ),
  ]

  @Test(arguments: durations) func durationsAreChecked(_ example: Case) {
    expectDiagnostics(
      in: accessPoint(withKey: "\(example.yaml), \(delivery)"), example.expected)
  }

  static let rotations = [
    Case(
      "renewal as long as the validity", "validity: 90d, rotation: {renewBefore: ①90d}",
      "error[renew-before]: renewBefore '90d' is not shorter than validity '90d'\nnote: a share such as '20%' fits every validity"
    ),
    Case(
      "renewal longer than the default", "rotation: {renewBefore: ①2y}",
      "error[renew-before]: renewBefore '2y' is not shorter than validity '365d' (the default)\nnote: a share such as '20%' fits every validity"
    ),
    Case(
      "default renewal too long", "validity: ①30d",
      "error[renew-before]: renewBefore '60d' (the default) is not shorter than validity '30d'\nnote: a share such as '20%' fits every validity"
    ),
    Case(
      "overlap longer than the renewal", "rotation: {renewBefore: 20d, overlap: ①21d}",
      "warning[long-overlap]: overlap '21d' is longer than renewBefore '20d'\nnote: the old key ends before the overlap does"
    ),
    Case(
      "default overlap too long", "rotation: {renewBefore: ①20d}",
      "warning[long-overlap]: overlap '30d' (the default) is longer than renewBefore '20d'\nnote: the old key ends before the overlap does"
    ),
    Case(
      "default overlap and share", "validity: 60d, rotation: {renewBefore: ①10%}",
      "warning[long-overlap]: overlap '30d' (the default) is longer than renewBefore '10%'\nnote: the old key ends before the overlap does"
    ),
    Case(
      "default renewal too short", "rotation: {overlap: ①61d}",
      "warning[long-overlap]: overlap '61d' is longer than renewBefore '60d' (the default)\nnote: the old key ends before the overlap does"
    ),
    Case(
      "unknown key", "rotation: {①renewbefore: 20d}",
      "error[unknown-key]: unknown key 'renewbefore' in 'rotation'\nnote: did you mean 'renewBefore'?"
    ),
  ]

  @Test(arguments: rotations) func rotationFitsTheValidity(_ example: Case) {
    expectDiagnostics(
      in: accessPoint(withKey: "\(example.yaml), \(delivery)"), example.expected)
  }

  @Test(arguments: [
    ("5y", TimeSpan(5, .years)), ("1825d", TimeSpan(1825, .days)), ("52w", TimeSpan(52, .weeks)),
    ("8760h", TimeSpan(8760, .hours)), ("525600m", TimeSpan(525_600, .minutes)),
  ])
  func everyUnitIsRead(_ text: String, _ span: TimeSpan) {
    let loaded = load(accessPoint(withKey: "validity: \(text), \(delivery)"))
    #expect(loaded.report.diagnostics == [])
    #expect(loaded.desired?.clientKeys["a"]?.spec.validity == span)
  }

  @Test func whatIsNotSaidHasItsDefault() {
    let loaded = load(accessPoint(withKey: delivery))
    #expect(
      loaded.desired?.clientKeys["a"]?.spec
        == ClientKeySpec(
          validity: TimeSpan(365, .days),
          rotation: RotationSpec(
            renewBefore: .span(TimeSpan(60, .days)), overlap: TimeSpan(30, .days)),
          password: .generate(length: 32),
          destinations: [.directory(path: "/var/lib/a", isEphemeralAccepted: false)]))
  }

  @Test func aDocumentOfItsOwnDeclaresTheKeyOfItsAccessPoint() {
    let yaml =
      accessPoint("policies: [p]", name: "api") + "---\n" + keyPolicy("p") + "---\n"
      + document("ClientKey", "validity: 1y, \(delivery)", name: "api")
    let loaded = load(yaml)
    #expect(loaded.report.diagnostics == [])
    #expect(loaded.desired?.clientKeys["api"]?.spec.validity == TimeSpan(1, .years))
    #expect(loaded.desired?.clientKeys["api"]?.place.description == "m.yaml:13:18")
  }
}
