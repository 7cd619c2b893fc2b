// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/key-list.schema.json; do not edit.

extension EmbeddedSchemas {
  static let keyListPart2 = #"""
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
