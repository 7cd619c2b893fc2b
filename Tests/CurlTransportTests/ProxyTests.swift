import CurlTransport
import HTTPTransport
import Testing

@Suite(.timeLimit(.minutes(10)))
struct ProxyTests {
  @Test(
    "B9: a refused tunnel is the proxy's word",
    arguments: [
      (407, TransportError.Code.unauthenticatedProxy), (403, .proxyRefusal), (502, .proxyRefusal),
    ])
  func aRefusedTunnelIsTheProxysWord(status: Int, code: TransportError.Code) async throws {
    let listener = try LocalListener { _, _ in
      .answer("HTTP/1.1 \(status) No\r\nContent-Length: 0\r\n\r\n")
    }
    defer { listener.stop() }
    let error = await failure(through: "http://user:wrong@127.0.0.1:\(listener.port)")
    #expect(error?.code == code)
    #expect(error?.message == "the proxy of HTTPS_PROXY refused the tunnel with HTTP \(status)")
    #expect(error?.mayHaveBeenSent == false)
    #expect(listener.requests.count == 1)
    #expect(listener.requests.first?.hasPrefix("CONNECT kms.example.com:443 ") == true)
  }

  @Test func aProxyThatDoesNotListenIsNotTheServer() async throws {
    let listener = try LocalListener { _, _ in .silence }
    listener.stop()
    let error = await failure(through: "http://127.0.0.1:\(listener.port)")
    #expect(error?.code == .unreachableProxy)
    #expect(error?.message.hasSuffix(" (the proxy of HTTPS_PROXY)") == true)
  }

  @Test func aProxyWhoseNameDoesNotResolveIsNamedByItsVariable() async throws {
    let error = await failure(through: "http://user:S3cretPw@proxy.invalid:3128")
    #expect(error?.code == .unresolvedProxy)
    #expect(error?.message == "Could not resolve proxy: proxy.invalid (the proxy of HTTPS_PROXY)")
  }

  @Test(
    "B2: nothing of a malformed proxy is quoted",
    arguments: [
      "http://user:S3#cretPw@127.0.0.1:3128", "http://user:S3cretPw@127.0.0.1:abc",
      "ftp://user:S3cretPw@127.0.0.1:3128", "http://user:S3cretPw@",
    ])
  func nothingOfAMalformedProxyIsQuoted(url: String) async throws {
    let error = await failure(through: url)
    #expect(error?.code == .malformedProxy)
    #expect(error?.message.hasPrefix("HTTPS_PROXY does not hold the URL of a proxy: ") == true)
    #expect(error?.message.contains("cret") == false)
  }

  @Test func theProcesssOwnVariablesAreNotLookedAt() async throws {
    // Without settings there is no proxy, whatever libcurl would find in the environment.
    let listener = try LocalListener { _, _ in LocalListener.ok("{}") }
    defer { listener.stop() }
    #expect(try await CurlClient().send(HTTPRequest(.get, url: listener.url)).status == 200)
  }

  private func failure(through proxy: String) async -> TransportError? {
    do throws(TransportError) {
      let client = try CurlClient(proxies: ProxySettings(environment: ["HTTPS_PROXY": proxy]))
      _ = try await client.send(HTTPRequest(.post, url: "https://kms.example.com/"))
      return nil
    } catch {
      return error
    }
  }
}
