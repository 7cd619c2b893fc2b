// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/plan.schema.json; do not edit.

extension EmbeddedSchemas {
  static let planPart3 = #"""
        }
      }
    }
    """#
}
