import HTTPTransport
import Testing

struct ProxySettingsTests {
  private func choice(
    _ environment: [String: String], host: String = "kms.example.com", isEncrypted: Bool = true
  ) -> ProxySettings.Choice {
    ProxySettings(environment: environment).choice(host: host, isEncrypted: isEncrypted)
  }

  @Test func theFirstVariableThatIsSetDecides() {
    let all = [
      "https_proxy": "http://a:1", "HTTPS_PROXY": "http://b:1", "all_proxy": "http://c:1",
      "ALL_PROXY": "http://d:1",
    ]
    #expect(choice(all) == .through(url: "http://a:1", variable: "https_proxy"))
    #expect(
      choice(all.merging(["https_proxy": ""]) { $1 })
        == .through(url: "http://b:1", variable: "HTTPS_PROXY"))
    #expect(choice(all, isEncrypted: false) == .through(url: "http://c:1", variable: "all_proxy"))
    #expect(choice(["ALL_PROXY": "d"]) == .through(url: "d", variable: "ALL_PROXY"))
    // A request's header may set this one where programs run as CGI.
    #expect(choice(["HTTP_PROXY": "http://e:1"], isEncrypted: false) == .direct)
  }

  @Test(arguments: [
    ("*", true), ("example.com", true), (".example.com", true), ("kms.example.com", true),
    ("KMS.Example.Com.", true), ("other.com, example.com", true), ("xample.com", false),
    ("s.example.com", false), ("", false), (",", false),
  ])
  func exceptionsAreNamesWithWhatIsBelow(text: String, isDirect: Bool) {
    let found = choice(["HTTPS_PROXY": "http://p:1", "NO_PROXY": text])
    #expect((found == .direct) == isDirect)
  }

  @Test(arguments: [("10.0.0.0/8", true), ("10.1.2.3", true), ("10.1.2.4", false), ("0/0", false)])
  func exceptionsAreAddressesAndBlocks(text: String, isDirect: Bool) {
    let environment = ["HTTPS_PROXY": "http://p:1", "no_proxy": text]
    #expect((choice(environment, host: "10.1.2.3") == .direct) == isDirect)
  }

  @Test(arguments: ["127.0.0.1", "localhost", "::1"])
  func thisMachineNeverHasAProxy(host: String) {
    #expect(choice(["HTTPS_PROXY": "ftp://x y", "ALL_PROXY": "#"], host: host) == .direct)
  }

  @Test(arguments: [
    "http://127.0.0.1:3128", "http://127.0.0.1:3128/", "127.0.0.1:3128", "proxy", "https://p.q",
    "socks5h://u:p%40%2F%23@[::1]:1080", "http://user@host", "http://u:a:b@h:1", "HTTP://h_x:80",
    "http://user:p%C3%A4ss@h:1", "http://user:päss@h:1",
  ])
  func theFormsThatAreRightAreTaken(url: String) {
    #expect(choice(["HTTPS_PROXY": url]) == .through(url: url, variable: "HTTPS_PROXY"))
  }

  @Test(
    "B2: what is no URL of a proxy is told without a word of it",
    arguments: [
      ("http://user:S3#cretPw@127.0.0.1:3128", "%23"),
      ("http://user:S3/cretPw@127.0.0.1:3128", "%23"),
      ("http://user:S3?cretPw@127.0.0.1:3128", "%23"),
      ("http://user:S3@cretPw@127.0.0.1:3128", "%40"),
      ("http://us er:S3cretPw@127.0.0.1:3128", "blank"),
      ("http://user:S3cretPw@127.0.0.1:3128 ", "blank"),
      ("http://user:S3cretPw@127.0.0.1:3128\n", "control"),
      ("http://user:S3%0AcretPw@127.0.0.1:3128", "control"),
      ("http://user:S3cretPw@127.0.0.1:abc", "port"),
      ("http://user:S3cretPw@127.0.0.1:99999", "port"),
      ("http://user:S3cretPw@127.0.0.1:0", "port"),
      ("http://user:S3cretPw", "port"),
      ("ftp://user:S3cretPw@127.0.0.1:3128", "scheme"),
      ("http://user:S3cretPw@", "host"), ("http://user:S3cretPw@:3128", "host"),
      ("http://user:S3cretPw@[::1:3128", "host"), ("http://user:S3cretPw@h|x:3128", "host"),
      ("http://h:3128/?S3cretPw", "'?'"), ("http://h:3128/#S3cretPw", "'?'"), ("://S3cretPw", ""),
    ])
  func malformedFormsAreRefused(url: String, word: String) {
    guard case .malformed("HTTPS_PROXY", let problem) = choice(["HTTPS_PROXY": url]) else {
      Issue.record("taken")
      return
    }
    #expect(problem.contains(word))
    #expect(!problem.contains("cret") && !problem.contains("user:"))
  }

  @Test(arguments: [
    ("https://user:S3#c/r@t@host:1/x", "https://•••@host:1/x"), ("u:p@host", "•••@host"),
    ("https://host:1", "https://host:1"), ("u:S3://x@host", "•••@host"),
  ])
  func aCoveredURLHasNoUser(url: String, covered: String) {
    #expect(URLText.covered(url) == covered)
  }
}
