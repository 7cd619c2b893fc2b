import KMSClient
import Secrets
import Testing

/// The vectors of the official SDK and of the published signature guide.
struct RequestSignerTests {
  private static let emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
  private static let nonce = "0123456789abcdef0123456789abcdef"

  private static func headers(
    _ action: String, hash: String = emptyHash, provider: String? = "static_ak",
    more: [String: String] = [:]
  ) -> [String: String] {
    var headers = [
      "host": "kms.cn-hangzhou.aliyuncs.com", "x-acs-action": action, "x-acs-content-sha256": hash,
      "x-acs-date": "2026-01-02T03:04:05Z", "x-acs-signature-nonce": nonce,
      "x-acs-version": "2016-01-20",
    ]
    if let provider {
      headers["accept"] = "application/json"
      headers["user-agent"] = "test-agent/1.0"
      headers["x-acs-credentials-provider"] = provider
    }
    return headers.merging(more) { $1 }
  }

  private func authorization(_ request: CanonicalRequest) -> String {
    RequestSigner(accessKeyID: "testid", accessKeySecret: Secret("testsecret"))
      .authorization(for: request)
  }

  @Test func specialCharactersInTheQuery() {
    let request = CanonicalRequest(
      method: "POST",
      query: [
        "Description": "a b+c*d~e/f%g=h&i'j 中文é",
        "SourcePrivateIp": #"["10.0.0.0/8","192.168.1.1"]"#, "Name": "net-1", "Type": "Private",
      ], headers: Self.headers("CreateNetworkRule"), payloadHash: Self.emptyHash)
    #expect(
      request.text == """
        POST
        /
        Description=a%20b%2Bc%2Ad~e%2Ff%25g%3Dh%26i%27j%20%E4%B8%AD%E6%96%87%C3%A9&Name=net-1\
        &SourcePrivateIp=%5B%2210.0.0.0%2F8%22%2C%22192.168.1.1%22%5D&Type=Private
        accept:application/json
        host:kms.cn-hangzhou.aliyuncs.com
        user-agent:test-agent/1.0
        x-acs-action:CreateNetworkRule
        x-acs-content-sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
        x-acs-credentials-provider:static_ak
        x-acs-date:2026-01-02T03:04:05Z
        x-acs-signature-nonce:0123456789abcdef0123456789abcdef
        x-acs-version:2016-01-20

        accept;host;user-agent;x-acs-action;x-acs-content-sha256;x-acs-credentials-provider\
        ;x-acs-date;x-acs-signature-nonce;x-acs-version
        e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
        """)
    #expect(
      RequestSigner.stringToSign(request)
        == "ACS3-HMAC-SHA256\n04aa1879c24cbed165a463c503fde30bdbf7ab14f45c7f6d4de40b8e26354957")
    #expect(
      authorization(request)
        == "ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=accept;host;user-agent;x-acs-action;"
        + "x-acs-content-sha256;x-acs-credentials-provider;x-acs-date;x-acs-signature-nonce;"
        + "x-acs-version,"
        + "Signature=7b42f25a2bce95f059563fecc7db3a8b638d645b444ac47045604b22d6828ced")
  }

  @Test func noParametersAtAll() {
    let request = CanonicalRequest(
      method: "POST", query: [:], headers: Self.headers("GetDefaultKmsInstance"),
      payloadHash: Self.emptyHash)
    #expect(
      authorization(request)
        == "ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=accept;host;user-agent;x-acs-action;"
        + "x-acs-content-sha256;x-acs-credentials-provider;x-acs-date;x-acs-signature-nonce;"
        + "x-acs-version,"
        + "Signature=20d18eebfaa0bec7dce54e2e21a5b9652389ffc7b3fab4beee07bb9c897ae5db")
  }

  @Test func temporaryCredentials() {
    let token = ["x-acs-accesskey-id": "testid", "x-acs-security-token": "sts+tok/en=="]
    let request = CanonicalRequest(
      method: "GET", query: ["AapName": "aap_test"],
      headers: Self.headers("ListClientKeys", provider: "static_sts", more: token),
      payloadHash: Self.emptyHash)
    #expect(
      authorization(request)
        == "ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=accept;host;user-agent;"
        + "x-acs-accesskey-id;x-acs-action;x-acs-content-sha256;x-acs-credentials-provider;"
        + "x-acs-date;x-acs-security-token;x-acs-signature-nonce;x-acs-version,"
        + "Signature=2353d0542f7eb64152b1d66bf8a83497f44e8cc1df37a30cb02afa38c8b720a6")
  }

  @Test func aFormBody() {
    let body =
      "Description=x+y&Name=policy_test&Permissions=%5B%22RbacPermission%2FTemplate%2F"
      + "CryptoServiceKeyUser%22%5D&Resources=%5B%22key%2F%2A%22%5D"
    let hash = CanonicalRequest.payloadHash(Array(body.utf8))
    #expect(hash == "ea2204f0bd4f9c0c4563631e56b44e83174e068407e8ce562d8b411f92eee0cd")
    let form = ["content-type": "application/x-www-form-urlencoded"]
    let request = CanonicalRequest(
      method: "POST", query: [:], headers: Self.headers("UpdatePolicy", hash: hash, more: form),
      payloadHash: hash)
    #expect(
      authorization(request)
        == "ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=accept;content-type;host;user-agent;"
        + "x-acs-action;x-acs-content-sha256;x-acs-credentials-provider;x-acs-date;"
        + "x-acs-signature-nonce;x-acs-version,"
        + "Signature=61ff9238433877b79e6e04c45c0163fd3a9d0cd8d3454465a046d2e0286dc0cb")
  }

  @Test func theSmallestSetOfHeaders() {
    let request = CanonicalRequest(
      method: "POST", query: ["PageNumber": "2", "PageSize": "100"],
      headers: Self.headers("ListNetworkRules", provider: nil), payloadHash: Self.emptyHash)
    #expect(
      RequestSigner.stringToSign(request)
        == "ACS3-HMAC-SHA256\n4c1041d2d338724e48c82cddbda9bf588d830f611844e596a1f0300de8404622")
    #expect(
      authorization(request)
        == "ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=host;x-acs-action;"
        + "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
        + "Signature=7892c2f5624b2c6bdcf801286910e70bf678964d65825ffec759b346f561b1a8")
  }

  @Test func theVectorOfTheSignatureGuide() {
    let request = CanonicalRequest(
      method: "POST",
      query: [
        "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId": "cn-shanghai",
      ],
      headers: [
        "host": "ecs.cn-shanghai.aliyuncs.com", "x-acs-action": "RunInstances",
        "x-acs-content-sha256": Self.emptyHash, "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d", "x-acs-version": "2014-05-26",
      ], payloadHash: Self.emptyHash)
    let signer = RequestSigner(
      accessKeyID: "YourAccessKeyId", accessKeySecret: Secret("YourAccessKeySecret"))
    #expect(
      RequestSigner.stringToSign(request)
        == "ACS3-HMAC-SHA256\n7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259")
    #expect(
      signer.authorization(for: request)
        == "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;"
        + "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
        + "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0")
  }
}
