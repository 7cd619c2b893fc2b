internal import KMSModel
internal import Texts

extension OperationRun {
  /// The description of an instance, with the service's mixture of types: `SecretNum` is a text
  /// where `KeyNum` is a number, and the chain's lines end in CR LF.
  func members(of instance: InstanceRecord) -> Members {
    let vpc = WireJSON.object([
      "RegionId": .string(inventory.region), "VpcId": .string(Self.vpc),
      "VSwitchId": .string(Self.switchID), "VpcOwnerId": .string(inventory.account),
    ])
    let chain = instance.caCertificateChainPEM.replacing(text: "\n", by: "\r\n")
    return [
      .init(name: "InstanceId", value: .string(instance.id)),
      .init(name: "InstanceName", value: .string(instance.displayName)),
      .init(name: "Status", value: .string(instance.status)),
      .init(name: "CreateTime", value: .string(instance.createTime.iso8601)),
      .init(name: "StartDate", value: .string(instance.createTime.iso8601)),
      .init(
        name: "EndDate",
        value: .string(instance.createTime.adding(seconds: Self.subscription).iso8601)),
      .init(name: "Spec", value: .number(Self.computingPerformance)),
      .init(name: "KeyNum", value: .number(Self.keyQuota)),
      .init(name: "SecretNum", value: .string(String(Self.secretQuota))),
      .init(name: "VpcNum", value: .number(Self.vpcQuota)),
      .init(name: "VpcId", value: .string(instance.isConnected ? Self.vpc : "")),
      .init(name: "VswitchIds", value: .strings(instance.isConnected ? [Self.switchID] : [])),
      .init(name: "ZoneIds", value: .strings(instance.isConnected ? Self.zones : [])),
      .init(name: "CaCertificateChainPem", value: .string(chain)),
      .init(name: "ChargeType", value: .string("PREPAY")),
      .init(name: "ProductType", value: .string("kms_ddi_public_cn")),
      .init(name: "ProductVersion", value: .string("3")),
      .init(name: "SaleStatus", value: .string("Normal")),
      .init(name: "Log", value: .number(1)),
      .init(name: "LogStorage", value: .number(1000)),
      .init(name: "DeletionProtection", value: .bool(false)),
      .init(name: "DeletionProtectionDescription", value: .string("")),
      .init(
        name: "BindVpcs",
        value: .object(["BindVpc": .array(instance.isConnected ? [vpc] : [])])),
    ]
  }

  private static let subscription: Int64 = 5 * 365 * 86_400
  private static let vpc = "vpc-bp1sandbox0000000001"
  private static let switchID = "vsw-bp1sandbox0000000001"
  private static let zones = ["cn-hangzhou-k", "cn-hangzhou-j"]
}
