// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/key-list.schema.json; do not edit.

extension EmbeddedSchemas {
  static let keyList = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "kmsctl key list",
      "description": "What 'kmsctl key list -o json' and 'kmsctl key orphans -o json' print.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "document",
        "exit",
        "failOn",
        "formatVersion",
        "isSandbox",
        "isWhole",
        "keys",
        "stack",
        "time",
        "unreadable"
      ],
      "properties": {
        "document": {
          "const": "key-list"
        },
        "formatVersion": {
          "const": "1.0"
        },
        "stack": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "account",
            "name",
            "region",
            "uid"
          ],
          "properties": {
            "name": {
              "type": "string"
            },
            "uid": {
              "type": "string"
            },
            "account": {
              "type": "string"
            },
            "region": {
              "type": "string"
            },
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
        "time": {
          "description": "The service's time.",
          "$ref": "#/$defs/time"
        },
        "isWhole": {
          "description": "Whether keys of others are listed, too: --all.",
          "type": "boolean"
        },
        "isSandbox": {
          "type": "boolean"
        },
        "failOn": {
          "description": "What --fail-on said.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/alarm"
          }
        },
        "keys": {
          "description": "The most urgent first.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/key"
          }
        },
        "unreadable": {
          "description": "What could not be read; nothing is known about its keys.",
          "type": "array",
          "items": {
            "type": "object",
            "required": [
              "cause",
              "failure",
              "operation",
              "reason"
            ],
            "properties": {
              "id": {
                "type": "string"
              },
              "operation": {
                "type": "string"
              },
              "reason": {
                "type": "string"
              },
              "failure": {
                "description": "The kind of failure.",
                "type": "string"
              },
              "cause": {
                "description": "What lies behind it; see docs/failures.md.",
                "type": "string"
              },
              "code": {
                "description": "The service's error code.",
                "type": "string"
              },
              "deniedAction": {
                "description": "The RAM action that was denied.",
                "type": "string"
              }
            }
          }
        },
        "exit": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "code",
            "reason"
          ],
          "properties": {
            "code": {
              "type": "integer"
            },
            "reason": {
              "type": "string"
            }
          }
        }
      },
      "$defs": {
        "time": {
          "type": "string",
          "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"
        },
        "finding": {
          "enum": [
            "due",
            "expired",
            "missing",
            "unrecorded",
            "orphan",
            "pending",
            "retirable",
            "vanished",
            "stuck"
          ]
        },
        "delivered": {
          "enum": [
            "yes",
            "vanished",
            "changed",
            "cannot-tell"
          ]
        },
        "alarm": {
          "description": "A finding, or a number of days such as 30d.",
          "type": "string",
          "pattern": "^(due|expired|missing|unrecorded|orphan|pending|retirable|vanished|stuck|[0-9]+d)$"
        },
        "key": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "accessPoint",
            "alarms",
            "findings",
            "isDeferred",
            "nextAction",
            "owner",
            "state"
          ],
          "properties": {
            "accessPoint": {
              "type": "string"
            },
            "owner": {
              "description": "this-stack, nobody, unclear, not-there, or the stack's name and uid.",
              "type": "string"
            },
            "state": {
              "enum": [
                "current",
                "overlapping",
                "retirable",
                "expired",
                "pending",
                "elsewhere",
                "unrecorded",
                "external",
                "orphan",
                "foreign",
                "missing",
                "stuck"
              ]
            },
            "keyID": {
              "description": "Absent for a key that is missing.",
              "type": "string"
            },
            "notBefore": {
              "$ref": "#/$defs/time"
            },
            "notAfter": {
              "$ref": "#/$defs/time"
            },
            "createTime": {
              "$ref": "#/$defs/time"
            },
            "ageDays": {
              "type": "integer",
              "minimum": 0
            },
            "daysLeft": {
              "description": "Whole days; negative once it has ended.",
              "type": "integer"
            },
            "threshold": {
              "description": "The smallest of these that a key in use has reached.",
              "enum": [
                7,
                30,
                90,
                180
              ]
            },
            "nextAction": {
              "type": "object",
              "additionalProperties": false,
              "required": [
                "kind"
              ],
              "properties": {
                "kind": {
                  "enum": [
                    "issue",
                    "rotate",
                    "retire",
                    "remove",
                    "finish",
                    "report",
                    "none"
                  ]
                },
                "at": {
                  "description": "When, at the earliest.",
                  "$ref": "#/$defs/time"
                },
                "waitsFor": {
                  "description": "Why it is held back.",
                  "enum": [
                    "window",
                    "freeze",
                    "loop-guard",
                    "predecessor",
                    "run-limit"
                  ]
                },
                "waitsUntil": {
                  "$ref": "#/$defs/time"
                }
              }
            },
            "isDeferred": {
              "description": "Whether 'kmsctl key rotate' does it and apply does not.",
              "type": "boolean"
            },
            "wayOut": {
              "description": "The next step that ends it when the key's successor is stuck: a sentence for people, with the command where there is one.",
              "type": "string"
    """#
}
