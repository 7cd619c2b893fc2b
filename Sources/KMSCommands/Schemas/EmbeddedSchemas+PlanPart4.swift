// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/plan.schema.json; do not edit.

extension EmbeddedSchemas {
  static let planPart4 = #"""
                "type": "object",
                "additionalProperties": false,
                "required": ["id", "reason"],
                "properties": {
                  "id": {"$ref": "#/$defs/address"},
                  "reason": {"enum": ["unmanaged", "owned", "damaged", "newer-marker", "stray-stand-in", "not-targeted", "unrecorded-key", "accepted-key"]},
                  "unknown": {"description": "What this kmsctl does not know in a newer marker.", "type": "string"},
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
