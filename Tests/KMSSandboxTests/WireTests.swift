import KMSModel
import Testing

@testable import KMSSandbox

@Suite struct WireTests {
  @Test func formsAreReadWithPlusAndEscapes() throws {
    let fields = try #require(FormText.fields("a=x+y%2Bz&b=&c&d=%E4%B8%AD"))
    #expect(fields.map(\.name) == ["a", "b", "c", "d"])
    #expect(fields.map(\.value) == ["x y+z", "", "", "中"])
  }

  @Test(arguments: ["a=%", "a=%2", "a=%zz", "a=%FF"]) func brokenFormsAreRefused(text: String) {
    #expect(FormText.fields(text) == nil)
  }

  @Test func encodingIsTheStandards() {
    #expect(FormText.encoded("a b*c~d/é") == "a%20b%2Ac~d%2F%C3%A9")
  }

  @Test func jsonIsWrittenWithoutBlanksAndInOrder() {
    let value = WireJSON.object([
      "b": .strings(["10.0.0.0/8", "a\"b\\c\n\u{1}"]), "a": .number(1), "c": .null,
      "d": .bool(true),
    ])
    #expect(value.text == #"{"b":["10.0.0.0/8","a\"b\\c\u000a\u0001"],"a":1,"c":null,"d":true}"#)
  }

  @Test func jsonIsRead() {
    #expect(WireJSON(text: #"["a", "b"]"#)?.stringList == ["a", "b"])
    #expect(WireJSON(text: #"["a", 1]"#)?.stringList == nil)
    #expect(WireJSON(text: #"{"NetworkRules": ["x"]}"#)?["NetworkRules"]?.stringList == ["x"])
    #expect(WireJSON(text: "[1") == nil)
  }

  @Test func namesStayInOrder() {
    var store = NamedStore<AccessKeyRecord>()
    for id in ["b", "a", "c", "a"] {
      store[id] = AccessKeyRecord(id: id, secret: "s", securityToken: nil)
    }
    #expect(store.names == ["a", "b", "c"])
    store["b"] = nil
    store["none"] = nil
    #expect(store.names == ["a", "c"])
    #expect(store.all.map(\.id) == ["a", "c"])
  }

  @Test func pagesAreCut() {
    let items = Array(1...25)
    #expect(PageRequest(number: 3, size: 10).slice(items) == [21, 22, 23, 24, 25])
    #expect(PageRequest(number: 4, size: 10).slice(items) == [])
    #expect(PageRequest(number: Int.max, size: 100).slice(items) == [])
  }

  @Test func headsAreRead() throws {
    let text = "POST /?a=b&c HTTP/1.1\r\nHost: x\r\nX-Acs-Date:  1 \r\nContent-Length: 12"
    let head = try #require(HTTPHead(text.utf8))
    #expect(head.method == "POST")
    #expect(head.path == "/")
    #expect(head.query == "a=b&c")
    #expect(head.headers == ["host": "x", "x-acs-date": "1", "content-length": "12"])
    #expect(head.bodyLength == 12)
    #expect(head.keepsConnection)
  }

  @Test(arguments: [
    "GET / HTTP/2", "GET /", "nonsense", "GET http://x/ HTTP/1.1", "GET / HTTP/1.1\r\nno colon",
  ])
  func otherHeadsAreRefused(text: String) {
    #expect(HTTPHead(text.utf8) == nil)
  }

  @Test(arguments: ["transfer-encoding: chunked", "content-length: -1", "content-length: x"])
  func otherFramingHasNoLength(line: String) throws {
    let head = try #require(HTTPHead("GET / HTTP/1.1\r\n\(line)".utf8))
    #expect(head.bodyLength == nil)
  }

  @Test(arguments: [
    ("1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
    ("2026-11-23T12:00:00Z", "Mon, 23 Nov 2026 12:00:00 GMT"),
    ("2024-02-29T23:59:59Z", "Thu, 29 Feb 2024 23:59:59 GMT"),
    ("1969-12-31T23:59:59Z", "Wed, 31 Dec 1969 23:59:59 GMT"),
  ])
  func datesHaveTheFormOfHTTP(iso: String, http: String) throws {
    #expect(try #require(Timestamp(iso8601: iso)).httpDate == http)
  }

  @Test func noncesAreForgottenAfterHalfAnHour() {
    var memory = NonceMemory()
    let start = Timestamp(secondsSinceEpoch: 1_000_000)
    let isNew = [
      memory.remember("n", of: "key", now: start),
      memory.remember("n", of: "key", now: start.adding(seconds: 1800)),
      memory.remember("n", of: "other key", now: start),
      memory.remember("n", of: "key", now: start.adding(seconds: 1801)),
    ]
    #expect(isNew == [true, false, true, true])
  }
}
