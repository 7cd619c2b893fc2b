// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/plan.schema.json; do not edit.

extension EmbeddedSchemas {
  static let plan = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "https://kmsctl.dev/schemas/plan.schema.json",
      "title": "A plan or drift report of kmsctl",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "changes",
        "counts",
        "coverage",
        "document",
        "exit",
        "fingerprint",
        "formatVersion",
        "hasDrift",
        "isClean",
        "isPartial",
        "isSandbox",
        "notes",
        "refusals",
        "stack",
        "steps",
        "unknownKeys",
        "stuck",
        "warnings"
      ],
      "properties": {
        "document": {"enum": ["plan", "drift", "apply"]},
        "formatVersion": {"const": "1.0"},
        "isSandbox": {"type": "boolean"},
        "stack": {
          "type": "object",
          "additionalProperties": false,
          "required": ["account", "name", "region", "uid"],
          "properties": {
            "name": {"type": "string"},
            "uid": {"type": "string"},
            "account": {"type": "string"},
            "region": {"type": "string"},
            "endpoint": {
              "description": "The URL of KMS in effect; absent for the sandbox that --sandbox starts, whose port is another one each time.",
              "type": "string"
            },
            "sandboxTime": {
              "description": "What time a sandbox says it is whose clock was moved by hand; absent for any other service.",
              "type": "string"
            }
          }
        },
        "isPartial": {"type": "boolean"},
        "isClean": {
          "description": "Whether there is nothing to tell; the text then says No changes.",
          "type": "boolean"
        },
        "hasDrift": {
          "description": "Whether live state differs from the manifests, or holds keys of unknown origin.",
          "type": "boolean"
        },
        "counts": {
          "type": "object",
          "additionalProperties": false,
          "required": ["add", "bookkeeping", "change", "destroy"],
          "properties": {
            "add": {"type": "integer", "minimum": 0},
            "change": {"type": "integer", "minimum": 0},
            "destroy": {"type": "integer", "minimum": 0},
            "bookkeeping": {"type": "integer", "minimum": 0}
          }
        },
        "changes": {"type": "array", "items": {"$ref": "#/$defs/change"}},
        "steps": {"type": "array", "items": {"$ref": "#/$defs/step"}},
        "refusals": {"type": "array", "items": {"$ref": "#/$defs/refusal"}},
        "stuck": {
          "description": "Client keys that are needed and have no place on their access point.",
          "type": "array",
          "items": {"$ref": "#/$defs/stuck"}
        },
        "warnings": {"type": "array", "items": {"$ref": "#/$defs/warning"}},
        "notes": {
          "description": "What is not done and might have been expected, with the way to have it done.",
          "type": "array",
          "items": {"$ref": "#/$defs/note"}
        },
        "unknownKeys": {"type": "array", "items": {"$ref": "#/$defs/unknownKey"}},
        "lostDeliveries": {
          "description": "Keys in use that a destination does not hold any more; only in an apply.",
          "type": "array",
          "items": {"$ref": "#/$defs/lostDelivery"}
        },
        "coverage": {"$ref": "#/$defs/coverage"},
        "fingerprint": {"type": "string", "pattern": "^sha256:"},
        "exit": {
          "type": "object",
          "additionalProperties": false,
          "required": ["code", "reason"],
          "properties": {"code": {"type": "integer"}, "reason": {"type": "string"}}
        }
      },
      "$defs": {
        "address": {
          "description": "kind/name of one object.",
          "type": "string",
          "pattern": "^(networkrule|policy|applicationaccesspoint|clientkey)/.+$"
        },
        "time": {
          "description": "A moment in UTC.",
          "type": "string",
          "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$"
        },
        "place": {
          "description": "Where a manifest says it.",
          "type": "object",
          "additionalProperties": false,
          "required": ["column", "file", "line"],
          "properties": {
            "file": {"type": "string"},
            "line": {"type": "integer", "minimum": 1},
            "column": {"type": "integer", "minimum": 1}
          }
        },
        "change": {
          "description": "What happens to one object, for people.",
          "type": "object",
          "additionalProperties": false,
          "required": ["action", "dyingKeys", "fields", "group", "id", "origin", "steps", "widenings"],
          "properties": {
            "id": {"$ref": "#/$defs/address"},
            "action": {"enum": ["create", "update", "replace", "delete", "adopt", "move", "marker-only", "retire", "report"]},
            "origin": {
              "description": "Whose doing the difference is.",
              "enum": ["git", "drift", "both", "missing", "unknown", "clock", "adopt"]
            },
            "group": {"enum": ["change", "drift", "scheduled", "bookkeeping"]},
            "fields": {"type": "array", "items": {"$ref": "#/$defs/fieldChange"}},
            "widenings": {"type": "array", "items": {"type": "string"}},
            "reason": {"type": "string"},
            "place": {"$ref": "#/$defs/place"},
            "dyingKeys": {"type": "array", "items": {"$ref": "#/$defs/dyingKey"}},
            "key": {
              "description": "The client key that is replaced, or that goes.",
              "type": "object",
              "additionalProperties": false,
              "required": ["daysLeft", "id", "notAfter"],
              "properties": {
                "id": {"type": "string"},
                "notAfter": {"$ref": "#/$defs/time"},
                "daysLeft": {"type": "integer"}
              }
            },
            "steps": {"type": "array", "items": {"type": "integer", "minimum": 0}}
          }
        },
        "fieldChange": {
          "type": "object",
          "additionalProperties": false,
          "required": ["name", "value"],
          "properties": {
            "name": {"type": "string"},
            "place": {"$ref": "#/$defs/place"},
            "value": {
              "oneOf": [
                {
                  "description": "A field with one value.",
                  "type": "object",
                  "additionalProperties": false,
                  "required": [],
                  "properties": {"before": {"type": "string"}, "after": {"type": "string"}}
                },
                {
                  "description": "A set.",
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["added", "kept", "removed"],
                  "properties": {
                    "added": {"type": "array", "items": {"type": "string"}},
                    "removed": {"type": "array", "items": {"type": "string"}},
                    "kept": {"type": "array", "items": {"type": "string"}}
                  }
                }
              ]
            }
          }
        },
        "dyingKey": {
          "type": "object",
          "additionalProperties": false,
          "required": ["id", "isRecorded", "notAfter"],
          "properties": {
            "id": {"type": "string"},
            "notAfter": {"$ref": "#/$defs/time"},
            "isRecorded": {"type": "boolean"}
          }
        },
        "unknownKey": {
          "description": "A client key on one of this stack's access points that no marker records.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "acceptance",
            "accessPoint",
            "deleteCommand",
            "hasEnded",
            "keyID",
            "notAfter",
            "notBefore"
          ],
          "properties": {
            "accessPoint": {"type": "string"},
            "keyID": {"type": "string"},
            "notBefore": {"$ref": "#/$defs/time"},
            "notAfter": {"$ref": "#/$defs/time"},
            "createTime": {"$ref": "#/$defs/time"},
            "hasEnded": {"type": "boolean"},
            "deleteCommand": {"description": "The vendor's command that deletes it.", "type": "string"},
            "acceptance": {"description": "The entry of spec.external.", "type": "string"}
          }
        },
        "lostDelivery": {
          "type": "object",
          "additionalProperties": false,
          "required": ["accessPoint", "keyID", "nextStep", "places"],
          "properties": {
            "accessPoint": {"type": "string"},
            "keyID": {"type": "string"},
            "nextStep": {"type": "string"},
            "places": {
              "type": "array",
              "minItems": 1,
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["destination", "found", "verdict"],
                "properties": {
                  "destination": {"type": "string"},
                  "verdict": {"enum": ["vanished", "changed"]},
                  "found": {"type": "string"}
                }
              }
            }
          }
        },
        "step": {
          "description": "One thing the applier does.",
          "type": "object",
          "additionalProperties": false,
          "required": ["change", "dependsOn", "id", "operation"],
          "properties": {
            "id": {"type": "integer", "minimum": 0},
            "change": {"$ref": "#/$defs/address"},
            "dependsOn": {"type": "array", "items": {"type": "integer", "minimum": 0}},
            "operation": {"$ref": "#/$defs/operation"}
          }
        },
        "operation": {
          "oneOf": [
            {
              "type": "object",
              "additionalProperties": false,
              "required": ["action", "description", "name", "spec"],
              "properties": {
                "action": {"const": "createNetworkRule"},
                "name": {"type": "string"},
                "description": {"type": "string"},
                "spec": {"$ref": "#/$defs/networkRule"},
                "marker": {"$ref": "#/$defs/marker"}
              }
            },
            {
              "type": "object",
              "additionalProperties": false,
              "required": ["action", "description", "name", "spec"],
              "properties": {
                "action": {"const": "createPolicy"},
                "name": {"type": "string"},
                "description": {"type": "string"},
                "spec": {"$ref": "#/$defs/policy"},
                "marker": {"$ref": "#/$defs/marker"}
              }
            },
            {
    """#
}
