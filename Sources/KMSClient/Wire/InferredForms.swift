internal import KMSModel
internal import Texts

/// Wire forms that no source documents: everything here is inferred (kms-api §15 U1, U8).
///
/// The types `Public` and `VPC` are sent in the console's spelling. An address inside a VPC is sent
/// as one text, `vpc-…/10.0.0.0/8`, in the same list as plain addresses. What the service really
/// wants, its refusal will tell; what it really returns is kept as it came.
enum InferredForms {
  /// One entry of a VPC rule.
  static func write(vpc: String, range: String) -> String { "\(vpc)/\(range)" }

  /// Reads an entry of a VPC rule; nothing for a plain address.
  static func readVPCEntry(_ text: String) -> SourceAddress? {
    guard text.begins(with: "vpc-"), let slash = text.unicodeScalars.firstIndex(of: "/") else {
      return nil
    }
    return SourceAddress(
      String(text[text.index(after: slash)...]), vpc: String(text[..<slash]))
  }

  /// What takes all network rules off a policy in an update: left out or empty might mean "keep".
  static let noNetworkRules = #"{"NetworkRules":[]}"#
}
