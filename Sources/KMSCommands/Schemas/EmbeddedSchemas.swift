// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/; do not edit.

/// The JSON Schemas of `schemas/`, as texts inside the program.
enum EmbeddedSchemas {
  /// By name; computed, because nobody needs two.
  static var all: [(name: String, text: String)] {
    [
      ("applicationaccesspoint", applicationaccesspoint + "\n" + applicationaccesspointPart2 + "\n"),
      ("clientkey", clientkey + "\n" + clientkeyPart2 + "\n"),
      ("delivery", delivery + "\n"),
      ("key-list", keyList + "\n" + keyListPart2 + "\n"),
      ("kms-sdk", kmsSdk + "\n"),
      ("manifest", manifest + "\n"),
      ("networkrule", networkrule + "\n"),
      ("plan", plan + "\n" + planPart2 + "\n" + planPart3 + "\n" + planPart4 + "\n"),
      ("policy", policy + "\n"),
      ("quickaccess", quickaccess + "\n" + quickaccessPart2 + "\n"),
      ("stack", stack + "\n"),
    ]
  }
}
