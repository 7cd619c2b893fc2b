// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/plan.schema.json; do not edit.

extension EmbeddedSchemas {
  static let planPart2 = #"""
                "description": {"type": "string"},
                "spec": {"$ref": "#/$defs/policy"},
                "marker": {"$ref": "#/$defs/marker"}
              }
            },
            {
              "type": "object",
              "additionalProperties": false,
              "required": ["action", "description", "name", "spec"],
              "properties": {
                "action": {"const": "createAccessPoint"},
                "name": {"type": "string"},
                "description": {"type": "string"},
                "spec": {"$ref": "#/$defs/accessPoint"},
                "marker": {"$ref": "#/$defs/marker"}
              }
            },
            {
              "type": "object",
              "additionalProperties": false,
              "required": ["action", "expected", "target"],
              "properties": {
                "action": {"const": "updateNetworkRule"},
                "expected": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["rawDescription", "spec"],
                  "properties": {"rawDescription": {"type": "string"}, "spec": {"$ref": "#/$defs/networkRule"}}
                },
                "target": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["description", "name", "spec"],
                  "properties": {
                    "name": {"type": "string"},
                    "description": {"type": "string"},
                    "spec": {"$ref": "#/$defs/networkRule"},
                    "marker": {"$ref": "#/$defs/marker"}
                  }
                }
              }
            },
            {
              "type": "object",
              "additionalProperties": false,
              "required": ["action", "expected", "target"],
              "properties": {
                "action": {"const": "updatePolicy"},
                "expected": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["rawDescription", "spec"],
                  "properties": {"rawDescription": {"type": "string"}, "spec": {"$ref": "#/$defs/policy"}}
                },
                "target": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["description", "name", "spec"],
                  "properties": {
                    "name": {"type": "string"},
                    "description": {"type": "string"},
                    "spec": {"$ref": "#/$defs/policy"},
                    "marker": {"$ref": "#/$defs/marker"}
                  }
                }
              }
            },
            {
              "type": "object",
              "additionalProperties": false,
              "required": ["action", "expected", "target"],
              "properties": {
                "action": {"const": "updateAccessPoint"},
                "expected": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["rawDescription", "spec"],
                  "properties": {"rawDescription": {"type": "string"}, "spec": {"$ref": "#/$defs/accessPoint"}}
                },
                "target": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["description", "name", "spec"],
                  "properties": {
                    "name": {"type": "string"},
                    "description": {"type": "string"},
                    "spec": {"$ref": "#/$defs/accessPoint"},
                    "marker": {"$ref": "#/$defs/marker"}
                  }
                }
              }
            },
            {
              "type": "object",
              "additionalProperties": false,
              "required": ["action", "id", "rawDescription", "spec"],
              "properties": {
                "action": {"const": "delete"},
                "id": {"$ref": "#/$defs/address"},
                "rawDescription": {"type": "string"},
                "spec": {
                  "description": "As it must be live right before.",
                  "anyOf": [
                    {"$ref": "#/$defs/networkRule"},
                    {"$ref": "#/$defs/policy"},
                    {"$ref": "#/$defs/accessPoint"}
                  ]
                }
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
                "isRecovery": {"type": "boolean"},
                "replaces": {"type": "string", "pattern": "^[0-9a-f]{8}$"},
                "besides": {"type": "array", "items": {"type": "string", "pattern": "^[0-9a-f]{8}$"}},
                "revokesOthers": {"const": true},
                "instance": {"type": "string"},
                "basis": {"$ref": "#/$defs/basis"}
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
                "cause": {"enum": ["undeclared", "retired", "expired", "orphan", "compromised", "requested"]},
                "spec": {"$ref": "#/$defs/clientKey"},
                "basis": {"$ref": "#/$defs/basis"}
              }
            }
          ]
        },
        "basis": {
          "description": "What the access point must say beside its marker right before it is written.",
          "type": "object",
          "additionalProperties": false,
          "required": ["description", "spec"],
          "properties": {
            "description": {"type": "string"},
            "spec": {"$ref": "#/$defs/accessPoint"}
          }
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
              "required": ["freezes", "overlap", "renewBefore", "retirementCheck"],
              "properties": {
                "renewBefore": {"type": "string", "pattern": "^(\\d+[mhdwy]|\\d{1,2}%)$"},
                "overlap": {"$ref": "#/$defs/span"},
                "window": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["closes", "days", "opens"],
                  "properties": {
                    "days": {"type": "array", "items": {"enum": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}},
                    "opens": {"type": "integer", "minimum": 0, "maximum": 1440},
                    "closes": {"type": "integer", "minimum": 0, "maximum": 1440}
                  }
                },
                "freezes": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["from", "until"],
                    "properties": {"from": {"type": "string"}, "until": {"type": "string"}}
                  }
                },
                "retirementCheck": {"type": "array", "items": {"type": "string"}}
              }
            },
            "instance": {"type": "string"},
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
                        "required": ["extras", "isEphemeralAccepted", "path"],
                        "properties": {
                          "path": {"type": "string"},
                          "isEphemeralAccepted": {"type": "boolean"},
    """#
}
