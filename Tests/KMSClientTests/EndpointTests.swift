import HTTPTransport
import KMSClient
import Testing

struct EndpointTests {
  @Test(arguments: [
    ("https://kms.cn-hangzhou.aliyuncs.com", "https://kms.cn-hangzhou.aliyuncs.com/"),
    ("kms.cn-hangzhou.aliyuncs.com", "https://kms.cn-hangzhou.aliyuncs.com/"),
    ("HTTPS://KMS.example.COM:443/", "https://kms.example.com/"),
    ("https://kms.example.com:8443", "https://kms.example.com:8443/"),
    ("http://127.0.0.1:8080", "http://127.0.0.1:8080/"),
    ("http://127.9.9.9", "http://127.9.9.9/"),
    ("http://localhost:80/", "http://localhost/"),
    ("http://[::1]:8080", "http://[::1]:8080/"),
    ("https://[fd00::1]", "https://[fd00::1]/"),
  ])
  func anEndpointIsRead(text: String, url: String) throws {
    #expect(try Endpoint(parsing: text).url == url)
  }

  @Test(arguments: [
    "http://kms.cn-hangzhou.aliyuncs.com", "http://127.0.0.1.example.com", "http://128.0.0.1",
    "http://localhost.example.com", "http://[::2]", "http://127.0.0.256", "http://127.1",
  ])
  func plainHTTPGoesToLoopbackOnly(text: String) {
    #expect(
      failure { try Endpoint(parsing: text) }
        == "endpoint '\(text)' is plain HTTP to another machine; use https://, plain HTTP is for"
        + " loopback addresses (127.0.0.0/8, ::1, localhost) only")
  }

  @Test(arguments: [
    "", "https://", "https://user@kms.example.com", "https://kms.example.com/path",
    "https://kms.example.com?x", "https://kms.example.com:0", "https://kms.example.com:99999",
    "https://kms.example.com:", "https://kms example.com", "https://kms..example.com",
    "https://[::1", "https://[1.2.3.4]", "https://kms.example.com\r\nx",
    "https://kms_x.example.com",
  ])
  func anythingElseIsRefused(text: String) {
    #expect(
      failure { try Endpoint(parsing: text) }
        == "endpoint '\(URLText.covered(text))' is not of the form https://host[:port]")
  }

  @Test func anotherSchemeIsRefused() {
    #expect(
      failure { try Endpoint(parsing: "ftp://kms.example.com") }
        == "endpoint 'ftp://kms.example.com' has scheme 'ftp'; use https")
  }

  @Test func theRegionNamesTheHosts() throws {
    let internet = try ServiceEndpoints(region: "cn-hangzhou", environment: [:])
    #expect(internet.kms.url == "https://kms.cn-hangzhou.aliyuncs.com/")
    #expect(internet.sts.url == "https://sts.cn-hangzhou.aliyuncs.com/")
    let vpc = try ServiceEndpoints(
      region: "cn-hangzhou", environment: ["ALIBABA_CLOUD_ENDPOINT_TYPE": "vpc"])
    #expect(vpc.kms.url == "https://kms-vpc.cn-hangzhou.aliyuncs.com/")
    #expect(vpc.sts.url == "https://sts-vpc.cn-hangzhou.aliyuncs.com/")
  }

  @Test func theVariableWinsOverTheProfile() throws {
    let profile = try ServiceEndpoints(
      region: "cn-hangzhou", endpointType: "vpc", environment: [:])
    #expect(profile.kms.url == "https://kms-vpc.cn-hangzhou.aliyuncs.com/")
    let variable = try ServiceEndpoints(
      region: "cn-hangzhou", endpointType: "vpc",
      environment: ["ALIBABA_CLOUD_ENDPOINT_TYPE": "public"])
    #expect(variable.kms.url == "https://kms.cn-hangzhou.aliyuncs.com/")
  }

  @Test func theFlagWinsOverTheVariable() throws {
    let environment = [
      "ALIBABA_CLOUD_ENDPOINT": "kms-proxy.example.com",
      "ALIBABA_CLOUD_STS_ENDPOINT": "sts-proxy.example.com",
    ]
    let variable = try ServiceEndpoints(region: "cn-hangzhou", environment: environment)
    #expect(variable.kms.url == "https://kms-proxy.example.com/")
    #expect(variable.sts.url == "https://sts-proxy.example.com/")
    let flag = try ServiceEndpoints(
      region: "cn-hangzhou", endpoint: "https://a.example.com",
      stsEndpoint: "https://b.example.com", environment: environment)
    #expect(flag.kms.url == "https://a.example.com/")
    #expect(flag.sts.url == "https://b.example.com/")
  }

  @Test func aLoopbackEndpointServesTheIdentityToo() throws {
    let endpoints = try ServiceEndpoints(
      region: "cn-hangzhou", endpoint: "http://127.0.0.1:9001",
      environment: ["ALIBABA_CLOUD_STS_ENDPOINT": "sts.example.com"])
    #expect(endpoints.sts == endpoints.kms)
  }

  @Test(arguments: [
    "", "evil.example.com/", "cn-hangzhou.evil", "cn_x", "cn-", "CN-HANGZHOU", "cn",
  ])
  func aRegionCannotNameAnotherHost(region: String) {
    #expect(
      failure { try Endpoint.kms(region: region, network: .internet) }
        == "'\(region)' is not a region; regions look like 'cn-hangzhou'")
  }

  private func failure(_ body: () throws -> Endpoint) -> String? {
    do {
      _ = try body()
      return nil
    } catch {
      return "\(error)"
    }
  }
}
