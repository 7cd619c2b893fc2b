// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/quickaccess.schema.json; do not edit.

extension EmbeddedSchemas {
  static let quickaccessPart2 = #"""
                      "string",
                      "number",
                      "boolean",
                      "null"
                    ]
                  }
                }
              }
            },
            "deliverTo": {
              "description": "Where the console's two files go; all entries together must deliver both halves.",
              "type": "array",
              "minItems": 1,
              "items": {
                "type": "object",
                "additionalProperties": false,
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
                        "pattern": "^(?!~)(?!/+$)(?!.*([$][A-Za-z0-9_{(]|[{][{]|`))[^\\u0000-\\u001f\\u007f]+$"
                      },
                      "ephemeral": {
                        "description": "Says that losing the directory after a CI job is meant.",
                        "enum": [
                          "accepted"
                        ]
                      },
                      "sdk": {
                        "description": "Files beside the two with which an application starts: the instance's CA chain, and endpoint and paths as kms-sdk.json and kms-sdk.env.",
                        "type": "array",
                        "minItems": 1,
                        "items": {
                          "enum": [
                            "ca",
                            "json",
                            "env"
                          ]
                        }
                      },
                      "group": {
                        "description": "A group of the machine that may read the files.",
                        "type": "string",
                        "minLength": 1
                      }
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
                        "pattern": "^[A-Za-z0-9_/.:-]{1,255}$"
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
                  },
                  "command": {
                    "description": "A program that takes the key on its standard input.",
                    "type": "object",
                    "additionalProperties": false,
                    "required": [
                      "run"
                    ],
                    "properties": {
                      "run": {
                        "description": "The program's absolute path and its arguments; apply runs it, when --allow-exec names it.",
                        "type": "array",
                        "minItems": 1,
                        "prefixItems": [
                          {
                            "type": "string",
                            "pattern": "^/(?!/*$)(?!.*([$][A-Za-z0-9_{(]|[{][{]|`))[^\\u0000-\\u001f\\u007f]+$"
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
                      "stdin": {
                        "description": "The form of its standard input.",
                        "enum": [
                          "json",
                          "kubernetesSecret",
                          "dotenv"
                        ],
                        "default": "json"
                      },
                      "check": {
                        "description": "A program's absolute path and its arguments that prove beforehand, with exit status 0, that run would work.",
                        "type": "array",
                        "minItems": 1,
                        "prefixItems": [
                          {
                            "type": "string",
                            "pattern": "^/(?!/*$)(?!.*([$][A-Za-z0-9_{(]|[{][{]|`))[^\\u0000-\\u001f\\u007f]+$"
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
                },
                "oneOf": [
                  {
                    "required": [
                      "directory"
                    ]
                  },
                  {
                    "required": [
                      "command"
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
