// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/policy.schema.json; do not edit.

extension EmbeddedSchemas {
  static let policy = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "kmsctl policy",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "apiVersion",
        "kind",
        "metadata",
        "spec"
      ],
      "properties": {
        "apiVersion": {
          "description": "The version of the manifest format.",
          "const": "kmsctl.dev/v1"
        },
        "kind": {
          "description": "The kind of document.",
          "const": "Policy"
        },
        "metadata": {
          "description": "Which object this is.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "name"
          ],
          "properties": {
            "name": {
              "description": "The name at the service; unique within its kind.",
              "type": "string",
              "pattern": "^[A-Za-z0-9_.-]{1,192}$",
              "not": {
                "pattern": "\\.kmsctl-[0-9a-f]{8}$"
              }
            },
            "description": {
              "description": "For people; kmsctl adds its marker behind it at the service.",
              "type": [
                "string",
                "null"
              ],
              "not": {
                "pattern": "\\[kmsctl/"
              }
            },
            "adopt": {
              "description": "Whether a live object that is not the stack's may become it, even when it differs; or the stack it comes from.",
              "oneOf": [
                {
                  "type": "boolean"
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "fromStack"
                  ],
                  "properties": {
                    "fromStack": {
                      "description": "The stack that owns it now.",
                      "type": "string",
                      "pattern": "^[A-Za-z0-9_-]{1,63}$"
                    }
                  }
                }
              ]
            },
            "protected": {
              "description": "Whether deleting and replacing it is refused, even after its manifest is gone.",
              "type": "boolean",
              "default": false
            },
            "waive": {
              "description": "Checks that stay silent for this object, by diagnostic code.",
              "type": "array",
              "minItems": 1,
              "items": {
                "enum": [
                  "access-point-without-key",
                  "duplicate-address",
                  "host-bits",
                  "long-overlap",
                  "network-type-scope",
                  "open-to-everyone",
                  "overlapping-address",
                  "private-address",
                  "private-rule-on-shared-gateway",
                  "public-address",
                  "role-resource",
                  "role-scope",
                  "short-validity",
                  "too-many-resources",
                  "too-many-roles"
                ]
              }
            }
          }
        },
        "spec": {
          "description": "What may be used, in which roles, from where.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "scope",
            "roles",
            "resources",
            "networkRules"
          ],
          "properties": {
            "scope": {
              "description": "The console's Scope: a KMS instance, or SharedKMSGateway. It cannot be changed, only replaced.",
              "anyOf": [
                {
                  "const": "SharedKMSGateway"
                },
                {
                  "type": "string",
                  "pattern": "^kst-[A-Za-z0-9-]{1,128}$"
                }
              ]
            },
            "roles": {
              "description": "The console's RBAC Permissions.",
              "type": "array",
              "minItems": 1,
              "items": {
                "enum": [
                  "CryptoServiceKeyUser",
                  "CryptoServiceSecretUser",
                  "SecretUser"
                ]
              }
            },
            "resources": {
              "description": "The console's Accessible Resources: key/… and secret/…, with * at the end only.",
              "type": "array",
              "minItems": 1,
              "items": {
                "type": "string",
                "pattern": "^(key/([A-Za-z0-9_/.-]+\\*?|\\*)|secret/([A-Za-z0-9_/+=.@-]+\\*?|\\*))$",
                "maxLength": 260
              }
            },
            "networkRules": {
              "description": "The console's Network Access Rules: 1 to 40 names, or the word unrestricted for no source address filtering.",
              "oneOf": [
                {
                  "const": "unrestricted"
                },
                {
                  "type": "array",
                  "minItems": 1,
                  "maxItems": 40,
                  "items": {
                    "type": "string",
                    "minLength": 1
                  }
                }
              ]
            }
          }
        }
      }
    }
    """#
}
