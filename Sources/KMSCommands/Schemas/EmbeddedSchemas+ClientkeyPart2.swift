// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/clientkey.schema.json; do not edit.

extension EmbeddedSchemas {
  static let clientkeyPart2 = #"""
                    }
                  },
                  "kmsSecret": {
                    "description": "A generic secret of KMS Secrets Manager that receives each key as a version.",
                    "type": "object",
                    "additionalProperties": false,
                    "required": [
                      "name"
                    ],
                    "dependentRequired": {
                      "instance": [
                        "encryptionKey"
                      ],
                      "encryptionKey": [
                        "instance"
                      ]
                    },
                    "properties": {
                      "name": {
                        "description": "The secret's name.",
                        "type": "string",
                        "pattern": "^(?!acs/)[A-Za-z0-9_/+=.@-]{1,192}$"
                      },
                      "instance": {
                        "description": "The KMS instance that keeps a secret that is not there yet.",
                        "type": "string",
                        "pattern": "^kst-[A-Za-z0-9-]{1,128}$"
                      },
                      "encryptionKey": {
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
    """#
}
