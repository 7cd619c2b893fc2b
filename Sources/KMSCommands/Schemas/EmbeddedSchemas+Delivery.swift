// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/delivery.schema.json; do not edit.

extension EmbeddedSchemas {
  static let delivery = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "kmsctl delivery",
      "description": "What a command destination with stdin: json reads on its standard input: one line, one document.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "formatVersion",
        "account",
        "region",
        "accessPoint",
        "keyId",
        "notBefore",
        "notAfter"
      ],
      "properties": {
        "formatVersion": {
          "description": "The second number grows when members are added, the first when anything else changes.",
          "const": "1.0"
        },
        "account": {
          "description": "The account that owns the access point.",
          "type": "string"
        },
        "region": {
          "description": "Its region.",
          "type": "string"
        },
        "accessPoint": {
          "description": "The application access point.",
          "type": "string"
        },
        "keyId": {
          "description": "The client key's id.",
          "type": "string",
          "pattern": "^KAAP\\."
        },
        "notBefore": {
          "description": "When it becomes valid, UTC.",
          "type": "string",
          "format": "date-time"
        },
        "notAfter": {
          "description": "When it stops being valid, UTC.",
          "type": "string",
          "format": "date-time"
        },
        "privateKeyData": {
          "description": "Base64 of the PKCS#12 container under the password; absent with parts: password.",
          "type": "string"
        },
        "password": {
          "description": "The container's password; absent with parts: key.",
          "type": "string"
        },
        "instance": {
          "description": "The KMS instance the key is for, when it is known.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "id",
            "endpoint",
            "caCertificates"
          ],
          "properties": {
            "id": {
              "description": "kst-….",
              "type": "string"
            },
            "endpoint": {
              "description": "Its host name, without a scheme; constructed from the id.",
              "type": "string"
            },
            "caCertificates": {
              "description": "Its CA chain in PEM.",
              "type": "string"
            }
          }
        }
      },
      "anyOf": [
        {
          "required": [
            "privateKeyData"
          ]
        },
        {
          "required": [
            "password"
          ]
        }
      ]
    }
    """#
}
