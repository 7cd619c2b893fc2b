import HTTPTransport
import KMSModel
import Secrets
import Testing

@testable import KMSClient

/// What lies behind an answer, or the lack of one.
struct FailureCauseTests {
  private func cause(_ answer: FakeTransport.Answer, token: String? = nil) async throws
    -> KMSFailure?
  {
    let client = try client(FakeTransport([answer]), token: token)
    return await failure { () async throws(KMSFailure) in
      try await client.describePolicy("p")
    }
  }

  private static func page(_ status: Int, _ body: String, _ type: String = "text/html")
    -> FakeTransport.Answer
  {
    .success(
      HTTPResponse(status: status, headers: [("content-type", type)], body: Array(body.utf8)))
  }

  @Test(
    "B16: what the service does not send is told as that",
    arguments: [
      (page(404, "<html><h1>404"), FailureCause.foreignAnswer),
      (page(200, ""), .foreignAnswer), (page(200, "<html>login"), .foreignAnswer),
      (page(200, "[1]", "application/json"), .foreignAnswer), (page(302, ""), .foreignAnswer),
      (page(502, "<html>bad gateway"), .gatewayFault), (page(429, "<html>"), .throttled),
      (page(200, "{\"Name\":1}", "application/json"), .malformedAnswer),
      (.refusal(403, "Forbidden.InDebt"), .debt),
      (.refusal(403, "Forbidden.InDebtOverdue"), .debt),
    ])
  func foreignAnswersAreToldApart(answer: FakeTransport.Answer, cause: FailureCause) async throws {
    #expect(try await self.cause(answer)?.cause == cause)
  }

  @Test("B12: a missing token is a matter of credentials")
  func aMissingTokenIsAMatterOfCredentials() async throws {
    let failure = try await cause(.refusal(400, "MissingSecurityToken"))
    #expect(failure?.cause == .missingToken)
    #expect(failure?.kind == .authentication)
  }

  @Test func aTemporaryKeyThatIsNotFoundHasEnded() async throws {
    let answer = FakeTransport.Answer.refusal(404, "InvalidAccessKeyId.NotFound")
    #expect(try await cause(answer)?.cause == .unknownAccessKey)
    #expect(try await cause(answer, token: "t0ken-t0ken")?.cause == .expiredToken)
  }

  @Test func theDeniedActionIsTheGatewaysOrTheCalls() async throws {
    let body =
      #"{"RequestId":"r","Code":"NoPermission","Message":"no","AccessDeniedDetail":{"AuthAction":"kms:X","#
      + #""NoPermissionType":"ExplicitDeny"}}"#
    let told = try await cause(.success(HTTPResponse(status: 403, body: Array(body.utf8))))
    #expect(told?.cause == .forbidden)
    #expect(told?.deniedAction == "kms:X")
    let untold = try await cause(.refusal(403, "Forbidden.NoPermission"))
    #expect(untold?.cause == .missingPermission)
    #expect(untold?.deniedAction == "kms:DescribePolicy")
  }

  @Test(
    "B2: a secret that the service quotes is covered",
    arguments: [
      "the token t0ken-t0ken is bad", "testsecret", "Pr0xy%50ass",
    ])
  func aQuotedSecretIsCovered(text: String) async throws {
    let body = #"{"Code":"X.\#(text)","Message":"say: \#(text)","RequestId":"r-1"}"#
    let transport = FakeTransport([
      .success(HTTPResponse(status: 400, body: Array(body.utf8)))
    ])
    let plain = try client(transport, token: "t0ken-t0ken").caller
    let caller = ServiceCaller(
      builder: plain.builder, transport: transport, credentials: plain.credentials,
      retry: plain.retry, environment: plain.environment, logger: plain.logger,
      redactor: Redactor([Secret("Pr0xyPass")]), place: plain.place)
    let failure = await failure { () async throws(KMSFailure) in
      try await caller.perform(ServiceCall("DescribePolicy"))
    }
    let shown = try #require(failure?.description)
    #expect(shown.contains("•••"))
    #expect(!shown.contains("t0ken-t0ken") && !shown.contains("testsecret"))
    #expect(!shown.contains("Pr0xy"))
  }
}
