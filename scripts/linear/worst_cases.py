"""Inputs that a careless reader of manifests takes quadratic time for, each in any size."""
import dataclasses
import typing


@dataclasses.dataclass
class Case:
    name: str
    """What stands in the table."""
    n: int
    """The size in CI."""
    make: typing.Callable[[int], dict]
    """The files of a size."""
    arguments: typing.Callable[[dict], list] = None
    """More arguments of validate."""
    largest: int = 0
    """The largest sensible size, where the limit of a file comes before the scale."""

    def size(self, scale):
        size = int(self.n * scale)
        return min(size, self.largest // 2) if self.largest else size


def stack(more=""):
    return ("apiVersion: kmsctl.dev/v1\nkind: Stack\nmetadata: {name: linear, uid: 7f3c1a}\n"
            'spec: {account: "1192000000000000", region: cn-hangzhou' + more + "}\n")


STACK = {"kmsctl.yaml": stack()}


def document(kind, name, spec, metadata=""):
    return (f"apiVersion: kmsctl.dev/v1\nkind: {kind}\nmetadata: {{name: {name}{metadata}}}\n"
            f"spec: {spec}\n")


def rule(name, addresses="10.0.0.1", metadata=""):
    return document("NetworkRule", name,
                    f"{{type: Private, allowedSourceIPs: [{addresses}]}}", metadata)


def policy(name, rules="unrestricted", resources="key/*", roles="CryptoServiceKeyUser"):
    return document("Policy", name, f"{{scope: kst-1, roles: [{roles}], resources: [{resources}],"
                                    f" networkRules: {rules}}}")


def access_point(name, key, policies="p"):
    return document("ApplicationAccessPoint", name, f"{{policies: [{policies}], clientKey: {key}}}")


def one(text):
    return {"manifests/m.yaml": text}


def many(items, separator=""):
    return separator.join(items)


def documents(items):
    return one("---\n".join(items))


def address(i):
    return f"10.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}"


def nested_block(n):
    return "".join(" " * (i % 40) + f"k{i}:\n" for i in range(n))


def overlapping(n):
    return many((f"10.{i % 250}.{i // 250 % 250}.0/{8 + i % 25}" for i in range(n)), ", ")


def anchors(n):
    return ("spec:\n" + many(f"  a{i}: &a{i} [x, y]\n" for i in range(n))
            + many(f"  b{i}: *a{i}\n" for i in range(n)))


def merged(n):
    return ("base: &a {x: 1, y: 2, z: 3}\n" + many(f"m{i}: {{<<: *a, x: {i}}}\n" for i in range(n)))


def merge_list(n):
    return ("base: &a {x: 1}\nall: {<<: [" + many(("{" + f"k{i}: 1" + "}" for i in range(n)), ", ")
            + "]}\n")


def nested_merges(n):
    inner = "{" + many((f"k{i}: 1" for i in range(n)), ", ") + "}"
    return "all: " + "{<<: " * 20 + inner + "}" * 20 + "\n"


def overridden(n):
    pairs = many((f"k{i}: 1" for i in range(n)), ", ")
    return "all: {" + pairs + ", <<: {" + pairs + "}}\n"


def alias_text(n):
    return ("metadata: {name: &a " + "x" * n + "}\nkind: [" + many(["*a"] * n, ", ") + "]\n")


def alias_addresses(n):
    return (document("NetworkRule", "a", "{type: Private, allowedSourceIPs: [&a "
                     + "x" * n + ", " + many(["*a"] * (n // 4), ", ") + "]}"))


def passwords_in_line(n):
    return access_point("a", "{deliverTo: [" + many(
        ["{password: Hunter2, directory: {path: /a}}"] * n, ", ") + "]}")


def repeated_passwords(n):
    return ("apiVersion: kmsctl.dev/v1\nkind: ClientKey\nmetadata: {name: a}\nspec:\n"
            + "  password: Hunter2\n" * n)


def block_passwords(n):
    return ("apiVersion: kmsctl.dev/v1\nkind: ClientKey\nmetadata: {name: a}\nspec:\n"
            + "  password: |\n    Hunter2\n    more\n" * n)


def json_rule(n, end):
    entries = many((f'"{address(i)}"' for i in range(n)), ",")
    return ('{"apiVersion":"kmsctl.dev/v1","kind":"NetworkRule","metadata":{"name":"a"},"spec":'
            '{"type":"Private","allowedSourceIPs":[' + entries + end)


def json_keys(n):
    return '{"spec":{' + many((f'"k{i}":"v:{i}"' for i in range(n)), ",")


def long_vpc(n):
    return document("NetworkRule", "a", "{type: VPC, allowedSourceIPs: [{vpcId: vpc-" + "x" * n
                    + ", ipAddresses: [" + many((address(i) for i in range(n // 12)), ", ") + "]}]}")


def vpcs(n):
    return document("NetworkRule", "a", "{type: VPC, allowedSourceIPs: [" + many(
        (f"{{vpcId: vpc-{i}, ipAddresses: [{address(i)}]}}" for i in range(n)), ", ") + "]}")


def long_names(n):
    return documents([rule("x" * n), policy("p", "[" + "x" * (n - 1) + "y]"),
                      policy("q", "[" + "x" * (n - 2) + "yy]")])


def many_references(n):
    return documents([rule(f"rule-{i}") for i in range(n)]
                     + [policy(f"p{i}", f"[rule-{i}x, gone-{i}]") for i in range(n)])


def shared_directories(n):
    return documents([policy("p")] + [
        access_point(f"a{i}", "{deliverTo: [{directory: {path: /var/lib/kms}}]}")
        for i in range(n)])


def readable_secrets(n):
    return documents(
        [policy(f"r{i}", resources=f"secret/x{i}-*", roles="CryptoServiceSecretUser")
         for i in range(n)]
        + [access_point(f"a{i}", f"{{deliverTo: [{{kmsSecret: {{name: x{i}-s}}}}]}}", f"r{i}")
           for i in range(n)])


def ignored(n):
    patterns = many((f"networkrule/r{i}" for i in range(n)), ", ")
    return {"kmsctl.yaml": stack(f", ignore: [{patterns}]"),
            **documents([rule(f"r{i}") for i in range(n)])}


def external(n):
    patterns = many((f"networkrule/r{i}" for i in range(n)), ", ")
    return {"kmsctl.yaml": stack(f", external: [{patterns}]"),
            **documents([policy(f"p{i}", f"[r{i}, s{i}]") for i in range(n)])}


def wild_patterns(n):
    patterns = many((f"networkrule/*{i}*x" for i in range(n)), ", ")
    return {"kmsctl.yaml": stack(f", external: [{patterns}]"),
            **documents([policy(f"p{i}", f"[rule-{i}]") for i in range(n)])}


def files(n):
    return {f"manifests/d{i % 50}/r{i}.yaml": rule(f"r{i}") for i in range(n)}


def faulty_files(n):
    return {f"manifests/d{i % 50}/r{i}.yaml": rule(f"r{i}", "x") for i in range(n)}


def entries(n):
    made = {f"m/r{i}.yaml": rule(f"r{i}") for i in range(n)}
    names = many((f"m/r{i}.yaml" for i in range(n)), ", ")
    return {"kmsctl.yaml": stack(f", manifests: [{names}]"), **made}


def deep_directories(n):
    return {"manifests/" + "d/" * (i % 50) + f"r{i}.yaml": rule(f"r{i}") for i in range(n)}


def selected(made):
    return [name for name in made if name.endswith(".yaml")]


def key_with(text):
    return documents([policy("p"), access_point("a", text)])


def freezes(n):
    return key_with("{rotation: {freeze: [" + many(
        ["{from: 2026-12-20, to: 2026-12-19}"] * n, ", ")
        + "]}, deliverTo: [{directory: {path: /a}}]}")


def destinations(n):
    return key_with("{deliverTo: [" + many(
        (f"{{directory: {{path: /a/{i % 1000}}}}}" for i in range(n)), ", ") + "]}")


def words(n):
    return key_with("{deliverTo: [{command: {run: [/bin/true, " + many(["--flag"] * n, ", ")
                    + "]}}]}")


def described(text):
    return one(rule("a", metadata=f', description: "{text}"'))


def crlf(text):
    return text.replace("\n", "\r\n")


CASES = [
    # YAML that is none.
    Case("flow mappings that never close", 4000, lambda n: one("{a: " * n)),
    Case("flow lists that never close", 8000, lambda n: one("[" * n + "password: x")),
    Case("JSON without its last bracket", 1000, lambda n: one(json_rule(n, ""))),
    Case("JSON keys and colons, cut off", 1000, lambda n: one(json_keys(n))),
    Case("colons in one line", 6000, lambda n: one("a: [" + "a:" * n)),
    Case("password colons in one line", 24000, lambda n: one("a: [" + "pass:" * n)),
    Case("quotes in one line", 60000, lambda n: one("a: [" + "'':\"\"" * (n // 4))),
    Case("blanks between words", 6000, lambda n: one("a: [" + "x    \"   " * n)),
    Case("addresses with schemes, cut off", 2000, lambda n: one("a: [" + "https://a " * n)),
    Case("one long scheme, cut off", 3000, lambda n: one("a: [" + "http://" * n)),
    Case("key blocks, cut off", 800, lambda n: one(
        "a: [\n" + "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n" * n)),
    Case("passwords below passwords, cut off", 2000, lambda n: one(
        many(f"password{i}:\n  x: y\n" for i in range(n)) + "a: [")),
    Case("a quote that never closes", 8000, lambda n: one("password: \"x\n" + "  y: z\n" * n)),
    Case("tabs", 60000, lambda n: one("a:\n" + "\t" * n + "b: c\n")),
    Case("deeper and deeper blocks", 2000, lambda n: one(nested_block(n))),
    Case("a control character at the end", 3000, lambda n: one("# é\n" * n + "a: \x01\n")),
    Case("a line end of YAML 1.1 at the end", 3000, lambda n: one("# é\n" * n + "a: \u2028\n")),
    # YAML that is.
    Case("comments", 4000, lambda n: one("# x\n" * n)),
    Case("one long comment", 20000, lambda n: one("# " + "x" * n + "\n[")),
    Case("passwords in comments", 6000, lambda n: one("# password x\n" * n + "a: [")),
    Case("blank lines", 20000, lambda n: one("\n" * n + "[")),
    Case("lines that end with CR LF", 4000, lambda n: one(crlf("- [x\n" * n))),
    Case("documents", 400, lambda n: one("---\n- x\n" * n)),
    Case("empty documents", 3000, lambda n: one("---\n" * n)),
    Case("tags", 300, lambda n: one("- !x y\n" * n)),
    Case("TAG directives", 2000, lambda n: one(
        many(f"%TAG !a{i}! tag:x\n" for i in range(n)) + "---\na: 1\n")),
    Case("a long TAG directive", 15000, lambda n: one(
        "%TAG !a! tag:" + "x" * n + "\n---\n" + "- !a!x y\n" * (n // 10))),
    Case("anchors and aliases", 600, lambda n: one(anchors(n))),
    Case("aliases of a long text", 4000, lambda n: one(alias_text(n))),
    Case("addresses that are aliases", 8000, lambda n: one(alias_addresses(n))),
    Case("aliases without an anchor", 400, lambda n: one("- *x\n" * n)),
    Case("merges", 800, lambda n: one(merged(n))),
    Case("a merge of a list", 1500, lambda n: one(merge_list(n))),
    Case("merges in merges", 1500, lambda n: one(nested_merges(n))),
    Case("overridden merges", 1000, lambda n: one(overridden(n))),
    Case("merge keys that stand twice", 250, lambda n: one("- {<<: {a: 1}, <<: {a: 2}}\n" * n)),
    Case("a text of many lines", 4000, lambda n: one(
        "apiVersion: |\n" + "  x\n" * n)),
    Case("escapes in quotes", 20000, lambda n: described("\\x41" * n)),
    Case("one key many times", 1000, lambda n: one("spec: 1\n" * n)),
    Case("unknown keys", 300, lambda n: one(
        "apiVersion: kmsctl.dev/v1\nkind: Policy\n" + many(f"specs{i}: 1\n" for i in range(n)))),
    Case("long unknown keys", 16, lambda n: one(
        "apiVersion: kmsctl.dev/v1\nkind: Policy\n" + many(f"{'x' * 999}{i}: 1\n" for i in range(n)))),
    # What is hidden.
    Case("one password many times", 400, lambda n: one(repeated_passwords(n))),
    Case("passwords of many lines", 400, lambda n: one(block_passwords(n))),
    Case("passwords in one line", 250, lambda n: one(passwords_in_line(n))),
    # Characters.
    Case("combining marks", 10000, lambda n: described("a" + "\u0301" * n + "[kmsctl/")),
    Case("flags", 4000, lambda n: described("\U0001F1E9" * n + "[kmsctl/")),
    Case("combining marks in a name", 10000, lambda n: one(rule('"' + "\u0301" * n + '"'))),
    Case("pieces of a marker", 2000, lambda n: described("o=" * n)),
    # Rules and policies.
    Case("addresses", 1000, lambda n: one(rule("a", many((address(i) for i in range(n)), ", ")))),
    Case("overlapping addresses in a line", 250, lambda n: one(rule("a", overlapping(n)))),
    Case("faulty addresses in a line", 250, lambda n: one(rule("a", many(["x"] * n, ", ")))),
    Case("addresses of a long VPC", 12000, lambda n: one(long_vpc(n))),
    Case("VPCs", 250, lambda n: one(vpcs(n))),
    Case("resources", 500, lambda n: one(policy(
        "p", resources=many((f"key/k{i}" for i in range(n)), ", ")))),
    Case("faulty resources", 250, lambda n: one(policy(
        "p", resources=many((f"key/k?{i}" for i in range(n)), ", ")))),
    Case("roles", 250, lambda n: one(policy(
        "p", roles=many((f"CryptoServiceKeyUse{i}" for i in range(n)), ", ")))),
    Case("waivers", 250, lambda n: one(rule(
        "a", metadata=", waive: [" + many((f"host-bit{i}" for i in range(n)), ", ") + "]"))),
    Case("freezes", 250, freezes),
    Case("destinations", 400, destinations),
    Case("words of a program", 6000, words),
    # Documents side by side.
    Case("rules", 150, lambda n: documents([rule(f"r{i}") for i in range(n)])),
    Case("one rule many times", 150, lambda n: documents([rule("r")] * n)),
    Case("references to nothing", 60, many_references),
    Case("long names that are nearly alike", 16000, long_names),
    Case("one directory for all", 100, shared_directories),
    Case("secrets that policies may read", 80, readable_secrets),
    Case("ignored declarations", 120, ignored),
    Case("external references", 120, external),
    Case("patterns with wildcards", 120, wild_patterns),
    # Files.
    Case("files", 100, files),
    Case("files with faults", 80, faulty_files),
    Case("entries of manifests", 100, entries),
    Case("directories in directories", 100, deep_directories),
    Case("files named on the command line", 100, files, arguments=selected),
    Case("problems as JSON", 250, lambda n: one("- x\n---\n" * n),
         arguments=lambda made: ["-o", "json"]),
]
