// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/manifest.schema.json; do not edit.

extension EmbeddedSchemas {
  static let manifest = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "kmsctl manifest",
      "description": "Any document but the stack.",
      "type": "object",
      "required": [
        "apiVersion",
        "kind"
      ],
      "properties": {
        "kind": {
          "enum": [
            "NetworkRule",
            "Policy",
            "ApplicationAccessPoint",
            "ClientKey",
            "QuickAccess"
          ]
        }
      },
      "allOf": [
        {
          "if": {
            "required": [
              "kind"
            ],
            "properties": {
              "kind": {
                "const": "NetworkRule"
              }
            }
          },
          "then": {
            "$ref": "networkrule.schema.json"
          }
        },
        {
          "if": {
            "required": [
              "kind"
            ],
            "properties": {
              "kind": {
                "const": "Policy"
              }
            }
          },
          "then": {
            "$ref": "policy.schema.json"
          }
        },
        {
          "if": {
            "required": [
              "kind"
            ],
            "properties": {
              "kind": {
                "const": "ApplicationAccessPoint"
              }
            }
          },
          "then": {
            "$ref": "applicationaccesspoint.schema.json"
          }
        },
        {
          "if": {
            "required": [
              "kind"
            ],
            "properties": {
              "kind": {
                "const": "ClientKey"
              }
            }
          },
          "then": {
            "$ref": "clientkey.schema.json"
          }
        },
        {
          "if": {
            "required": [
              "kind"
            ],
            "properties": {
              "kind": {
                "const": "QuickAccess"
              }
            }
          },
          "then": {
            "$ref": "quickaccess.schema.json"
          }
        }
      ]
    }
    """#
}
