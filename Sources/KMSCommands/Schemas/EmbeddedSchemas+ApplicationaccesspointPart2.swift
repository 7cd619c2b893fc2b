// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/applicationaccesspoint.schema.json; do not edit.

extension EmbeddedSchemas {
  static let applicationaccesspointPart2 = #"""
                            "description": "The instance's symmetric key that encrypts a secret that is not there yet.",
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
                },
                "instance": {
                  "description": "The KMS instance whose endpoint and CA go with the key; needed only when the policies name several.",
                  "type": "string",
                  "pattern": "^kst-[A-Za-z0-9-]{1,128}$"
                }
              }
            }
          }
        }
      }
    }
    """#
}
