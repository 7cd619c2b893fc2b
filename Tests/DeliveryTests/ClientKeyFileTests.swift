import Delivery
import FoundationEssentials
import Secrets
import Testing

@Suite struct ClientKeyFileTests {
  private static let text = #"{"KeyId":"KAAP.1","PrivateKeyData":"TUlJ"}"#

  @Test func aFileIsReadWithItsPasswordBeside() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Self.text, to: "clientKey_KAAP.1.json")
    let alone = try ClientKeyFile.locate(directory.place("clientKey_KAAP.1.json"))
    #expect(alone.passwordPath == nil)
    try directory.write("secret", to: "clientKey_KAAP.1_Password.txt")
    let place = try ClientKeyFile.locate(directory.place("clientKey_KAAP.1.json"))
    #expect(place.passwordPath == directory.place("clientKey_KAAP.1_Password.txt"))
    let file = try ClientKeyFile(path: place.keyPath)
    #expect(file.id == "KAAP.1")
    #expect(file.privateKeyData.withUnsafeText { $0 == "TUlJ" })
  }

  @Test func aDirectoryLeadsToItsOnlyKeyAlsoThroughCurrent() throws {
    let directory = try TemporaryDirectory()
    try directory.makeDirectory("KAAP.1")
    try directory.write(Self.text, to: "KAAP.1/clientKey_KAAP.1.json")
    try FileManager.default.createSymbolicLink(
      atPath: directory.place("current"), withDestinationPath: "KAAP.1")
    let expected = directory.place("current/clientKey_KAAP.1.json")
    #expect(try ClientKeyFile.locate(directory.path).keyPath == expected)
    #expect(try ClientKeyFile.locate(directory.place("current")).keyPath == expected)
  }

  /// Kubernetes mounts a secret as links to links.
  @Test func linksAreFollowed() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Self.text, to: "real")
    try FileManager.default.createSymbolicLink(
      atPath: directory.place("clientKey_KAAP.1.json"), withDestinationPath: "real")
    #expect(try ClientKeyFile(path: directory.place("clientKey_KAAP.1.json")).id == "KAAP.1")
  }

  /// A loop of links cannot be looked at by anybody, root included.
  @Test func whatCannotBeLookedAtIsNotMissing() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Self.text, to: "clientKey_KAAP.1.json")
    let password = directory.place("clientKey_KAAP.1_Password.txt")
    try FileManager.default.createSymbolicLink(atPath: password, withDestinationPath: password)
    for path in [password, directory.place("clientKey_KAAP.1.json")] {
      let failure = #expect(throws: ClientKeyFile.Failure.self) {
        try ClientKeyFile.locate(path)
      }
      #expect(failure?.message == "cannot be looked at: Too many levels of symbolic links")
    }
  }

  @Test func severalKeyFilesAreNamed() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Self.text, to: "clientKey_KAAP.1.json")
    try directory.write(Self.text, to: "clientKey_KAAP.2.json")
    let failure = #expect(throws: ClientKeyFile.Failure.self) {
      try ClientKeyFile.locate(directory.path)
    }
    #expect(
      failure?.message
        == "holds several key files: clientKey_KAAP.1.json, clientKey_KAAP.2.json")
  }

  @Test(arguments: [
    ("{}", true), ("not JSON", true), (#"{"KeyId":1,"PrivateKeyData":"x"}"#, true),
  ])
  func otherFilesAreToldFromMissingOnes(text: String, isOther: Bool) throws {
    let directory = try TemporaryDirectory()
    try directory.write(text, to: "file")
    let other = #expect(throws: ClientKeyFile.Failure.self) {
      try ClientKeyFile(path: directory.place("file"))
    }
    #expect(other?.isOtherFile == isOther)
    let missing = #expect(throws: ClientKeyFile.Failure.self) {
      try ClientKeyFile(path: directory.place("nowhere"))
    }
    #expect(missing?.isOtherFile == false)
    #expect(missing?.message == "cannot be read: No such file or directory")
  }

  @Test func whatIsAnIDIsTold() {
    #expect(ClientKeyFile.isID("KAAP.796fb7da-9fd4-4d65-be47-8e7b7e118912"))
    for text in ["KAAP.", "kaap.1", "KAAP.a/b", "KAAP.é", "796fb7da"] {
      #expect(!ClientKeyFile.isID(text))
    }
  }
}
