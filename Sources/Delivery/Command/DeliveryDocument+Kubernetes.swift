internal import Cryptography
internal import KMSModel
internal import Secrets

extension DeliveryDocument {
  /// A Kubernetes `Secret`.
  ///
  /// Its values stand in `data`, not in `stringData`: the API server never returns the latter, so
  /// server-side apply could not tell who owns which key of it.
  func kubernetesSecret(_ name: KubernetesName) -> JSONText {
    var metadata: [(String, JSONText)] = [("name", .text(name.name))]
    if let namespace = name.namespace { metadata.append(("namespace", .text(namespace))) }
    metadata += [
      (
        "labels",
        .object([
          ("app.kubernetes.io/managed-by", .text("kmsctl")),
          ("kmsctl.dev/key-id", .text(key.issued.id)),
        ])
      ),
      (
        "annotations",
        .object([
          ("kmsctl.dev/access-point", .text(key.issued.accessPoint)),
          ("kmsctl.dev/not-before", .text(key.issued.notBefore.description)),
          ("kmsctl.dev/not-after", .text(key.issued.notAfter.description)),
        ])
      ),
    ]
    var values: [(String, Secret)] = []
    if hasKey { values.append(("clientKey.json", KeyFiles.json(key.issued))) }
    if hasPassword { values.append(("password", key.password)) }
    if let instance = key.instance {
      values += [
        ("endpoint", Secret(instance.endpoint.host)),
        ("ca.pem", Secret(instance.certificateAuthorityPEM)),
      ]
    }
    return .object([
      ("apiVersion", .text("v1")), ("kind", .text("Secret")), ("metadata", .object(metadata)),
      ("type", .text("Opaque")),
      ("data", .object(values.map { ($0, .secret(Base64.encode($1))) })),
    ])
  }
}
