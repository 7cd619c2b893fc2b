// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/delivery.schema.json; do not edit.

extension EmbeddedSchemas {
  static let delivery = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "a client key delivered by kmsctl",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "accessPoint",
        "clientKeyId",
        "notAfter",
        "notBefore",
        "version"
      ],
      "properties": {
        "version": {
          "description": "The version of this document.",
          "const": 1
        },
        "clientKeyId": {
          "description": "The key's id.",
          "type": "string",
          "pattern": "^KAAP\\."
        },
        "accessPoint": {
          "description": "The application access point.",
          "type": "string"
        },
        "notBefore": {
          "description": "When the key becomes valid, UTC.",
          "type": "string"
        },
        "notAfter": {
          "description": "When it ends, UTC.",
          "type": "string"
        },
        "privateKeyData": {
          "description": "The PKCS#12 container in base64, as in the console's key file; absent where only the password goes.",
          "type": "string"
        },
        "password": {
          "description": "The container's password; absent where only the key goes.",
          "type": "string"
        },
        "instanceId": {
          "description": "The KMS instance; absent when the policies name none, or several.",
          "type": "string"
        },
        "endpoint": {
          "description": "The instance's endpoint without a scheme, constructed from its id.",
          "type": "string"
        },
        "certificateAuthority": {
          "description": "The instance's CA chain in PEM.",
          "type": "string"
        }
      }
    }
    """#
}
