import Texts

/// What is known about regions (kms-api §11).
package enum Region {
  /// Regions with public endpoints in the service's documentation or metadata.
  package static let known = [
    "cn-hangzhou", "cn-shanghai", "cn-shenzhen", "cn-heyuan", "cn-guangzhou", "cn-qingdao",
    "cn-beijing", "cn-zhangjiakou", "cn-huhehaote", "cn-wulanchabu", "cn-chengdu", "cn-hongkong",
    "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-5", "ap-southeast-6",
    "ap-southeast-7", "ap-northeast-1", "ap-northeast-2", "ap-south-1", "eu-central-1",
    "eu-west-1", "us-west-1", "us-east-1", "me-east-1", "cn-hangzhou-finance",
    "cn-shanghai-finance-1", "cn-shenzhen-finance-1", "cn-beijing-finance-1",
  ]

  /// Regions that have rules of type VPC (kms-api §2).
  static let withVPCRules = ["cn-hangzhou", "cn-shanghai", "cn-shenzhen", "cn-zhangjiakou"]

  /// Whether a text can be a region at all; it becomes part of a host name.
  package static func isPlausible(_ text: String) -> Bool {
    let parts = text.parts(at: "-", keepsEmpty: true)
    return parts.count >= 2 && text.utf8.count <= 40
      && parts.allSatisfy { part in
        !part.isEmpty && part.consists { ("a"..."z").contains($0) || $0.isASCIIDigit }
      }
  }
}
