// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/stack.schema.json; do not edit.

extension EmbeddedSchemas {
  static let stack = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "kmsctl stack",
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
          "const": "Stack"
        },
        "metadata": {
          "description": "Who owns the objects.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "name",
            "uid"
          ],
          "properties": {
            "name": {
              "description": "The name of the stack.",
              "type": [
                "string",
                "number"
              ],
              "pattern": "^[A-Za-z0-9_-]{1,63}$"
            },
            "uid": {
              "description": "Made by kmsctl init, so that a copied template owns nothing of the original's.",
              "type": [
                "string",
                "number"
              ],
              "pattern": "^[A-Za-z0-9_-]{1,63}$"
            }
          }
        },
        "spec": {
          "description": "Where the objects live and how much one run may take away.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "account",
            "region"
          ],
          "properties": {
            "account": {
              "description": "The id of the account, 16 digits; compared with the caller's before anything is read.",
              "type": [
                "string",
                "integer"
              ],
              "pattern": "^[0-9]{1,32}$",
              "minimum": 0
            },
            "region": {
              "description": "The region.",
              "type": "string",
              "pattern": "^[a-z0-9]+(-[a-z0-9]+)+$"
            },
            "manifests": {
              "description": "Files and directories of manifests, relative to kmsctl.yaml.",
              "type": "array",
              "minItems": 1,
              "items": {
                "type": "string",
                "pattern": "^(?!~)(?!/+$)(?!.*([$][A-Za-z0-9_{(]|[{][{]|`))[^\\u0000-\\u001f\\u007f]+$"
              },
              "default": [
                "manifests/"
              ]
            },
            "ownership": {
              "description": "Whether a marker in each Description says who owns an object; none: nothing is pruned and keys are only reported.",
              "enum": [
                "marker",
                "none"
              ],
              "default": "marker"
            },
            "external": {
              "description": "Objects that others manage and manifests may refer to, and client keys that others made on this stack's access points.",
              "type": "array",
              "items": {
                "description": "kind/name, with * for any run of characters and ? for one; a client key by its full id.",
                "type": "string",
                "pattern": "^((networkrule|rule|policy|applicationaccesspoint|aap)/[!-~]+|(clientkey|key)/KAAP\\.[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$",
                "maxLength": 256
              }
            },
            "ignore": {
              "description": "Objects never read further than their name and never touched.",
              "type": "array",
              "items": {
                "description": "kind/name, with * for any run of characters and ? for one.",
                "type": "string",
                "pattern": "^(networkrule|rule|policy|applicationaccesspoint|aap|clientkey|key)/[!-~]+$",
                "maxLength": 256
              }
            },
            "safety": {
              "description": "How much one run may take away or change without being told.",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "maxDeletes": {
                  "description": "Rules and policies that may be deleted without naming them.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 1000000,
                  "default": 3
                },
                "maxChangePercent": {
                  "description": "The share of live objects that may be changed or deleted.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 100,
                  "default": 30
                },
                "minExisting": {
                  "description": "Below this number of live objects the share is not looked at.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 1000000,
                  "default": 10
                }
              }
            },
            "keys": {
              "description": "Who issues client keys, and how many in one run.",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "maxIssuesPerRun": {
                  "description": "The most keys one run issues; the most urgent go first.",
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 1000000
                },
                "issuedBy": {
                  "description": "Which command issues, retires and removes keys.",
                  "enum": [
                    "apply",
                    "rotate"
                  ],
                  "default": "apply"
                }
              }
            }
          }
        }
      }
    }
    """#
}
