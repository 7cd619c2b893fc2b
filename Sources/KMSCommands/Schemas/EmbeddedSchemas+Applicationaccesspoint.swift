// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/applicationaccesspoint.schema.json; do not edit.

extension EmbeddedSchemas {
  static let applicationaccesspoint = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "kmsctl application access point",
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
          "const": "ApplicationAccessPoint"
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
              "description": "The name at the service; unique within its kind.",
              "type": "string",
              "pattern": "^[A-Za-z0-9_.-]{1,192}$",
              "not": {
                "pattern": "\\.kmsctl-[0-9a-f]{8}$"
              }
            },
            "description": {
              "description": "For people; kmsctl adds its marker behind it at the service.",
              "type": [
                "string",
                "null"
              ],
              "not": {
                "pattern": "\\[kmsctl/"
              }
            },
            "adopt": {
              "description": "Whether a live object that is not the stack's may become it, even when it differs; or the stack it comes from.",
              "oneOf": [
                {
                  "type": "boolean"
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "fromStack"
                  ],
                  "properties": {
                    "fromStack": {
                      "description": "The stack that owns it now.",
                      "type": "string",
                      "pattern": "^[A-Za-z0-9_-]{1,63}$"
                    }
                  }
                }
              ]
            },
            "protected": {
              "description": "Whether deleting and replacing it is refused, even after its manifest is gone.",
              "type": "boolean",
              "default": false
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
                  "short-validity",
                  "too-many-resources",
                  "too-many-roles"
                ]
              }
            }
          }
        },
        "spec": {
          "description": "What one application authenticates as.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "policies"
          ],
          "properties": {
            "authenticationMethod": {
              "description": "The console's Authentication Method; it cannot be changed.",
              "enum": [
                "ClientKey"
              ],
              "default": "ClientKey"
            },
            "policies": {
              "description": "The console's Policies: 1 to 3 names.",
              "type": "array",
              "minItems": 1,
              "maxItems": 3,
              "items": {
                "type": "string",
                "minLength": 1
              }
            },
            "clientKey": {
              "description": "The client key; it may stand in a ClientKey document of the same name instead.",
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
                    },
                    "window": {
                      "description": "When in the week rotations and retirements may begin, in UTC.",
                      "type": "object",
                      "additionalProperties": false,
                      "required": [
                        "from",
                        "to"
                      ],
                      "properties": {
                        "days": {
                          "description": "The days on which the window opens; all of them unless given.",
                          "type": "array",
                          "minItems": 1,
                          "items": {
                            "enum": [
                              "mon",
                              "tue",
                              "wed",
                              "thu",
                              "fri",
                              "sat",
                              "sun"
                            ]
                          }
                        },
                        "from": {
                          "description": "When it opens.",
                          "type": "string",
                          "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"
                        },
                        "to": {
                          "description": "When it closes; before 'from' means on the next day.",
                          "type": "string",
                          "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"
                        }
                      }
                    },
                    "freeze": {
                      "description": "Days on which no rotation and no retirement begins, in UTC.",
                      "type": "array",
                      "minItems": 1,
                      "items": {
                        "type": "object",
                        "additionalProperties": false,
                        "required": [
                          "from",
                          "to"
                        ],
                        "properties": {
                          "from": {
                            "description": "The first frozen day.",
                            "type": "string",
                            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
                          },
                          "to": {
                            "description": "The last frozen day.",
                            "type": "string",
                            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
                          }
                        }
                      }
                    },
                    "retire": {
                      "description": "Who is asked before a predecessor goes.",
                      "type": "object",
                      "additionalProperties": false,
                      "required": [
                        "confirm"
                      ],
                      "properties": {
                        "confirm": {
                          "description": "A program and its arguments; it says yes with exit status 0.",
                          "type": "array",
                          "minItems": 1,
                          "items": {
                            "type": "string",
                            "minLength": 1
                          }
                        }
                      }
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
                      "pattern": "^(?!~)(?!/+$)(?!.*([$][A-Za-z0-9_{(]|[{][{]|`))[^\\u0000-\\u001f\\u007f]+$"
                    },
                    "fromCommand": {
                      "description": "A program's absolute path and its arguments; apply runs it, when --allow-exec names it, and reads its standard output.",
                      "type": "array",
                      "minItems": 1,
                      "prefixItems": [
                        {
                          "type": "string",
                          "pattern": "^/(?!/*$)(?!.*([$][A-Za-z0-9_{(]|[{][{]|`))[^\\u0000-\\u001f\\u007f]+$"
                        }
                      ],
                      "items": {
    """#
}
