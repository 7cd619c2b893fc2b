// swift-tools-version: 6.2

import PackageDescription

// Targets stand in layer order: a target depends only on targets of a lower layer.
// `scripts/check-layers.py` holds the numbers and is part of CI; `docs/architecture.md` has the map.
let package = Package(
  name: "kmsctl",
  products: [
    .executable(name: "kmsctl", targets: ["kmsctl"]),
    .executable(name: "kms-sandbox", targets: ["kms-sandbox"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    // Without its Foundation trait: kmsctl links FoundationEssentials at most.
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    // Paths in swift-subprocess's interface; it brings the package anyway.
    .package(url: "https://github.com/apple/swift-system", from: "1.6.1"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    // Layer 0: the C libraries.
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CProcess"),
    // What is below all others: text as bytes, and how each format writes it.
    .target(name: "Texts"),

    // Layer 1: vocabulary without a domain.
    .target(name: "Diagnostics"),
    .target(name: "Files"),
    .target(name: "Secrets", dependencies: ["CProcess", "Texts"]),
    .target(name: "HTTPTransport", dependencies: ["Texts"]),

    // Layer 2: the domain, and one wrapper per C library.
    .target(name: "KMSModel", dependencies: ["Diagnostics", "Secrets", "Texts"]),
    .target(name: "YAMLSource", dependencies: ["CYAML", "Diagnostics", "Texts"]),
    .target(name: "CurlTransport", dependencies: ["CCurl", "Files", "HTTPTransport", "Texts"]),
    .target(name: "Cryptography", dependencies: ["COpenSSL", "Secrets"]),

    // Layer 3: the pure planner, the manifests, the wire.
    .target(name: "Planning", dependencies: ["Diagnostics", "KMSModel", "Texts"]),
    .target(
      name: "Manifests", dependencies: ["Diagnostics", "KMSModel", "Texts", "YAMLSource"]),
    .target(name: "Credentials", dependencies: ["Files", "HTTPTransport", "Secrets", "Texts"]),
    .target(
      name: "Delivery",
      dependencies: [
        "Cryptography", "KMSModel", "Secrets", "Texts",
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .target(
      name: "KMSSandbox",
      dependencies: [
        "Cryptography", "Files", "KMSModel", "Secrets", "Texts",
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ]),

    // Layer 4: what talks and what acts.
    .target(
      name: "KMSClient",
      dependencies: [
        "Credentials", "Cryptography", "HTTPTransport", "KMSModel", "Secrets", "Texts",
        .product(name: "Logging", package: "swift-log"),
      ]),
    .target(
      name: "Applying",
      dependencies: ["Cryptography", "Delivery", "KMSModel", "Planning", "Secrets", "Texts"]),

    // Layer 5: text and JSON.
    .target(
      name: "Rendering", dependencies: ["Applying", "Diagnostics", "KMSModel", "Planning", "Texts"]),

    // Layer 6: the commands.
    .target(
      name: "KMSCommands",
      dependencies: [
        "Applying", "Credentials", "Cryptography", "CurlTransport", "Delivery", "Diagnostics",
        "Files", "HTTPTransport", "KMSClient", "KMSModel", "Manifests", "Planning", "Rendering",
        "Secrets",
        "Texts", "YAMLSource", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),

    // Layer 7: the programs.
    .executableTarget(name: "kmsctl", dependencies: ["KMSCommands", "Secrets"]),
    .executableTarget(
      name: "kms-sandbox",
      dependencies: [
        "KMSModel", "KMSSandbox", "Texts",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // Tests, one target per source target.
    .testTarget(
      name: "ApplyingTests",
      dependencies: ["Applying", "Cryptography", "Delivery", "KMSModel", "Planning", "Secrets"]),
    .target(name: "TestSupport", dependencies: ["KMSModel"], path: "Tests/TestSupport"),
    .testTarget(name: "CredentialsTests", dependencies: ["Credentials", "Files", "Secrets"]),
    .testTarget(name: "CryptographyTests", dependencies: ["Cryptography", "Secrets"]),
    .testTarget(name: "CurlTransportTests", dependencies: ["CurlTransport", "HTTPTransport"]),
    .testTarget(
      name: "DeliveryTests", dependencies: ["Cryptography", "Delivery", "KMSModel", "Secrets"]),
    .testTarget(name: "FilesTests", dependencies: ["Files"]),
    .testTarget(
      name: "KMSClientTests",
      dependencies: [
        "Credentials", "HTTPTransport", "KMSClient", "KMSModel", "Secrets", "TestSupport",
        .product(name: "Logging", package: "swift-log"),
      ]),
    .testTarget(
      name: "KMSCommandsTests",
      dependencies: [
        "Applying", "Credentials", "Diagnostics", "HTTPTransport", "KMSClient", "KMSCommands",
        "KMSModel", "KMSSandbox", "Planning", "Rendering", "Secrets",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    .testTarget(name: "KMSModelTests", dependencies: ["Cryptography", "KMSModel"]),
    .testTarget(
      name: "KMSSandboxTests",
      dependencies: [
        "Cryptography", "KMSModel", "KMSSandbox", "Secrets",
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ]),
    .testTarget(
      name: "ManifestsTests",
      dependencies: ["Diagnostics", "KMSModel", "Manifests", "YAMLSource"], exclude: ["Fixtures"]),
    .testTarget(
      name: "PlanningTests",
      dependencies: ["Cryptography", "Diagnostics", "KMSModel", "Planning", "TestSupport"]),
    .testTarget(
      name: "RenderingTests",
      dependencies: ["Applying", "Diagnostics", "KMSModel", "Planning", "Rendering"]),
    .testTarget(
      name: "RotationTests",
      dependencies: [
        "Applying", "Credentials", "Cryptography", "Delivery", "Diagnostics", "HTTPTransport",
        "KMSClient", "KMSModel", "KMSSandbox", "Planning", "Secrets",
        .product(name: "Logging", package: "swift-log"),
      ]),
    .testTarget(name: "SecretsTests", dependencies: ["Secrets"]),
    .testTarget(
      name: "SimulationTests",
      dependencies: [
        "Applying", "Credentials", "Cryptography", "Delivery", "HTTPTransport", "KMSClient",
        "KMSCommands", "KMSModel", "KMSSandbox", "Secrets",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ], exclude: ["Stacks"]),
    .testTarget(name: "TextsTests", dependencies: ["Texts"]),
    .testTarget(name: "YAMLSourceTests", dependencies: ["Diagnostics", "YAMLSource"]),
  ],
  swiftLanguageModes: [.v6]
)

let house: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

for target in package.targets where target.type != .system {
  target.swiftSettings = house
}
