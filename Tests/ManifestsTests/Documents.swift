// Short ways to write one document; the spec is the inside of a flow mapping.

func document(_ kind: String, _ spec: String, name: String = "a", metadata: String = "") -> String {
  let more = metadata.isEmpty ? "" : ", " + metadata
  return """
    apiVersion: kmsctl.dev/v1
    kind: \(kind)
    metadata: {name: \(name)\(more)}
    spec: {\(spec)}

    """
}

func rule(_ spec: String, name: String = "a", metadata: String = "") -> String {
  document("NetworkRule", spec, name: name, metadata: metadata)
}

func privateRule(_ name: String) -> String {
  rule("type: Private, allowedSourceIPs: [10.20.0.0/16]", name: name)
}

func policy(_ spec: String, name: String = "a", metadata: String = "") -> String {
  document("Policy", spec, name: name, metadata: metadata)
}

func keyPolicy(_ name: String) -> String {
  policy(
    "scope: kst-1, roles: [CryptoServiceKeyUser], resources: [key/*], networkRules: unrestricted",
    name: name)
}

func accessPoint(_ spec: String, name: String = "a", metadata: String = "") -> String {
  document("ApplicationAccessPoint", spec, name: name, metadata: metadata)
}

/// An access point with a policy that is declared beside it.
func accessPoint(withKey key: String, metadata: String = "") -> String {
  accessPoint("policies: [p], clientKey: {\(key)}", metadata: metadata) + "---\n" + keyPolicy("p")
}

let delivery = "deliverTo: [{directory: {path: /var/lib/a}}]"
