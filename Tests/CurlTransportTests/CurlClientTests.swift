import CurlTransport
import HTTPTransport
import Testing

@Suite(.timeLimit(.minutes(10)))
struct CurlClientTests {
  @Test func theAnswerArrivesWhole() async throws {
    let listener = try LocalListener { _, _ in
      .answer(
        "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nX-Twice: a\r\nx-twice:  b \r\n\r\ngone")
    }
    defer { listener.stop() }
    let response = try await CurlClient().send(HTTPRequest(.get, url: listener.url))
    #expect(response.status == 404)
    #expect(response.body == Array("gone".utf8))
    #expect(response.headers.filter { $0.name == "x-twice" }.map(\.value) == ["a", "b"])
  }

  @Test func nothingIsAddedToARequestButWhatTheContractSays() async throws {
    let listener = try LocalListener { _, _ in LocalListener.ok("{}") }
    defer { listener.stop() }
    let client = try CurlClient()
    let headers = [(name: "x-acs-action", value: "DescribePolicy"), (name: "x-empty", value: "")]
    _ = try await client.send(
      HTTPRequest(.post, url: listener.url + "?Name=p%20q", headers: headers))
    _ = try await client.send(
      HTTPRequest(
        .post, url: listener.url,
        headers: [("content-type", "application/x-www-form-urlencoded")],
        body: Array("Name=p+q".utf8)))
    _ = try await client.send(HTTPRequest(.get, url: listener.url))
    _ = try await client.send(HTTPRequest(.put, url: listener.url, body: [65]))
    let host = "Host: 127.0.0.1:\(listener.port)"
    #expect(
      listener.requests == [
        "POST /?Name=p%20q HTTP/1.1\r\n\(host)\r\nx-acs-action: DescribePolicy\r\nx-empty:\r\n"
          + "Content-Length: 0\r\n\r\n",
        "POST / HTTP/1.1\r\n\(host)\r\ncontent-type: application/x-www-form-urlencoded\r\n"
          + "Content-Length: 8\r\n\r\nName=p+q",
        "GET / HTTP/1.1\r\n\(host)\r\n\r\n",
        "PUT / HTTP/1.1\r\n\(host)\r\nContent-Length: 1\r\n\r\nA",
      ])
  }

  @Test func aRefusedConnectionIsToldAndNothingWasSent() async throws {
    let listener = try LocalListener { _, _ in .silence }
    listener.stop()
    let error = await failure(HTTPRequest(.post, url: listener.url))
    #expect(error?.code == .connectionFailed)
    #expect(error?.mayHaveBeenSent == false)
  }

  @Test func aSilentServerTimesOut() async throws {
    let listener = try LocalListener { _, _ in .silence }
    defer { listener.stop() }
    let error = await failure(
      HTTPRequest(.post, url: listener.url, timeout: .milliseconds(80)))
    #expect(error?.code == .timedOut)
    #expect(error?.mayHaveBeenSent == true)
  }

  @Test("A11: the time limit of a request holds while others keep all connections busy")
  func limitHoldsInTheQueue() async throws {
    let listener = try LocalListener { _, _ in .silence }
    defer { listener.stop() }
    let client = try CurlClient(limits: .init(connectionsPerHost: 2))
    let url = listener.url
    let busy = Task {
      await withTaskGroup { group in
        for _ in 0..<2 {
          group.addTask { await failure(HTTPRequest(.get, url: url), client)?.code }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
    }
    await listener.waitForRequests(2)
    let start = SuspendingClock.now
    let error = await failure(
      HTTPRequest(.post, url: url, timeout: .milliseconds(80)), client)
    #expect(start.duration(to: .now) < .seconds(25))
    #expect(error?.code == .timedOut)
    #expect(error?.mayHaveBeenSent == false)
    #expect(listener.requests.count == 2)
    busy.cancel()
    #expect(await busy.value == [.cancelled, .cancelled])
  }

  @Test("A11: the time limit of a request holds for a drip of bytes, too")
  func limitHoldsForADrip() async throws {
    let listener = try LocalListener { _, _ in
      .drip("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    }
    defer { listener.stop() }
    let start = SuspendingClock.now
    let error = await failure(HTTPRequest(.get, url: listener.url, timeout: .milliseconds(200)))
    #expect(error?.code == .timedOut)
    // All of it takes a quarter of an hour.
    #expect(start.duration(to: .now) < .seconds(60))
  }

  @Test func cancellingATaskEndsItsTransfer() async throws {
    let listener = try LocalListener { _, _ in .silence }
    defer { listener.stop() }
    let client = try CurlClient()
    let url = listener.url
    let task = Task { await failure(HTTPRequest(.post, url: url), client) }
    await listener.waitForRequests(1)
    task.cancel()
    let error = await task.value
    #expect(error?.code == .cancelled)
    #expect(error?.mayHaveBeenSent == true)
  }

  @Test func twoHundredTransfersCanBeCancelledAtOnce() async throws {
    let listener = try LocalListener { _, _ in .silence }
    defer { listener.stop() }
    let client = try CurlClient()
    let url = listener.url
    let task = Task {
      await withTaskGroup { group in
        for _ in 0..<200 {
          group.addTask { await failure(HTTPRequest(.get, url: url), client)?.code }
        }
        return await group.reduce(into: 0) { $0 += $1 == .cancelled ? 1 : 0 }
      }
    }
    await listener.waitForRequests(1)
    task.cancel()
    #expect(await task.value == 200)
  }

  @Test func aBrokenConnectionMayHaveCarriedTheRequest() async throws {
    let listener = try LocalListener { _, _ in .hangUp }
    defer { listener.stop() }
    let error = await failure(HTTPRequest(.post, url: listener.url))
    #expect(error?.code == .connectionLost)
    #expect(error?.mayHaveBeenSent == true)
  }

  @Test func anUnrepeatableRequestIsSentOnceEvenAfterAKeptConnectionBroke() async throws {
    let listener = try LocalListener { number, _ in number == 1 ? LocalListener.ok("{}") : .hangUp }
    defer { listener.stop() }
    let client = try CurlClient()
    _ = try await client.send(HTTPRequest(.post, url: listener.url))
    let create = HTTPRequest(.post, url: listener.url, isRepeatable: false)
    #expect(await failure(create, client)?.code == .connectionLost)
    #expect(listener.requests.count == 2)
  }

  @Test func anAnswerBeyondTheBoundIsRefused() async throws {
    let listener = try LocalListener { _, request in
      LocalListener.ok(String(repeating: "x", count: request.contains("/big") ? 1_001 : 1_000))
    }
    defer { listener.stop() }
    let client = try CurlClient(limits: .init(answerBytes: 1_000))
    let fits = try await client.send(HTTPRequest(.get, url: listener.url))
    #expect(fits.body.count == 1_000)
    let error = await failure(HTTPRequest(.get, url: listener.url + "big"), client)
    #expect(error?.code == .answerTooLarge)
    #expect(error?.message == "the answer is larger than 1000 bytes")
  }

  @Test func endlessHeadersAreRefused() async throws {
    let line = "x-filler: " + String(repeating: "y", count: 60_000) + "\r\n"
    let listener = try LocalListener { _, _ in
      .answer("HTTP/1.1 200 OK\r\n" + String(repeating: line, count: 5) + "\r\n")
    }
    defer { listener.stop() }
    let error = await failure(HTTPRequest(.get, url: listener.url))
    #expect(error?.code == .answerTooLarge)
  }

  @Test func twoHundredRequestsShareAHandfulOfConnections() async throws {
    let listener = try LocalListener { _, _ in LocalListener.ok("{}") }
    defer { listener.stop() }
    let client = try CurlClient()
    let url = listener.url
    let answered = await withTaskGroup { group in
      for _ in 0..<200 {
        group.addTask { try? await client.send(HTTPRequest(.post, url: url)).status }
      }
      return await group.reduce(into: 0) { $0 += $1 == 200 ? 1 : 0 }
    }
    #expect(answered == 200)
    #expect((1...8).contains(listener.connectionCount))
  }

  @Test func oneAfterTheOtherShareOneConnection() async throws {
    let listener = try LocalListener { _, _ in LocalListener.ok("{}") }
    defer { listener.stop() }
    let client = try CurlClient()
    for _ in 0..<5 { _ = try await client.send(HTTPRequest(.post, url: listener.url)) }
    #expect(listener.connectionCount == 1)
  }

  @Test func aRedirectIsAnAnswerAndNotFollowed() async throws {
    let listener = try LocalListener { _, _ in
      .answer("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n")
    }
    defer { listener.stop() }
    let response = try await CurlClient().send(HTTPRequest(.get, url: listener.url))
    #expect(response.status == 302)
    #expect(listener.requests.count == 1)
  }

  @Test func theLastReferenceClosesTheConnections() async throws {
    let listener = try LocalListener { _, _ in LocalListener.ok("{}") }
    defer { listener.stop() }
    do {
      let client = try CurlClient()
      _ = try await client.send(HTTPRequest(.get, url: listener.url))
    }
    await listener.waitForClose()
  }

  @Test(arguments: ["ftp://127.0.0.1/", "file:///etc/passwd", "http://", "no url"])
  func onlyHTTPURLsAreSent(url: String) async {
    let error = await failure(HTTPRequest(.get, url: url))
    #expect(error?.code == .badURL || error?.code == .unresolvedHost)
    #expect(error?.mayHaveBeenSent == false)
  }

  @Test func aHeaderCannotBringAnotherAlong() async throws {
    let request = HTTPRequest(
      .get, url: "http://127.0.0.1:1/", headers: [("user-agent", "a\r\nx-evil: b")])
    #expect(await failure(request)?.message == "header 'user-agent' holds a control character")
  }
}

/// The error of a request that must fail.
func failure(_ request: HTTPRequest, _ client: CurlClient? = nil) async -> TransportError? {
  do throws(TransportError) {
    let client = if let client { client } else { try CurlClient() }
    _ = try await client.send(request)
    return nil
  } catch {
    return error
  }
}
