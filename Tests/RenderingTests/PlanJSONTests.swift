import KMSModel
import Planning
import Testing

@testable import Rendering

@Suite struct PlanJSONTests {
  @Test func documentIsSortedAndComplete() throws {
    let change = Change(
      id: try Sample.id("policy/orders"), action: .update, origin: .git, group: .change,
      fields: [
        FieldChange("roles", .set(added: ["A"], removed: [], kept: ["B"]), place: Sample.place(15)),
        FieldChange("description", .single(before: nil, after: "x")),
      ], place: Sample.place(10), steps: [0])
    let plan = Sample.plan(
      [change],
      steps: [
        Step(id: 0, change: change.id, operation: .updatePolicy(Sample.policyUpdate("orders")))
      ],
      coverage: Coverage(
        checked: 1,
        leftAlone: [
          .init(
            id: try Sample.id("policy/theirs"),
            reason: .owned(by: Owner(stack: "billing", uid: "abc123")))
        ]))
    let json = try PlanJSON(isSandbox: true).render(
      plan, exit: ExitNote(code: 0, reason: "success"))
    #expect(
      json == """
        {
          "changes" : [
            {
              "action" : "update",
              "dyingKeys" : [

              ],
              "fields" : [
                {
                  "name" : "roles",
                  "place" : {
                    "column" : 9,
                    "file" : "manifests/payments.yaml",
                    "line" : 15
                  },
                  "value" : {
                    "added" : [
                      "A"
                    ],
                    "kept" : [
                      "B"
                    ],
                    "removed" : [

                    ]
                  }
                },
                {
                  "name" : "description",
                  "value" : {
                    "after" : "x"
                  }
                }
              ],
              "group" : "change",
              "id" : "policy/orders",
              "origin" : "git",
              "place" : {
                "column" : 9,
                "file" : "manifests/payments.yaml",
                "line" : 10
              },
              "steps" : [
                0
              ],
              "widenings" : [

              ]
            }
          ],
          "counts" : {
            "add" : 0,
            "bookkeeping" : 0,
            "change" : 1,
            "destroy" : 0
          },
          "coverage" : {
            "checked" : 1,
            "ignored" : [

            ],
            "leftAlone" : [
              {
                "id" : "policy/theirs",
                "owner" : {
                  "stack" : "billing",
                  "uid" : "abc123"
                },
                "reason" : "owned"
              }
            ],
            "unreadable" : [

            ]
          },
          "document" : "plan",
          "exit" : {
            "code" : 0,
            "reason" : "success"
          },
          "fingerprint" : "sha256:0011",
          "formatVersion" : "1.0",
          "hasDrift" : true,
          "isClean" : false,
          "isPartial" : false,
          "isSandbox" : true,
          "notes" : [

          ],
          "refusals" : [

          ],
          "stack" : {
            "account" : "1192000000000000",
            "name" : "payments",
            "region" : "cn-hangzhou",
            "uid" : "7f3c1a"
          },
          "steps" : [
            {
              "change" : "policy/orders",
              "dependsOn" : [

              ],
              "id" : 0,
              "operation" : {
                "action" : "updatePolicy",
                "expected" : {
                  "rawDescription" : "",
                  "spec" : {
                    "networkAccess" : [
                      "batch",
                      "vpc"
                    ],
                    "resources" : [
                      "key/a",
                      "secret/b"
                    ],
                    "roles" : [
                      "RbacPermission/Template/CryptoServiceKeyUser",
                      "RbacPermission/Template/CryptoServiceSecretUser"
                    ],
                    "scope" : "kst-1"
                  }
                },
                "target" : {
                  "description" : "",
                  "name" : "orders",
                  "spec" : {
                    "networkAccess" : [
                      "batch",
                      "vpc"
                    ],
                    "resources" : [
                      "key/a",
                      "secret/b"
                    ],
                    "roles" : [
                      "RbacPermission/Template/CryptoServiceKeyUser",
                      "RbacPermission/Template/CryptoServiceSecretUser"
                    ],
                    "scope" : "kst-1"
                  }
                }
              }
            }
          ],
          "stuck" : [

          ],
          "unknownKeys" : [

          ],
          "warnings" : [

          ]
        }

        """)
  }
}
