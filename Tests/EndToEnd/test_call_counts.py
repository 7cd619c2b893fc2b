"""How many calls a plan over 100 objects of each kind makes, and how they overlap."""
from harness import INSTANCE, EndToEndCase

COUNT = 100


class CallCounts(EndToEndCase):
    def setUp(self):
        super().setUp()
        self.write_stack("  safety: {maxDeletes: 0}\n")
        documents = []
        for n in range(COUNT):
            documents.append(
                "apiVersion: kmsctl.dev/v1\nkind: NetworkRule\n"
                f"metadata: {{name: rule-{n}}}\n"
                f"spec: {{type: Private, allowedSourceIPs: [10.{n}.0.0/16]}}\n")
            documents.append(
                "apiVersion: kmsctl.dev/v1\nkind: Policy\n"
                f"metadata: {{name: policy-{n}}}\n"
                f"spec: {{scope: {INSTANCE}, roles: [CryptoServiceKeyUser], "
                f"resources: [key/key-{n}], networkRules: [rule-{n}]}}\n")
            documents.append(
                "apiVersion: kmsctl.dev/v1\nkind: ApplicationAccessPoint\n"
                f"metadata: {{name: app-{n}}}\n"
                f"spec: {{authenticationMethod: ClientKey, policies: [policy-{n}], clientKey: "
                f"{{validity: 365d, deliverTo: [{{directory: {{path: out/app-{n}}}}}]}}}}\n")
        self.write("manifests/all.yaml", "---\n".join(documents))

    def test_a_no_change_plan_reads_each_object_once(self):
        for address in ("networkrule", "policy", "aap"):
            self.sandbox.admin("edit", address=f"{address}/console-made", delete=True)
        start = sum(self.sandbox.admin("status")["operations"].values())
        self.kmsctl("apply", "--auto-approve")
        before = self.sandbox.admin("status")
        made = sum(before["operations"].values()) - start
        print(f"\ncreating {COUNT} of each kind: {made} calls")
        self.assertLessEqual(made, 1_909)
        self.assertIn("No changes.", self.kmsctl("plan", "--detailed-exitcode").out)
        status = self.sandbox.admin("status")
        calls = {name: count - before["operations"].get(name, 0)
                 for name, count in status["operations"].items()}
        calls = {name: count for name, count in calls.items() if count}
        connections = status["connections"] - before["connections"]
        print(f"\nno-change plan over {COUNT} of each kind: {sum(calls.values())} calls, "
              f"{connections} connections, "
              f"at most {status['maximumConcurrentCalls']} at once")
        self.assertEqual(calls, {
            "GetCallerIdentity": 1, "GetKmsInstance": 1,
            "ListNetworkRules": 1, "ListPolicies": 1, "ListApplicationAccessPoints": 1,
            "DescribeNetworkRule": COUNT, "DescribePolicy": COUNT,
            "DescribeApplicationAccessPoint": COUNT, "ListClientKeys": COUNT,
        })
        self.assertGreater(status["maximumConcurrentCalls"], 1)
        self.assertLessEqual(connections, 16)


if __name__ == "__main__":
    import unittest
    unittest.main()
