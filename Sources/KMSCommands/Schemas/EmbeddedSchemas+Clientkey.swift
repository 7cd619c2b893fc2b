// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/clientkey.schema.json; do not edit.

extension EmbeddedSchemas {
  static let clientkey = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "kmsctl client key",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "apiVersion",
        "kind",
        "metadata",
        "spec"
      ],
      "properties": {
        "apiVersion": {
          "description": "The version of the manifest format.",
          "const": "kmsctl.dev/v1"
        },
        "kind": {
          "description": "The kind of document.",
          "const": "ClientKey"
        },
        "metadata": {
          "description": "Which object this is.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "name"
          ],
          "properties": {
            "name": {
              "description": "The name of the access point whose key this is.",
              "type": "string",
              "pattern": "^[A-Za-z0-9_.-]{1,192}$",
              "not": {
                "pattern": "\\.kmsctl-[0-9a-f]{8}$"
              }
            },
            "description": {
              "description": "For readers of the manifest; a client key has no description at the service.",
              "type": [
                "string",
                "null"
              ],
              "not": {
                "pattern": "\\[kmsctl/"
              }
            },
            "waive": {
              "description": "Checks that stay silent for this object, by diagnostic code.",
              "type": "array",
              "minItems": 1,
              "items": {
                "enum": [
                  "access-point-without-key",
                  "duplicate-address",
                  "host-bits",
                  "long-overlap",
                  "network-type-scope",
                  "open-to-everyone",
                  "overlapping-address",
                  "private-address",
                  "private-rule-on-shared-gateway",
                  "public-address",
                  "role-resource",
                  "role-scope",
                  "short-validity"
                ]
              }
            }
          }
        },
        "spec": {
          "description": "The client key of one access point.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "deliverTo"
          ],
          "properties": {
            "validity": {
              "description": "The console's Validity Period: a number and one of m h d w y, at most 5y.",
              "type": "string",
              "pattern": "^[0-9]*[1-9][0-9]*[mhdwy]$",
              "default": "365d"
            },
            "rotation": {
              "description": "When a successor is issued and how long both keys live.",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "renewBefore": {
                  "description": "How long before the end a successor is due; also a share of the validity, 1% to 99%.",
                  "type": "string",
                  "pattern": "^([0-9]*[1-9][0-9]*[mhdwy]|[0-9]?[1-9]%|[1-9][0-9]%)$",
                  "default": "60d"
                },
                "overlap": {
                  "description": "How long the old key lives on after its successor was delivered.",
                  "type": "string",
                  "pattern": "^[0-9]*[1-9][0-9]*[mhdwy]$",
                  "default": "30d"
                }
              }
            },
            "password": {
              "description": "The console's Encryption Password: where it comes from, never the password itself.",
              "type": "object",
              "additionalProperties": false,
              "minProperties": 1,
              "maxProperties": 1,
              "properties": {
                "generate": {
                  "description": "Made at random.",
                  "type": "object",
                  "additionalProperties": false,
                  "properties": {
                    "length": {
                      "description": "How many characters.",
                      "type": "integer",
                      "minimum": 8,
                      "maximum": 64,
                      "default": 32
                    }
                  }
                },
                "fromEnv": {
                  "description": "The name of an environment variable of the apply run.",
                  "type": "string",
                  "pattern": "^[A-Za-z_][A-Za-z0-9_]*$"
                },
                "fromFile": {
                  "description": "The path of a file that only its owner may read.",
                  "type": "string",
                  "minLength": 1
                },
                "fromCommand": {
                  "description": "A program's absolute path and its arguments; apply runs it, when --allow-exec names it, and reads its standard output.",
                  "type": "array",
                  "minItems": 1,
                  "prefixItems": [
                    {
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
                }
              }
            },
            "deliverTo": {
              "description": "Where the key goes.",
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
    """#
}
