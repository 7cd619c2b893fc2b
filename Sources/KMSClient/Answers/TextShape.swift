/// What a text of an answer may look like; every rule works on bytes or scalars.
///
/// Lengths and alphabets that no source gives are inferred, and generous: they keep out what could
/// not be one at all.
enum TextShape: Sendable, Hashable {
  /// What an object's owner wrote: anything, up to 16 KiB; it is escaped wherever it is shown.
  case freeText
  /// An object's name; which letters it may have is not known (kms-api §1, U3).
  case name
  /// `cn-hangzhou`, `Private`, `RAMUser`: letters, digits, `-`, `_` and `.`.
  case word
  /// An account's number.
  case digits
  /// `KAAP.` and a UUID (kms-api §1).
  case clientKeyID
  /// `acs:…`, as far as it is only shown.
  case shownARN
  /// The id of a request: a UUID in every sample (kms-api §1); here any word.
  case requestID
  /// One certificate or more in PEM.
  case certificates
  /// Base64 of a container, in one line (kms-api §5).
  case base64
  /// A secret's value.
  case secretValue

  func fits(_ text: String) -> Bool {
    let bytes = text.utf8
    switch self {
    case .freeText: return bytes.count <= 16_384
    case .name: return (1...255).contains(bytes.count) && Self.isPrintable(text)
    case .word: return (1...64).contains(bytes.count) && bytes.allSatisfy(Self.isWordByte)
    case .digits: return (1...32).contains(bytes.count) && bytes.allSatisfy(Self.isDigit)
    case .clientKeyID: return Self.isClientKeyID(Array(bytes))
    case .shownARN:
      return (1...1_024).contains(bytes.count) && Self.isPrintable(text)
        && bytes.starts(with: "acs:".utf8)
    case .requestID: return (1...128).contains(bytes.count) && bytes.allSatisfy(Self.isWordByte)
    case .certificates:
      return bytes.count <= 65_536 && bytes.starts(with: "-----BEGIN CERTIFICATE-----".utf8)
        && bytes.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0A || $0 == 0x0D }
    case .base64: return Self.isBase64(Array(bytes))
    case .secretValue: return bytes.count <= 65_536
    }
  }

  /// No controls, no invisible characters and nothing that ends a line.
  private static func isPrintable(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
      default: true
      }
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || isLetter(byte) || [0x2D, 0x2E, 0x5F].contains(byte)
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
  }

  private static func isClientKeyID(_ bytes: [UInt8]) -> Bool {
    guard bytes.count == 41, bytes.starts(with: "KAAP.".utf8) else { return false }
    return bytes.dropFirst(5).enumerated().allSatisfy { place, byte in
      [8, 13, 18, 23].contains(place) ? byte == 0x2D : isHexDigit(byte)
    }
  }

  private static func isBase64(_ bytes: [UInt8]) -> Bool {
    guard (4...65_536).contains(bytes.count), bytes.count % 4 == 0 else { return false }
    let padding = bytes.reversed().prefix { $0 == 0x3D }.count
    return padding <= 2
      && bytes.dropLast(padding).allSatisfy {
        isDigit($0) || isLetter($0) || $0 == 0x2B || $0 == 0x2F
      }
  }
}
