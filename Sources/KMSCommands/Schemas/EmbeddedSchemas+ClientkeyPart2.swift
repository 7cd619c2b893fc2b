// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/clientkey.schema.json; do not edit.

extension EmbeddedSchemas {
  static let clientkeyPart2 = #"""
                    "then": {
                      "required": [
                        "kubernetes"
                      ]
                    },
                    "else": {
                      "not": {
                        "required": [
                          "kubernetes"
                        ]
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    """#
}
