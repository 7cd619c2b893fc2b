// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/kms-sdk.schema.json; do not edit.

extension EmbeddedSchemas {
  static let kmsSdk = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "kms-sdk.json beside a delivered client key",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "keyId",
        "endpoint",
        "instanceId",
        "protocol"
      ],
      "properties": {
        "protocol": {
          "description": "Always https.",
          "const": "https"
        },
        "endpoint": {
          "description": "The instance's endpoint without a scheme, constructed from its id.",
          "type": "string"
        },
        "instanceId": {
          "description": "The KMS instance.",
          "type": "string"
        },
        "keyId": {
          "description": "The key's id.",
          "type": "string",
          "pattern": "^KAAP\\."
        },
        "clientKeyFile": {
          "description": "The key file; absent where only the password is delivered.",
          "type": "string"
        },
        "passwordFromFilePath": {
          "description": "The password file; absent where only the key is delivered.",
          "type": "string"
        },
        "caFilePath": {
          "description": "The instance's CA chain, when 'sdk' holds 'ca'.",
          "type": "string"
        }
      }
    }
    """#
}
