/// What people type who come from Terraform, kubectl or Git, and what there is here instead.
enum ForeignWords {
  static let commands: [String: String] = [
    "auth": credentials,
    "configure": credentials,
    "delete": removal,
    "deploy": reconcile,
    "describe": lists,
    "destroy": removal,
    "diff": "'kmsctl plan' shows how live state differs from the manifests, and 'kmsctl drift'"
      + " whether it does",
    "fmt": "there is no formatter; 'kmsctl validate' checks the manifests",
    "get": lists,
    "import": "write a manifest for the live object; 'kmsctl plan' says what taking it over would"
      + " change, and 'adopt' in the manifest reference how Git allows it",
    "keys": "did you mean 'kmsctl key'?",
    "lint": "did you mean 'kmsctl validate'?",
    "list": lists,
    "login": credentials,
    "ls": lists,
    "refresh": "nothing is cached: 'kmsctl plan' and 'kmsctl drift' read live state each time",
    "retire": keys,
    "rm": removal,
    "rotate": keys,
    "show": lists,
    "state": "there is no state file: 'kmsctl plan' and 'kmsctl key list' read live state",
    "sync": reconcile,
    "trace": "did you mean 'kmsctl key trace'?",
    "up": reconcile,
    "verify": "did you mean 'kmsctl key verify'?",
    "workspace": "a kmsctl.yaml is for one account and one region; choose one with -C or --stack",
  ]

  static let options: [String: String] = [
    "--chdir": "did you mean '-C'?",
    "--check": "'kmsctl plan' and 'kmsctl drift' change nothing",
    "--directory": "did you mean '-C'?",
    "--dry-run": "'kmsctl plan' is the dry run",
    "--f": path,
    "--file": path,
    "--filename": path,
    "--format": "did you mean '--output'?",
    "--json": "did you mean '-o json'?",
    "--lock": "no lock is taken",
    "--out":
      "a plan cannot be saved yet: note its fingerprint, which 'kmsctl apply --expect' takes",
    "--refresh": "nothing is cached: live state is read each time",
    "--refresh-only": "'kmsctl drift' tells whether live state differs",
    "--state": "there is no state file",
    "--var": "manifests have no variables",
    "--var-file": "manifests have no variables",
  ]

  private static let credentials =
    "there is no login: credentials come from the environment or a profile, and 'kmsctl whoami'"
    + " tells which"
  private static let keys = "'kmsctl key --help' shows the commands about client keys"
  private static let lists =
    "'kmsctl key list' shows client keys, and 'kmsctl plan --show-unmanaged' what is left alone"
  private static let path = "give the path itself, as in 'kmsctl plan manifests/payments.yaml'"
  private static let reconcile = "'kmsctl plan' shows what 'kmsctl apply' would do"
  private static let removal =
    "take the manifest out of Git; 'kmsctl plan' then shows what would go, and what it needs"
}
