"""Makes the golden live states of a version: what it leaves behind, kept for all later ones.

Run once per release, with that release's programs, before anything changes:

    KMSCTL_BIN_DIR=… python golden_states.py golden/0.1.0

`test_golden_states.py` plans each of them with the programs of today. Each directory holds the
manifests, the sandbox's state (its certificates, no private key and no password) and the moment at
which the clock stands. Every state plans to "No changes" with the version that made it.
"""
import datetime
import json
import pathlib
import shutil
import sys

from harness import INSTANCE, EndToEndCase

START = datetime.datetime(2026, 11, 24, 12)
# What the sandbox's own access keys are called in a kept state: nothing that opens anything.
NO_SECRET = "kept-state-no-secret"
# Not the one that keeps a delivered secret: a QuickAccess may read every secret of its instance.
OTHER_INSTANCE = "kst-hzz65f0aa93cdw1e0001"

APP = f"""
apiVersion: kmsctl.dev/v1
kind: QuickAccess
metadata: {{name: app, description: one application}}
spec:
  instance: {INSTANCE}
  networkRules: unrestricted
  deliverTo: [{{directory: {{path: delivered/app}}}}]
"""

RULE = """
apiVersion: kmsctl.dev/v1
kind: NetworkRule
metadata: {name: net, description: the network}
spec: {type: Private, allowedSourceIPs: [10.0.0.0/16, 10.1.0.7]}
"""

POLICY = f"""
apiVersion: kmsctl.dev/v1
kind: Policy
metadata: {{name: pol}}
spec: {{scope: {INSTANCE}, roles: [CryptoServiceKeyUser], resources: [key/one], networkRules: [net]}}
"""

POINT = """
apiVersion: kmsctl.dev/v1
kind: ApplicationAccessPoint
metadata: {name: app%s}
spec: {policies: [pol], clientKey: {deliverTo: [{directory: {path: delivered/app}}]}}
"""

VARIANTS_STACK = """  external: [networkrule/shared-*]
  ignore: [networkrule/legacy-*]
  safety: {maxDeletes: 5, maxChangePercent: 40, minExisting: 12}
  keys: {maxIssuesPerRun: 20, issuedBy: apply}
"""

VARIANTS = {
    "manifests/rules.yaml": """
apiVersion: kmsctl.dev/v1
kind: NetworkRule
metadata: {name: private, description: "die Server, 服务器", protected: true}
spec: {type: Private, allowedSourceIPs: [10.20.0.0/16, 10.30.0.7, 172.16.4.0/22]}
---
apiVersion: kmsctl.dev/v1
kind: NetworkRule
metadata: {name: public}
spec: {type: Public, allowedSourceIPs: [203.0.113.16/28, 198.51.100.7]}
---
apiVersion: kmsctl.dev/v1
kind: NetworkRule
metadata: {name: vpc, description: two networks of their own}
spec:
  type: VPC
  allowedSourceIPs:
    - {vpcId: vpc-bp1a, ipAddresses: [10.0.0.0/24, 10.0.2.9]}
    - {vpcId: vpc-bp1b, ipAddresses: [10.8.0.0/24]}
""",
    "manifests/policies.yaml": f"""
apiVersion: kmsctl.dev/v1
kind: Policy
metadata: {{name: both-roles}}
spec:
  scope: {INSTANCE}
  roles: [CryptoServiceSecretUser, CryptoServiceKeyUser]
  resources: [secret/rds-ibm*, key/key-hzz62f1cb66fa42qo8a01, "key/key-hzz62f1cb66fa42qo8a02"]
  networkRules: [private, shared-egress]
---
apiVersion: kmsctl.dev/v1
kind: Policy
metadata: {{name: gateway-public, description: secrets through the gateway}}
spec: {{scope: SharedKMSGateway, roles: [SecretUser], resources: [secret/acs/*], networkRules: [public]}}
---
apiVersion: kmsctl.dev/v1
kind: Policy
metadata: {{name: gateway-vpc}}
spec: {{scope: SharedKMSGateway, roles: [SecretUser], resources: [secret/payments-api-token], networkRules: [vpc]}}
---
apiVersion: kmsctl.dev/v1
kind: Policy
metadata: {{name: anywhere}}
spec:
  scope: {INSTANCE}
  roles: [CryptoServiceKeyUser]
  resources: [key/*]
  networkRules: unrestricted
""",
    "manifests/points.yaml": f"""
apiVersion: kmsctl.dev/v1
kind: ApplicationAccessPoint
metadata: {{name: files, protected: true}}
spec:
  authenticationMethod: ClientKey
  policies: [both-roles, gateway-public, anywhere]
  clientKey:
    validity: 2y
    rotation:
      renewBefore: 25%
      overlap: 2w
      window: {{days: [tue, thu], from: "22:00", to: "04:00"}}
      freeze: [{{from: 2026-12-20, to: 2027-01-06}}]
      retire: {{confirm: [/bin/true]}}
    password: {{generate: {{length: 64}}}}
    instance: {INSTANCE}
    deliverTo:
      - directory: {{path: delivered/files, sdk: [ca, json, env], group: users}}
      - directory: {{path: delivered/files-too, ephemeral: accepted}}
---
apiVersion: kmsctl.dev/v1
kind: ApplicationAccessPoint
metadata: {{name: commands, description: every form of standard input}}
spec:
  policies: [gateway-vpc]
  clientKey:
    validity: 90d
    rotation: {{renewBefore: 30d, overlap: 7d}}
    password: {{fromEnv: VARIANTS_PASSWORD}}
    deliverTo:
      - command: {{run: [/bin/cat], stdin: json, check: [/bin/true], timeout: 30s}}
      - command: {{run: [/bin/cat, "-"], stdin: dotenv}}
      - command:
          run: [/bin/cat]
          stdin: kubernetesSecret
          kubernetes: {{name: kms-key, namespace: payments}}
---
apiVersion: kmsctl.dev/v1
kind: ApplicationAccessPoint
metadata: {{name: halves}}
spec: {{policies: [anywhere]}}
---
apiVersion: kmsctl.dev/v1
kind: ClientKey
metadata: {{name: halves, description: two custodians}}
spec:
  validity: 3000h
  password: {{fromFile: password.txt}}
  deliverTo:
    - {{parts: [key], directory: {{path: delivered/half-key}}}}
    - {{parts: [password], directory: {{path: delivered/half-password}}}}
---
apiVersion: kmsctl.dev/v1
kind: ApplicationAccessPoint
metadata: {{name: stored}}
spec:
  policies: [gateway-vpc]
  clientKey:
    password: {{fromCommand: [/bin/echo, "kept-State-7"]}}
    deliverTo:
      - kmsSecret:
          name: apps/stored/client-key
          instance: {INSTANCE}
          encryptionKey: key-hzz62f1cb66fa42qo8a01
---
apiVersion: kmsctl.dev/v1
kind: QuickAccess
metadata: {{name: quick, description: made quickly, protected: true}}
spec:
  instance: {OTHER_INSTANCE}
  networkRules: [private]
  validity: 5y
  rotation: {{renewBefore: 1y}}
  deliverTo: [{{directory: {{path: delivered/quick}}}}]
""",
}


class Maker(EndToEndCase):
    """Makes one state after the other, each in a sandbox of its own."""

    def runTest(self):
        """Nothing: this case lends its directory and its sandbox."""

    def environment(self):
        return {**super().environment(), "VARIANTS_PASSWORD": "kept-State-8"}

    # The states, by the name of their directory.

    def example(self):
        self.copy_example()
        self.apply()

    def eve_of_rotation(self):
        self.deliver_one()
        self.stop_clock(self.next_moment("rotate") - datetime.timedelta(seconds=1))

    def overlap(self):
        self.deliver_one()
        self.stop_clock(self.next_moment("rotate"))
        self.apply()
        self.stop_clock(self.next_moment("retire") - datetime.timedelta(seconds=1))

    def retired(self):
        self.deliver_one()
        self.stop_clock(self.next_moment("rotate"))
        self.apply()
        self.stop_clock(self.next_moment("retire"))
        self.apply()

    def rotated_by_hand(self):
        self.deliver_one()
        self.kmsctl("key", "rotate", "app", "--now", "--auto-approve")

    def compromised(self):
        self.deliver_one()
        self.kmsctl("key", "rotate", "app", "--compromised", "--auto-approve")

    def issued_by_rotate(self):
        self.write_stack("  keys: {issuedBy: rotate}\n")
        self.write("manifests/app.yaml", APP)
        self.apply()
        self.kmsctl("key", "rotate", "--due", "--auto-approve")

    def adopted(self):
        self.write_three(", adopt: true")
        self.sandbox.admin("edit", address="aap/app", create={
            "Policies": "[\"pol\"]", "AuthenticationMethod": "ClientKey", "Description": "by hand"})
        self.sandbox.admin("edit", address="clientkey/app", create={
            "NotAfter": "2031-11-24T12:00:00Z"})
        self.apply()

    def adopted_rule(self):
        self.write_three()
        self.sandbox.admin("edit", address="networkrule/net", create={
            "Type": "Private", "SourcePrivateIp": "[\"10.1.0.7\",\"10.0.0.0/16\"]",
            "Description": "the network"})
        self.apply()

    def moved(self):
        self.write_stack(name="before", uid="e2e000")
        self.write("manifests/all.yaml", "---".join([RULE, POLICY, POINT % ""]))
        self.apply()
        self.write_three(", adopt: {fromStack: before}")
        self.write("manifests/all.yaml", "---".join([
            RULE.replace("the network}", "the network, adopt: {fromStack: before}}"),
            POLICY.replace("name: pol}", "name: pol, adopt: {fromStack: before}}"),
            POINT % ", adopt: {fromStack: before}"]))
        self.apply()

    def replaced(self):
        self.write_three()
        self.apply()
        text = (self.stack / "manifests/all.yaml").read_text()
        self.write("manifests/all.yaml", text.replace(
            "type: Private, allowedSourceIPs: [10.0.0.0/16, 10.1.0.7]",
            "type: VPC, allowedSourceIPs: [{vpcId: vpc-bp1a, ipAddresses: [10.0.0.0/16]}]")
            .replace(f"scope: {INSTANCE}, roles: [CryptoServiceKeyUser], resources: [key/one]",
                     "scope: SharedKMSGateway, roles: [SecretUser], resources: [secret/one]"))
        self.apply("--allow-replace", "networkrule/net", "--allow-replace", "policy/pol")

    def no_ownership(self):
        self.write_three()
        self.write_stack("  ownership: none\n")
        self.apply()

    def variants(self):
        self.write_stack(VARIANTS_STACK)
        for name, text in VARIANTS.items():
            self.write(name, text)
        self.write("password.txt", "kept-State-9").chmod(0o600)
        self.sandbox.admin("edit", address="networkrule/shared-egress", create={
            "Type": "Private", "SourcePrivateIp": "[\"10.9.0.0/16\"]", "Description": "others'"})
        self.sandbox.admin("edit", address="networkrule/legacy-one", create={
            "Type": "Private", "SourcePrivateIp": "[\"10.8.0.0/16\"]", "Description": ""})
        self.apply("--allow-exec", "/bin/cat", "--allow-exec", "/bin/echo",
                   "--allow-exec", "/bin/true")

    # What they are made with.

    def deliver_one(self):
        self.write_stack()
        self.write("manifests/app.yaml", APP)
        self.apply()

    def write_three(self, metadata=""):
        self.write_stack()
        self.write("manifests/all.yaml", "---".join([RULE, POLICY, POINT % metadata]))

    def apply(self, *flags):
        self.kmsctl("apply", "--auto-approve", *flags)

    def stop_clock(self, moment):
        self.moment = moment
        self.sandbox.admin("clock", freeze=f"{moment.isoformat()}Z")

    def next_moment(self, kind):
        """When the one key that has it coming is rotated or retired."""
        rows = json.loads(self.kmsctl("key", "list", "-o", "json").out)["keys"]
        (moment,) = [row["nextAction"]["at"] for row in rows if row["nextAction"]["kind"] == kind]
        return datetime.datetime.fromisoformat(moment.removesuffix("Z"))

    def keep(self, place):
        """Writes what there is now, after seeing that this version has nothing to do with it."""
        self.kmsctl("plan", "--detailed-exitcode")
        self.kmsctl("drift")
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        shutil.copy(self.stack / "kmsctl.yaml", place)
        shutil.copytree(self.stack / "manifests", place / "manifests")
        state = json.loads((self.directory / "sandbox.json").read_text())
        for key in state["inventory"]["accessKeys"]:
            key["secret"] = NO_SECRET
            if "securityToken" in key:
                key["securityToken"] = NO_SECRET
        (place / "sandbox.json").write_text(json.dumps(state, indent=1, sort_keys=True) + "\n")
        (place / "clock").write_text(f"{self.moment.isoformat()}Z\n")


STATES = ("example", "eve_of_rotation", "overlap", "retired", "rotated_by_hand", "compromised",
          "issued_by_rotate", "adopted", "adopted_rule", "moved", "replaced", "no_ownership",
          "variants")


def main():
    directory = pathlib.Path(sys.argv[1])
    for name in STATES:
        maker = Maker()
        maker.setUp()
        try:
            maker.stop_clock(START)
            getattr(maker, name)()
            maker.keep(directory / name.replace("_", "-"))
        finally:
            maker.doCleanups()
        print(name)


if __name__ == "__main__":
    main()
