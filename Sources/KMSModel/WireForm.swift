// Which values travel in a form that no source documents (kms-api §15 U1, U2). Such steps say so,
// and what was created that way is read back.

extension NetworkRuleSpec {
  /// Whether the wire form of this rule is inferred: every type but `Private`.
  public var isWireFormInferred: Bool { type != .privateNetwork }
}

extension PolicySpec {
  /// Whether the wire form of this policy is inferred: never.
  public var isWireFormInferred: Bool { false }
}

extension AccessPointSpec {
  /// Whether the wire form of this access point is inferred: every method but `ClientKey`.
  public var isWireFormInferred: Bool { authenticationMethod != .clientKey }
}
