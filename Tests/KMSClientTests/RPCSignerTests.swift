import KMSClient
import Secrets
import Testing

struct RPCSignerTests {
  private let signer = RPCSigner(accessKeySecret: Secret("testsecret"))

  @Test func theOlderSignatureOfTheService() {
    let parameters = [
      "Action": "DescribePolicy", "Format": "json", "Version": "2016-01-20",
      "Timestamp": "2026-01-02T03:04:05Z", "SignatureNonce": "0123456789abcdef0123456789abcdef",
      "SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0", "AccessKeyId": "testid",
      "Name": "policy test*~",
    ]
    #expect(
      RPCSigner.stringToSign(method: "POST", parameters: parameters)
        == "POST&%2F&AccessKeyId%3Dtestid%26Action%3DDescribePolicy%26Format%3Djson%26Name%3Dpolicy"
        + "%2520test%252A~%26SignatureMethod%3DHMAC-SHA1%26SignatureNonce%3D"
        + "0123456789abcdef0123456789abcdef%26SignatureVersion%3D1.0%26Timestamp%3D"
        + "2026-01-02T03%253A04%253A05Z%26Version%3D2016-01-20")
    #expect(
      signer.signature(method: "POST", parameters: parameters) == "d5xZEXJyu6kDNNUlOYdHNi3+RRI=")
  }

  @Test func theSignatureOfAssumeRole() {
    let parameters = [
      "Action": "AssumeRole", "DurationSeconds": "3600", "Format": "JSON",
      "RoleArn": "acs:ram::1234567890123456:role/kms-admin", "RoleSessionName": "sess-1",
      "SignatureNonce": "0123456789abcdef", "Timestamp": "2026-01-02T03:04:05Z",
      "Version": "2015-04-01", "AccessKeyId": "testid", "SignatureMethod": "HMAC-SHA1",
      "SignatureVersion": "1.0",
    ]
    #expect(
      signer.signature(method: "GET", parameters: parameters) == "TqWOMqRC9Jk8QzAlItwVAQghKmU=")
  }
}
