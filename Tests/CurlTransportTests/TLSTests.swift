import CurlTransport
import Foundation
import Glibc
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

  @Test("A11: a CA file that is a pipe, a device, too large or no PEM is told by name")
  func unusableCAFiles() async throws {
    let server = try TLSServer()
    defer { server.stop() }
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    mkfifo(folder + "/pipe", 0o600)
    symlink("/dev/zero", folder + "/device")
    for name in ["large", "words"] {
      try Data("words".utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    }
    truncate(folder + "/large", 1 << 40)
    for (name, what) in [
      ("pipe", "' is a named pipe, expected a file"), ("device", "' is a device, expected a file"),
      ("large", "' has 1099511627776 bytes, expected at most 4194304"),
      ("words", "no certificate of '\(folder)/words' can be used"),
    ] {
      let client = try CurlClient(caFile: "\(folder)/\(name)")
      let error = await failure(HTTPRequest(.post, url: server.url), client)
      #expect(error?.code == .unusableCAFile)
      #expect(error?.message.contains(what) == true, "\(error?.message ?? "no error")")
    }
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
