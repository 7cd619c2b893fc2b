// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/applicationaccesspoint.schema.json; do not edit.

extension EmbeddedSchemas {
  static let applicationaccesspointPart2 = #"""
                          "number",
                          "boolean",
                          "null"
                        ]
                      }
                    }
                  }
                },
                "deliverTo": {
                  "description": "Where the console's two files go.",
                  "type": "array",
                  "minItems": 1,
                  "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "minProperties": 1,
                    "maxProperties": 1,
                    "properties": {
                      "directory": {
                        "description": "A directory that receives the two files.",
                        "type": "object",
                        "additionalProperties": false,
                        "required": [
                          "path"
                        ],
                        "properties": {
                          "path": {
                            "description": "The directory; a relative path starts at the directory of kmsctl.yaml.",
                            "type": "string",
                            "minLength": 1
                          },
                          "ephemeral": {
                            "description": "Says that losing the directory after a CI job is meant.",
                            "enum": [
                              "accepted"
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
      }
    }
    """#
}
