// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/plan.schema.json; do not edit.

extension EmbeddedSchemas {
  static let planPart2 = #"""
              "required": ["action", "id", "rawDescription"],
              "properties": {
                "action": {"const": "delete"},
                "id": {"$ref": "#/$defs/address"},
                "rawDescription": {"type": "string"}
              }
            },
            {
              "type": "object",
              "additionalProperties": false,
              "required": ["accessPoint", "action", "isRecovery", "spec"],
              "properties": {
                "action": {"const": "issueClientKey"},
                "accessPoint": {"type": "string"},
                "spec": {"$ref": "#/$defs/clientKey"},
                "isRecovery": {"type": "boolean"}
              }
            },
            {
              "type": "object",
              "additionalProperties": false,
              "required": ["accessPoint", "action", "cause", "keyID"],
              "properties": {
                "action": {"const": "deleteClientKey"},
                "accessPoint": {"type": "string"},
                "keyID": {"type": "string"},
                "cause": {"enum": ["undeclared", "retired", "expired", "orphan"]},
                "spec": {"$ref": "#/$defs/clientKey"}
              }
            }
          ]
        },
        "networkRule": {
          "type": "object",
          "additionalProperties": false,
          "required": ["sources", "type"],
          "properties": {"type": {"type": "string"}, "sources": {"type": "array", "items": {"type": "string"}}}
        },
        "policy": {
          "type": "object",
          "additionalProperties": false,
          "required": ["networkAccess", "resources", "roles", "scope"],
          "properties": {
            "scope": {"type": "string"},
            "roles": {"type": "array", "items": {"type": "string"}},
            "resources": {"type": "array", "items": {"type": "string"}},
            "networkAccess": {
              "oneOf": [
                {"const": "unrestricted"},
                {"type": "array", "minItems": 1, "items": {"type": "string"}},
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["opaque"],
                  "properties": {"opaque": {"type": "string"}}
                }
              ]
            }
          }
        },
        "accessPoint": {
          "type": "object",
          "additionalProperties": false,
          "required": ["authenticationMethod", "policies"],
          "properties": {
            "authenticationMethod": {"type": "string"},
            "policies": {"type": "array", "items": {"type": "string"}}
          }
        },
        "span": {
          "description": "A length of time in m, h, d, w or y.",
          "type": "string",
          "pattern": "^\\d+[mhdwy]$"
        },
        "clientKey": {
          "type": "object",
          "additionalProperties": false,
          "required": ["destinations", "password", "rotation", "validity"],
          "properties": {
            "validity": {"$ref": "#/$defs/span"},
            "rotation": {
              "type": "object",
              "additionalProperties": false,
              "required": ["overlap", "renewBefore"],
              "properties": {
                "renewBefore": {"type": "string", "pattern": "^(\\d+[mhdwy]|\\d{1,2}%)$"},
                "overlap": {"$ref": "#/$defs/span"}
              }
            },
            "password": {
              "oneOf": [
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["generate"],
                  "properties": {
                    "generate": {
                      "type": "object",
                      "additionalProperties": false,
                      "required": ["length"],
                      "properties": {"length": {"type": "integer"}}
                    }
                  }
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["fromEnv"],
                  "properties": {"fromEnv": {"type": "string"}}
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["fromFile"],
                  "properties": {"fromFile": {"type": "string"}}
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["fromCommand"],
                  "properties": {"fromCommand": {"type": "array", "items": {"type": "string"}}}
                }
              ]
            },
            "destinations": {
              "type": "array",
              "items": {
                "oneOf": [
                  {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["directory"],
                    "properties": {
                      "directory": {
                        "type": "object",
                        "additionalProperties": false,
                        "required": ["isEphemeralAccepted", "path"],
                        "properties": {"path": {"type": "string"}, "isEphemeralAccepted": {"type": "boolean"}}
                      }
                    }
                  }
                ]
              }
            }
          }
        },
        "owner": {
          "type": "object",
          "additionalProperties": false,
          "required": ["stack", "uid"],
          "properties": {"stack": {"type": "string"}, "uid": {"type": "string"}}
        },
        "marker": {
          "description": "What kmsctl keeps in the Description of an object it owns.",
          "type": "object",
          "additionalProperties": false,
          "required": ["appliedDigest", "isProtected", "isStandIn", "keys", "originHash", "owner"],
          "properties": {
            "owner": {"$ref": "#/$defs/owner"},
            "originHash": {"type": "string", "pattern": "^[0-9a-f]{8}$"},
            "appliedDigest": {
              "type": "object",
              "additionalProperties": false,
              "required": ["hex", "version"],
              "properties": {"version": {"type": "integer"}, "hex": {"type": "string", "pattern": "^[0-9a-f]{16}$"}}
            },
            "isProtected": {"type": "boolean"},
            "isStandIn": {"type": "boolean"},
            "keys": {
              "type": "array",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["origin", "shortID"],
                "properties": {
                  "shortID": {"type": "string"},
                  "origin": {
                    "oneOf": [
                      {
                        "type": "object",
                        "additionalProperties": false,
                        "required": ["delivered"],
                        "properties": {
                          "delivered": {
                            "type": "object",
                            "additionalProperties": false,
                            "required": ["at"],
                            "properties": {"at": {"$ref": "#/$defs/time"}}
                          }
                        }
                      },
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
    """#
}
