import CurlTransport
import HTTPTransport
import Testing

@Suite(.timeLimit(.minutes(10)))
struct TLSTests {
  @Test func anUnknownCertificateIsRefused() async throws {
    let server = try TLSServer()
    defer { server.stop() }
    let error = await failure(HTTPRequest(.post, url: server.url))
    #expect(error?.code == .untrustedCertificate)
    #expect(error?.mayHaveBeenSent == false)
  }

  @Test func aCertificateOfTheCAFileIsTrusted() async throws {
    let server = try TLSServer()
    defer { server.stop() }
    let client = try CurlClient(caFile: server.certificate)
    let response = try await client.send(HTTPRequest(.post, url: server.url))
    #expect(response.body == Array("secure".utf8))
  }

  @Test func aCertificateForAnotherNameIsRefused() async throws {
    let server = try TLSServer()
    defer { server.stop() }
    let client = try CurlClient(caFile: server.certificate)
    let url = "https://localhost:\(server.port)/"
    #expect(await failure(HTTPRequest(.post, url: url), client)?.code == .otherHostsCertificate)
  }

  @Test func aCertificateThatHasEndedIsToldApart() async throws {
    let server = try TLSServer(hasEnded: true)
    defer { server.stop() }
    let client = try CurlClient(caFile: server.certificate)
    #expect(
      await failure(HTTPRequest(.post, url: server.url), client)?.code == .expiredCertificate)
  }

  @Test func anOldProtocolIsRefused() async throws {
    let server = try TLSServer(newest: "TLSv1_1")
    defer { server.stop() }
    let client = try CurlClient(caFile: server.certificate)
    #expect(await failure(HTTPRequest(.post, url: server.url), client)?.code == .tlsFailed)
  }

  @Test func aMissingCAFileIsToldByName() async throws {
    let server = try TLSServer()
    defer { server.stop() }
    let client = try CurlClient(caFile: "/nowhere/ca.pem")
    let error = await failure(HTTPRequest(.post, url: server.url), client)
    #expect(error?.code == .unusableCAFile)
    #expect(error?.message.contains("/nowhere/ca.pem") == true)
  }
}
