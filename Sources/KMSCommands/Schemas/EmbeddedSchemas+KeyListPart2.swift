// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/key-list.schema.json; do not edit.

extension EmbeddedSchemas {
  static let keyListPart2 = #"""
            },
            "delivered": {
              "description": "The gravest of deliveries; only with --check-destinations.",
              "$ref": "#/$defs/delivered"
            },
            "deliveries": {
              "description": "What each destination of a key in use holds.",
              "type": "array",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": [
                  "destination",
                  "found",
                  "verdict"
                ],
                "properties": {
                  "destination": {
                    "type": "string"
                  },
                  "verdict": {
                    "$ref": "#/$defs/delivered"
                  },
                  "found": {
                    "type": "string"
                  }
                }
              }
            },
            "findings": {
              "type": "array",
              "items": {
                "$ref": "#/$defs/finding"
              }
            },
            "alarms": {
              "description": "What of failOn this key sets off.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/alarm"
              }
            }
          }
        }
      }
    }
    """#
}
