// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/quickaccess.schema.json; do not edit.

extension EmbeddedSchemas {
  static let quickaccessPart2 = #"""
                        "type": "string",
                        "minLength": 1
                      }
                    }
                  },
                  "parts": {
                    "description": "The halves that go there; both unless given.",
                    "type": "array",
                    "minItems": 1,
                    "items": {
                      "enum": [
                        "key",
                        "password"
                      ]
                    }
                  }
                },
                "oneOf": [
                  {
                    "required": [
                      "directory"
                    ]
                  },
                  {
                    "required": [
                      "kmsSecret"
                    ]
                  }
                ]
              }
            }
          }
        }
      }
    }
    """#
}
