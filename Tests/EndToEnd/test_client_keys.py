"""Delivered client keys: openssl opens them, and no secret leaves by another door."""
import base64
import json
import stat
import subprocess

from harness import EndToEndCase


class DeliveredKeys(EndToEndCase):
    def setUp(self):
        super().setUp()
        self.copy_example()

    def test_openssl_opens_what_was_delivered(self):
        self.kmsctl("apply", "--auto-approve")
        keys = self.inventory()["clientKeys"]
        self.assertEqual(len(keys), 4)
        for key in keys.values():
            self.check_delivery(key, self.stack / "delivered" / key["accessPoint"])

    def check_delivery(self, key, directory):
        current = directory / "current"
        self.assertTrue(current.is_symlink())
        self.assertEqual(stat.S_IMODE(current.resolve().stat().st_mode), 0o700)
        secret = current / f"clientKey_{key['id']}.json"
        password = current / f"clientKey_{key['id']}_Password.txt"
        for path in (secret, password):
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
        document = json.loads(secret.read_text())
        self.assertEqual(set(document), {"KeyId", "PrivateKeyData"})
        self.assertEqual(document["KeyId"], key["id"])
        container = self.directory / "container.p12"
        container.write_bytes(base64.b64decode(document["PrivateKeyData"]))
        legacy = ["-legacy"] if "--legacy-ciphers" in self.sandbox_flags else []
        opened = subprocess.run(
            ["openssl", "pkcs12", "-in", container, "-passin", f"file:{password}", "-nokeys",
             *legacy], check=True, capture_output=True, text=True).stdout
        delivered = subprocess.run(["openssl", "x509"], input=opened, check=True,
                                   capture_output=True, text=True).stdout
        live = subprocess.run(["openssl", "x509"], input=key["certificatePEM"], check=True,
                              capture_output=True, text=True).stdout
        self.assertEqual(delivered, live)

    def test_no_secret_in_any_output(self):
        runs = [self.kmsctl("apply", "--auto-approve", "--debug"),
                self.kmsctl("plan", "--debug"), self.kmsctl("plan", "-o", "json"),
                self.kmsctl("drift", "-o", "json"), self.kmsctl("whoami", "--debug")]
        texts = [run.out + run.err for run in runs]
        texts += [path.read_text(errors="replace") for path in self.directory.glob("sandbox*")
                  if not path.name.endswith("sandbox.json") and path.is_file()]
        planted = [self.sandbox.handshake["accessKeySecret"]]
        for path in (self.stack / "delivered").rglob("clientKey_*"):
            if "current" in path.parts:
                continue
            if path.suffix == ".json":
                planted.append(json.loads(path.read_text())["PrivateKeyData"])
            else:
                planted.append(path.read_text().strip())
        self.assertEqual(len(planted), 9)
        for secret in planted:
            self.assertGreater(len(secret), 8)
            for text in texts:
                self.assertNotIn(secret, text)


class DeliveredLegacyKeys(DeliveredKeys):
    sandbox_flags = ("--legacy-ciphers",)


if __name__ == "__main__":
    import unittest
    unittest.main()
