internal import Cryptography
internal import KMSModel

extension OperationRun {
  /// The authorities of an instance are made when somebody first asks for them, and kept.
  mutating func getInstance() throws(WireError) -> Members {
    guard var instance = inventory.instances[try parameters.required("KmsInstanceId")] else {
      throw .instanceNotFound
    }
    if instance.isConnected, instance.caCertificateChainPEM.isEmpty {
      do {
        let start = instance.createTime.secondsSinceEpoch
        instance.caCertificateChainPEM = try CertificateChain.make(
          commonName: "KMS sandbox CA \(instance.id)", notBefore: start,
          notAfter: start + Self.authorityLifetime)
      } catch {
        throw WireError(500, "InternalFailure", error.message)
      }
      inventory.instances[instance.id] = instance
      inventory.revision += 1
    }
    return [.init(name: "KmsInstance", value: .object(members(of: instance)))]
  }

  func listInstances() throws(WireError) -> Members {
    let filters = try Filters(
      parameters["Filters"], known: ["InstanceName", "KmsInstanceId", "Status"])
    let instances = inventory.instances.all.filter { instance in
      filters.accept {
        switch $0 {
        case "InstanceName": instance.displayName
        case "KmsInstanceId": instance.id
        default: instance.status
        }
      }
    }
    return try parameters.page(defaultSize: 20)
      .answer(instances, "KmsInstances", "KmsInstance") {
        .object([
          "KmsInstanceId": .string($0.id),
          "KmsInstanceArn": .string(inventory.arn("keystore/\($0.id)")),
        ])
      }
  }

  func defaultInstance() -> Members {
    [.init(name: "DefaultKmsInstanceId", value: .string(inventory.defaultInstance))]
  }

  func getInstanceQuotas() throws(WireError) -> Members {
    let id = try parameters.required("KmsInstanceId")
    guard let instance = inventory.instances[id] else { throw .instanceNotFound }
    guard instance.isConnected else {
      throw WireError(
        403, "Forbidden.DKMSInstanceStateInvalid", "The DKMS Instance state is invalid.")
    }
    let used = [
      ("key", Self.keyQuota, inventory.keys.all.count { $0.instance == id }),
      ("secret", Self.secretQuota, inventory.secrets.all.count { $0.instance == id }),
      ("qps", Self.computingPerformance, 0), ("vpc", Self.vpcQuota, 1),
    ]
    let type = parameters["ResourceType"] ?? ""
    guard type.isEmpty || used.contains(where: { $0.0 == type }) else {
      throw .invalid("ResourceType", "not one of key, secret, qps, vpc")
    }
    let items = used.filter { type.isEmpty || $0.0 == type }.map { name, quota, count in
      WireJSON.object([
        "ResourceType": .string(name), "ResourceQuota": .number(quota),
        "UsedQuantity": .number(count),
      ])
    }
    return [
      .init(name: "KmsInstanceId", value: .string(id)),
      .init(name: "KmsInstanceQuotaInfos", value: .array(items)),
    ]
  }

  func describeRegions() -> Members {
    let regions = Self.regions.map { WireJSON.object(["RegionId": .string($0)]) }
    return [.init(name: "Regions", value: .object(["Region": .array(regions)]))]
  }

  private static let authorityLifetime: Int64 = 30 * 365 * 86_400
  static let keyQuota = 1000
  static let secretQuota = 100
  static let computingPerformance = 1000
  static let vpcQuota = 5
  private static let regions = [
    "cn-hangzhou", "cn-shanghai", "cn-shenzhen", "cn-heyuan", "cn-guangzhou", "cn-qingdao",
    "cn-beijing", "cn-zhangjiakou", "cn-huhehaote", "cn-wulanchabu", "cn-chengdu", "cn-hongkong",
    "ap-southeast-1", "ap-southeast-3", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
    "ap-northeast-1", "eu-central-1", "eu-west-1", "us-west-1", "us-east-1", "me-east-1",
  ]
}
