// swift-format-ignore-file
// Written by scripts/embed-schemas.py from schemas/networkrule.schema.json; do not edit.

extension EmbeddedSchemas {
  static let networkrule = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "kmsctl network rule",
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
          "const": "NetworkRule"
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
          "description": "From where KMS may be reached.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "type",
            "allowedSourceIPs"
          ],
          "properties": {
            "type": {
              "description": "The console's Network Type; it cannot be changed, only replaced. VPC exists in cn-hangzhou, cn-shanghai, cn-shenzhen and cn-zhangjiakou.",
              "enum": [
                "Private",
                "Public",
                "VPC"
              ]
            },
            "allowedSourceIPs": {
              "description": "The console's Allowed Source IP Addresses, at most 800. Behind a proxy: the proxy's address.",
              "type": "array",
              "minItems": 1,
              "maxItems": 800
            }
          },
          "if": {
            "required": [
              "type"
            ],
            "properties": {
              "type": {
                "const": "VPC"
              }
            }
          },
          "then": {
            "properties": {
              "allowedSourceIPs": {
                "items": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "vpcId",
                    "ipAddresses"
                  ],
                  "properties": {
                    "vpcId": {
                      "description": "The VPC.",
                      "type": "string",
                      "pattern": "^vpc-[a-z0-9]{1,64}$"
                    },
                    "ipAddresses": {
                      "description": "Addresses inside the VPC.",
                      "type": "array",
                      "minItems": 1,
                      "items": {
                        "description": "An IPv4 address or CIDR block.",
                        "type": "string",
                        "pattern": "^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(/(3[0-2]|[12]?[0-9]))?$"
                      }
                    }
                  }
                }
              }
            }
          },
          "else": {
            "properties": {
              "allowedSourceIPs": {
                "items": {
                  "description": "An IPv4 address or CIDR block.",
                  "type": "string",
                  "pattern": "^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(/(3[0-2]|[12]?[0-9]))?$"
                }
              }
            }
          }
        }
      }
    }
    """#
}
