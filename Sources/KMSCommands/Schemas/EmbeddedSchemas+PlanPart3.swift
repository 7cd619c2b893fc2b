// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/plan.schema.json; do not edit.

extension EmbeddedSchemas {
  static let planPart3 = #"""
                          "extras": {"type": "array", "items": {"enum": ["ca", "json", "env"]}},
                          "group": {"type": "string"}
                        }
                      },
                      "parts": {"enum": ["key", "password"]}
                    }
                  },
                  {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["command"],
                    "properties": {
                      "command": {
                        "type": "object",
                        "additionalProperties": false,
                        "required": ["check", "input", "run", "timeout"],
                        "properties": {
                          "run": {"type": "array", "items": {"type": "string"}},
                          "check": {"type": "array", "items": {"type": "string"}},
                          "input": {"enum": ["json", "kubernetesSecret", "dotenv"]},
                          "timeout": {"type": "string", "pattern": "^\\d+[smh]$"},
                          "kubernetes": {
                            "type": "object",
                            "additionalProperties": false,
                            "required": ["name"],
                            "properties": {"name": {"type": "string"}, "namespace": {"type": "string"}}
                          }
                        }
                      },
                      "parts": {"enum": ["key", "password"]}
                    }
                  },
                  {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["kmsSecret"],
                    "properties": {
                      "kmsSecret": {
                        "type": "object",
                        "additionalProperties": false,
                        "required": ["name"],
                        "properties": {
                          "name": {"type": "string"},
                          "instance": {"type": "string"},
                          "encryptionKey": {"type": "string"}
                        }
                      },
                      "parts": {"enum": ["key", "password"]}
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
                "place": {"type": "string"},
                "run": {
                  "description": "The run that holds it, for other runs.",
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["host", "process", "run", "since"],
                  "properties": {
                    "run": {"type": "string", "pattern": "^[0-9a-f]{8}$"},
                    "host": {"type": "string", "pattern": "^[0-9a-f]{8}$"},
                    "process": {"type": "string", "pattern": "^[0-9a-f-]{1,24}$"},
                    "since": {"$ref": "#/$defs/time"}
                  }
                }
              }
            },
            "extras": {
              "description": "What a newer kmsctl wrote into the marker: passed on, not understood.",
              "type": "object",
              "additionalProperties": false,
              "required": ["fields", "flags"],
              "properties": {
                "flags": {"type": "string", "pattern": "^[a-z]*$"},
                "fields": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["after", "text"],
                    "properties": {
                      "after": {"description": "The field it stands after.", "type": "string"},
                      "text": {"type": "string", "pattern": "^[a-z][0-9A-Za-z]*="}
                    }
                  }
                }
              }
            }
          }
        },
        "held": {
          "type": "object",
          "additionalProperties": false,
          "required": ["id", "isOnThisHost", "message", "nextStep", "run", "since", "until"],
          "properties": {
            "id": {"$ref": "#/$defs/address"},
            "run": {"description": "Eight hex digits of the run.", "type": "string", "pattern": "^[0-9a-f]{8}$"},
            "isOnThisHost": {"description": "Whether it runs on the host of this run.", "type": "boolean"},
            "since": {"$ref": "#/$defs/time"},
            "until": {"$ref": "#/$defs/time"},
            "message": {"type": "string"},
            "nextStep": {"type": "string"},
            "place": {"$ref": "#/$defs/place"}
          }
        },
        "note": {
          "type": "object",
          "additionalProperties": false,
          "required": ["message", "nextStep"],
          "properties": {
            "id": {"$ref": "#/$defs/address"},
            "message": {"type": "string"},
            "nextStep": {"type": "string"}
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
                "required": ["cause", "failure", "operation", "reason"],
                "properties": {
                  "id": {"$ref": "#/$defs/address"},
                  "operation": {"type": "string"},
                  "reason": {"description": "What was said, without the operation.", "type": "string"},
                  "failure": {"description": "The kind of failure.", "type": "string"},
                  "cause": {"description": "What lies behind it; see docs/failures.md.", "type": "string"},
                  "code": {"description": "The service's error code.", "type": "string"},
                  "deniedAction": {"description": "The RAM action that was denied.", "type": "string"}
                }
              }
            },
            "leftAlone": {
              "type": "array",
              "items": {
    """#
}
