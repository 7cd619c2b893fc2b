import Diagnostics

/// Everything a manifest is checked for, by the stable name in `docs/diagnostics.md`.
enum ManifestCheck: String, Sendable, Hashable, CaseIterable {
  // Files.
  case stackNotFound = "stack-not-found"
  case pathNotFound = "path-not-found"
  case unreadableFile = "unreadable-file"
  case noManifests = "no-manifests"
  case pathOutsideStack = "path-outside-stack"
  case pathOutsideRepository = "path-outside-repository"
  case skippedFile = "skipped-file"
  case noDocument = "no-document"

  // The shape of a document.
  case missingKey = "missing-key"
  case unknownKey = "unknown-key"
  case duplicateKey = "duplicate-key"
  case wrongType = "wrong-type"
  case emptyValue = "empty-value"
  case emptyList = "empty-list"
  case duplicateEntry = "duplicate-entry"
  case unknownValue = "unknown-value"
  case outOfRange = "out-of-range"
  case invalidPath = "invalid-path"
  case notAvailable = "not-available"
  case foreignAPIVersion = "foreign-api-version"
  case unknownKind = "unknown-kind"
  case misplacedStack = "misplaced-stack"
  case misplacedManifest = "misplaced-manifest"
  case secondStack = "second-stack"
  case missingStack = "missing-stack"

  // Names and references.
  case invalidName = "invalid-name"
  case reservedName = "reserved-name"
  case reservedDescription = "reserved-description"
  case duplicateName = "duplicate-name"
  case undeclaredReference = "undeclared-reference"
  case ignoredDeclaration = "ignored-declaration"
  case notWaivable = "not-waivable"

  // The stack.
  case invalidOwner = "invalid-owner"
  case invalidAccount = "invalid-account"
  case unusualAccount = "unusual-account"
  case invalidRegion = "invalid-region"
  case unknownRegion = "unknown-region"
  case invalidPattern = "invalid-pattern"

  // Network rules.
  case invalidAddress = "invalid-address"
  case ipv6Address = "ipv6-address"
  case hostBits = "host-bits"
  case publicAddress = "public-address"
  case privateAddress = "private-address"
  case openToEveryone = "open-to-everyone"
  case duplicateAddress = "duplicate-address"
  case overlappingAddress = "overlapping-address"
  case tooManyAddresses = "too-many-addresses"
  case invalidVPC = "invalid-vpc"
  case vpcRegion = "vpc-region"

  // Policies.
  case invalidScope = "invalid-scope"
  case invalidResource = "invalid-resource"
  case tooManyRoles = "too-many-roles"
  case tooManyResources = "too-many-resources"
  case roleScope = "role-scope"
  case roleResource = "role-resource"
  case tooManyNetworkRules = "too-many-network-rules"
  case networkTypeScope = "network-type-scope"
  case privateRuleOnSharedGateway = "private-rule-on-shared-gateway"

  // Access points and client keys.
  case tooManyPolicies = "too-many-policies"
  case ramRole = "ram-role"
  case accessPointWithoutKey = "access-point-without-key"
  case invalidDuration = "invalid-duration"
  case validityTooLong = "validity-too-long"
  case shortValidity = "short-validity"
  case renewBefore = "renew-before"
  case longOverlap = "long-overlap"
  case invalidTime = "invalid-time"
  case emptyWindow = "empty-window"
  case invalidDate = "invalid-date"
  case freezeOrder = "freeze-order"
  case inlinePassword = "inline-password"
  case passwordSource = "password-source"
  case sharedDirectory = "shared-directory"
  case sharedSecret = "shared-secret"
  case readableSecret = "readable-secret"
  case instanceUnknown = "instance-unknown"
  case missingHalf = "missing-half"
  case splitHalves = "split-halves"
  case relativeProgram = "relative-program"

  /// The code under which diagnostics carry it.
  var code: Diagnostic.Code { Diagnostic.Code(rawValue: rawValue) }

  /// Whether it stops the run.
  var severity: Diagnostic.Severity {
    switch self {
    case .noManifests, .skippedFile, .noDocument, .tooManyRoles, .tooManyResources, .duplicateEntry,
      .unusualAccount, .unknownRegion, .hostBits,
      .publicAddress, .privateAddress, .openToEveryone, .duplicateAddress, .overlappingAddress,
      .roleResource, .privateRuleOnSharedGateway, .accessPointWithoutKey, .shortValidity,
      .longOverlap:
      .warning
    default: .error
    }
  }

  /// Whether `metadata.waive` may silence it: the service takes what it speaks about.
  var isWaivable: Bool {
    switch self {
    case .hostBits, .publicAddress, .privateAddress, .openToEveryone, .duplicateAddress,
      .overlappingAddress, .tooManyRoles, .tooManyResources, .roleScope, .roleResource,
      .networkTypeScope,
      .privateRuleOnSharedGateway, .accessPointWithoutKey, .shortValidity, .longOverlap:
      true
    default: false
    }
  }
}
