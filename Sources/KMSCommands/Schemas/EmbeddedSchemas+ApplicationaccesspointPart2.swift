// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/applicationaccesspoint.schema.json; do not edit.

extension EmbeddedSchemas {
  static let applicationaccesspointPart2 = #"""
                                "type": "string",
                                "pattern": "^/"
                              }
                            ],
                            "items": {
                              "type": [
                                "string",
                                "number",
                                "boolean",
                                "null"
                              ]
                            }
                          },
                          "timeout": {
                            "description": "How long each of the two may take: a number and one of s m h, at most 1h.",
                            "type": "string",
                            "pattern": "^[0-9]*[1-9][0-9]*[smh]$",
                            "default": "1m"
                          },
                          "kubernetes": {
                            "description": "The Kubernetes secret of stdin: kubernetesSecret.",
                            "type": "object",
                            "additionalProperties": false,
                            "required": [
                              "name"
                            ],
                            "properties": {
                              "name": {
                                "description": "Its name.",
                                "type": "string",
                                "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$",
                                "maxLength": 253
                              },
                              "namespace": {
                                "description": "Its namespace; without it, the one of the command.",
                                "type": "string",
                                "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
                                "maxLength": 63
                              }
                            }
                          }
                        },
                        "if": {
                          "required": [
                            "stdin"
                          ],
                          "properties": {
                            "stdin": {
                              "const": "kubernetesSecret"
                            }
                          }
                        },
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
      }
    }
    """#
}
