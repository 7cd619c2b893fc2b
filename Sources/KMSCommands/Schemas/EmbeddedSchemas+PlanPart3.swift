// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/plan.schema.json; do not edit.

extension EmbeddedSchemas {
  static let planPart3 = #"""
                      {
                        "type": "object",
                        "additionalProperties": false,
                        "required": ["elsewhere"],
                        "properties": {
                          "elsewhere": {
                            "type": "object",
                            "additionalProperties": false,
                            "required": [],
                            "properties": {}
                          }
                        }
                      }
                    ]
                  }
                }
              }
            },
            "intent": {
              "type": "object",
              "additionalProperties": false,
              "required": ["notAfter", "notBefore"],
              "properties": {
                "notBefore": {"$ref": "#/$defs/time"},
                "notAfter": {"$ref": "#/$defs/time"},
                "shortID": {"type": "string"},
                "place": {"type": "string"}
              }
            }
          }
        },
        "refusal": {
          "type": "object",
          "additionalProperties": false,
          "required": ["message", "nextStep", "rule"],
          "properties": {
            "rule": {"type": "string"},
            "id": {"$ref": "#/$defs/address"},
            "message": {"type": "string"},
            "nextStep": {"type": "string"},
            "place": {"$ref": "#/$defs/place"}
          }
        },
        "stuck": {
          "type": "object",
          "additionalProperties": false,
          "required": ["id", "mayFinish", "message", "nextStep"],
          "properties": {
            "id": {"$ref": "#/$defs/address"},
            "mayFinish": {
              "description": "Whether an apply may find that no place is needed.",
              "type": "boolean"
            },
            "dueSince": {"$ref": "#/$defs/time"},
            "key": {
              "description": "The key in use, while it is valid.",
              "type": "object",
              "additionalProperties": false,
              "required": ["daysLeft", "id", "notAfter"],
              "properties": {
                "id": {"type": "string"},
                "notAfter": {"$ref": "#/$defs/time"},
                "daysLeft": {"type": "integer"}
              }
            },
            "costsLeast": {
              "description": "The key that costs least to lose.",
              "type": "object",
              "additionalProperties": false,
              "required": ["cost", "id", "isOurs"],
              "properties": {
                "id": {"type": "string"},
                "cost": {"enum": ["ended", "overlapping", "made-by-others", "half-published"]},
                "isOurs": {"type": "boolean"}
              }
            },
            "command": {
              "description": "What makes a place; absent when no key can go.",
              "type": "string"
            },
            "message": {"type": "string"},
            "nextStep": {"type": "string"},
            "place": {"$ref": "#/$defs/place"}
          }
        },
        "warning": {
          "type": "object",
          "additionalProperties": false,
          "required": ["message"],
          "properties": {
            "id": {"$ref": "#/$defs/address"},
            "message": {"type": "string"},
            "place": {"$ref": "#/$defs/place"}
          }
        },
        "coverage": {
          "type": "object",
          "additionalProperties": false,
          "required": ["checked", "ignored", "leftAlone", "unreadable"],
          "properties": {
            "checked": {"type": "integer", "minimum": 0},
            "ignored": {"type": "array", "items": {"$ref": "#/$defs/address"}},
            "unreadable": {
              "type": "array",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["operation", "reason"],
                "properties": {
                  "id": {"$ref": "#/$defs/address"},
                  "operation": {"type": "string"},
                  "reason": {"type": "string"}
                }
              }
            },
            "leftAlone": {
              "type": "array",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["id", "reason"],
                "properties": {
                  "id": {"$ref": "#/$defs/address"},
                  "reason": {"enum": ["unmanaged", "owned", "damaged", "not-targeted", "unrecorded-key"]},
                  "damage": {"type": "string"},
                  "owner": {"$ref": "#/$defs/owner"},
                  "keyID": {"type": "string"}
                }
              }
            }
          }
        }
      }
    }
    """#
}
