#!/usr/bin/env python3
"""Checks what Swift hands to C: memory that C keeps has an owner that outlives the call.

An implicit pointer (an array, a string or `&x` as an argument) is valid for one call. C functions
that keep what they were given therefore stand in a list here, each with the files that own what is
kept and with the only arguments it may be kept from. A C function or libcurl option that stands in
no list fails the check, until somebody has read its manual and put it into one. The rule and the
reasons: docs/decisions/0014-memory-handed-to-c.md.
"""
import pathlib
import re
import sys

# Look at their arguments during the call, or copy them.
CALL = set("""
ASN1_TIME_diff ASN1_TIME_free ASN1_TIME_set BIO_free BIO_new BIO_s_mem BN_bin2bn BN_free
BN_to_ASN1_INTEGER ERR_GET_REASON ERR_clear_error ERR_get_error ERR_peek_last_error EVP_Digest
EVP_PKEY_free EVP_sha1 EVP_sha256 HMAC OPENSSL_cleanse OSSL_LIB_CTX_free OSSL_LIB_CTX_new
OSSL_PROVIDER_unload PEM_read_bio_X509 PEM_write_bio_X509 PKCS12_free PKCS12_mac_present
PKCS12_parse PKCS12_set_mac PKCS12_verify_mac RAND_bytes X509_NAME_add_entry_by_txt
X509_check_private_key X509_digest X509_free X509_set_issuer_name X509_set_pubkey
X509_set_version X509_sign X509_up_ref d2i_PKCS12 i2d_PKCS12 kmsctl_add_extension
kmsctl_is_inability kmsctl_pkcs12_key_count kmsctl_x509_count kmsctl_x509_list_free
curl_easy_cleanup curl_easy_init curl_free curl_global_init curl_multi_cleanup curl_multi_init
curl_multi_perform curl_multi_poll curl_multi_remove_handle curl_multi_wakeup curl_slist_append
curl_slist_free_all curl_url curl_url_cleanup curl_url_get curl_url_set kmsctl_get_number
kmsctl_get_pointer kmsctl_get_size kmsctl_multi_set_number kmsctl_set_bytes kmsctl_set_number kmsctl_set_size
yaml_event_delete yaml_parser_delete yaml_parser_parse yaml_parser_set_encoding
kmsctl_get_dumpable kmsctl_set_dumpable
_exit access close closedir dirfd dup execv exit explicit_bzero fchmod fchmodat fchown fcntl fdopendir fflush flock
free fstat fstatat fsync ftruncate getcwd geteuid getgrnam_r getpid getrlimit ioctl isatty kill
lseek lstat memcmp memmove mkdir mkdirat open openat opendir pipe poll posix_spawn
posix_spawn_file_actions_addclose posix_spawn_file_actions_adddup2
posix_spawn_file_actions_addopen posix_spawn_file_actions_destroy posix_spawn_file_actions_init
posix_spawnattr_destroy posix_spawnattr_init posix_spawnattr_setflags posix_spawnattr_setpgroup
pthread_detach pthread_equal pthread_mutex_destroy pthread_mutex_lock pthread_mutex_unlock
pthread_self pthread_sigmask pread read readlink readlinkat realpath recv rename renameat rmdir send
setrlimit sigaddset sigemptyset signal sigwait socketpair stat strdup symlinkat uname unlink
unlinkat unsetenv usleep waitid waitpid write
""".split())

# What they return leads into an argument or into the library: used while the owner is a parameter,
# `self`, or alive by other means that the code names, and never stored.
INSIDE = set("""
ERR_reason_error_string OpenSSL_version X509_get0_notAfter X509_get0_notBefore
X509_get_serialNumber X509_get_subject_name X509_getm_notAfter X509_getm_notBefore
kmsctl_bio_bytes kmsctl_x509_at curl_easy_strerror curl_multi_info_read curl_url_strerror
curl_version yaml_get_version_string memchr readdir strerror
""".split())

# C keeps a pointer beyond the call: the files that own it, the place of the argument, and what may
# stand there.
KEEPS = {
    "BIO_new_mem_buf": ({"CertificateReading.swift"}, 0, {"bytes.baseAddress"}),
    "OSSL_LIB_CTX_set0_default": ({"LibraryContext.swift"}, 0, {"context.handle", "previous"}),
    "OSSL_PROVIDER_load": ({"LibraryContext.swift"}, 0, {"handle"}),
    "PKCS12_create_ex": ({"PKCS12+Issue.swift"}, 10, {"context.handle"}),
    "PKCS12_init_ex": ({"PKCS12+Open.swift"}, 1, {"context.handle"}),
    "X509_new_ex": ({"Certificate.swift"}, 0, {"context.handle"}),
    "kmsctl_p256_key": ({"PrivateKey.swift"}, 0, {"context.handle"}),
    "kmsctl_rsa_key": ({"PrivateKey.swift"}, 0, {"context.handle"}),
    "curl_multi_add_handle": ({"CurlClient.swift"}, 1, {"transfer.easy"}),
    "kmsctl_set_callback": ({"Transfer.swift"}, 2, {""}),
    "kmsctl_set_pointer": ({"Transfer.swift"}, 2, {
        "UnsafeMutableRawPointer(bitPattern: id)", "errorText", "headerList", "me",
        "body.baseAddress ?? .init(errorText)"}),
    "kmsctl_set_text": ({"Transfer.swift"}, 0, {"easy"}),
    "pthread_create": ({"CurlLoop.swift"}, 3, {"retained.toOpaque()"}),
    "pthread_mutex_init": ({"Locked.swift"}, 0, {"mutex"}),
    "yaml_parser_initialize": ({"YAMLParser.swift"}, 0, {"parser"}),
    "yaml_parser_set_input_string": ({"YAMLParser.swift"}, 1, {"input.baseAddress"}),
}

# Of curl_easy_setopt: texts that libcurl copies, and pointers that it does not.
COPIED_OPTIONS = set("""
CURLOPT_CAPATH CURLOPT_CUSTOMREQUEST CURLOPT_NOPROXY CURLOPT_PROTOCOLS_STR
CURLOPT_URL CURLOPT_PROXY CURLOPT_NOPROXY
""".split())
KEPT_OPTIONS = set("""
CURLOPT_ERRORBUFFER CURLOPT_HEADERDATA CURLOPT_HTTPHEADER CURLOPT_POSTFIELDS CURLOPT_PRIVATE
CURLOPT_WRITEDATA
""".split())

# Not functions of C: Swift's own, keywords before a parenthesis, and C types that are initialised.
SWIFT = set("""
as await body case catch for func get guard if in init let max min nonisolated package precondition
print private readLine repeat return set some stride switch throw throws try unsafe var where while
withCheckedContinuation withExtendedLifetime withTaskGroup withThrowingDiscardingTaskGroup
withThrowingTaskGroup withUnsafeBytes withUnsafeMutableBytes withUnsafePointer zip
asUnownedSerialExecutor subscript ID URL UUID
""".split())
TYPE = re.compile(r"\w+_t|pollfd|rlimit|stat|utsname|winsize|group")

MODULES = re.compile(
    r"^\s*(?:internal |public |package |private |@preconcurrency )*import "
    r"(?:Glibc|CCurl|CYAML|COpenSSL|CProcess|Foundation)\b", re.MULTILINE)
NAME = re.compile(r"(?<![.\w@#`])(?:Glibc\.)?([A-Za-z_]\w*)\s*\(")
# A C function handed on as a value; nearly all that are have an underscore.
VALUE = re.compile(r"(?<![.\w@#`])([A-Za-z]\w*_\w+)\b(?!\s*\()")
STORED = re.compile(
    r"withUnsafe(?:Mutable)?(?:Bytes|BufferPointer|Pointer)\w*(?:\(to: &?\w+\))?\s*"
    r"\{\s*\$0(?:\.baseAddress)?!?\s*\}")
TAKEN = re.compile(r"\bUnsafe(?:Mutable)?(?:Raw)?(?:Buffer)?Pointer(?:<[^>]*>)?\((?:start: )?&")


def code(text):
    """The text without comments and without what stands in quotes, but for what is put in there."""
    out, ends, place = [], [], 0
    # `ends` holds the delimiter of each text we are in, and the depth of each `\\(` inside one.
    while place < len(text):
        rest = text[place:place + 8]
        if ends and isinstance(ends[-1], str):
            if rest.startswith(ends[-1]):
                place += len(ends.pop())
                out.append('"')
                continue
            hashes = ends[-1].count("#")
            if rest.startswith("\\" + "#" * hashes + "("):
                ends.append(0)
                place += hashes + 1
                out.append(" ")
                continue
            passed = rest[:2] if hashes == 0 and rest[0] == "\\" else rest[0]
            place += len(passed)
            out.append("\n" * passed.count("\n"))
            continue
        opening = re.match(r'(#*)("""|")', rest)
        if rest.startswith("//"):
            place = text.find("\n", place) if "\n" in text[place:] else len(text)
        elif opening:
            ends.append(opening.group(2) + opening.group(1))
            place += opening.end()
            out.append('"')
        else:
            if ends:
                ends[-1] += (rest[0] == "(") - (rest[0] == ")")
                if ends[-1] == 0:
                    ends.pop()
            out.append(rest[0])
            place += 1
    return "".join(out)


def arguments(text, start):
    """The arguments of a call whose parenthesis opens before `start`."""
    depth, parts, current = 1, [], ""
    for character in text[start:]:
        depth += (character in "([{") - (character in ")]}")
        if depth == 0:
            break
        if character == "," and depth == 1:
            parts.append(current)
            current = ""
        else:
            current += character
    return [" ".join(part.split()) for part in parts + [current]]


def kept(name, given, file):
    """What is wrong with a call of a function that keeps a pointer."""
    files, place, allowed = KEEPS[name]
    if file not in files:
        yield f"{name} keeps a pointer; only {', '.join(sorted(files))} may call it"
    what = given[place] if place < len(given) else ""
    if what not in allowed:
        yield f"{name} keeps '{what}', expected one of {', '.join(sorted(allowed))}"
    option = given[1] if len(given) > 1 else ""
    if name == "kmsctl_set_text" and option not in COPIED_OPTIONS:
        yield f"libcurl is not known to copy the text of {option}"
    if name == "kmsctl_set_pointer" and option not in KEPT_OPTIONS:
        yield f"{option} is no known option that keeps a pointer"


def problems(sources):
    """One line for each call that is not known to be safe."""
    clean = {path: code(text) for path, text in sources.items()}
    ours = {name for text in clean.values() for name in re.findall(r"\bfunc (\w+)", text)}
    known = CALL | INSIDE | set(KEEPS)
    for path, text in clean.items():
        for pattern, what in ((STORED, "a pointer leaves the closure that it is valid in"),
                              (TAKEN, "a pointer to a variable outlives the call that makes it")):
            for found in pattern.finditer(text):
                yield f"{path}:{text.count(chr(10), 0, found.start()) + 1}: {what}"
        if not MODULES.search(sources[path]):
            continue
        local = set(re.findall(r"\b(?:let|var) (\w+)|\b(\w+): (?:@\w+ )*\(", text))
        local = {name for names in local for name in names if name}
        for found in NAME.finditer(text):
            name = found.group(1)
            place = f"{path}:{text.count(chr(10), 0, found.start()) + 1}"
            if re.search(r"\b(?:func|case) $", text[:found.start()][-6:]):
                continue
            if name in KEEPS:
                given = arguments(text, found.end())
                yield from (f"{place}: {what}" for what in kept(name, given, path.name))
            isType = name[0].isupper() and not name.isupper() and "_" not in name
            if not (name in known or name in ours or name in local or name in SWIFT or isType
                    or TYPE.fullmatch(name)):
                yield f"{place}: '{name}' is in no list of {pathlib.Path(__file__).name}"
        for found in VALUE.finditer(text):
            name = found.group(1)
            if name in KEEPS:
                yield f"{path}: {name} keeps a pointer and is handed on as a value"


def check_itself():
    """Tries every rule on a source made up for it."""
    def found(text, name="CertificateReading.swift"):
        return list(problems({pathlib.Path(name): "internal import Glibc\n" + text}))
    assert found("let a = getpid() // madeUp(\nfunc mine() {}\nmine(); Array(x); x.madeUp()") == []
    assert found('let a = "madeUp(" + """\nmadeUp(\n"""') == []
    assert "'madeUp' is in no list" in found("madeUp(1)")[0]
    assert "'madeUp' is in no list" in found('"a (b( \\(text("x", madeUp(1)))"\nfunc text() {}')[0]
    assert found(r'#"a \(madeUp(1)) "" "#' + '\nlet a = "\\"madeUp("') == []
    assert ":3:" in found("\nmadeUp(1)")[0]
    assert found("madeUp(1)".replace("madeUp", "setvbuf")) != []
    good = "bytes.withUnsafeBytes { bytes in BIO_new_mem_buf(bytes.baseAddress, 3) }"
    assert found(good) == []
    assert "may call it" in found(good, "Other.swift")[0]
    # The call of finding F1.
    assert "keeps 'bytes'" in found("BIO_new_mem_buf(bytes, Int32(bytes.count))")[0]
    assert "keeps '&x'" in found("pthread_mutex_init(&x, nil)", "Locked.swift")[0]
    assert found("kmsctl_set_text(easy, CURLOPT_URL, url)", "Transfer.swift") == []
    assert "CURLOPT_POSTFIELDS" in found(
        "kmsctl_set_text(easy, CURLOPT_POSTFIELDS, url)", "Transfer.swift")[0]
    assert "keeps 'body'" in found(
        "kmsctl_set_pointer(easy, CURLOPT_POSTFIELDS, body)", "Transfer.swift")[0]
    assert "no known option" in found(
        "kmsctl_set_pointer(easy, CURLOPT_SHARE, me)", "Transfer.swift")[0]
    assert found("let p = a.withUnsafeBytes { $0.baseAddress }") != []
    assert found("let p = withUnsafePointer(to: &a) { $0 }") != []
    assert found("let p = UnsafeMutablePointer(&a)") != []
    assert found("let t = secret.withUnsafeText { $0 }") == []
    assert "as a value" in found("use(BIO_new_mem_buf); func use() {}")[0]


def main():
    check_itself()
    sources = {path: path.read_text(encoding="utf-8")
               for path in sorted(pathlib.Path("Sources").rglob("*.swift"))}
    found = list(problems(sources))
    text = "\n".join(code(one) for one in sources.values())
    unused = sorted(name for name in CALL | INSIDE | set(KEEPS) | COPIED_OPTIONS | KEPT_OPTIONS
                    if not re.search(rf"\b{name}\b", text))
    found += [f"'{name}' is in a list of this script, and nothing calls it" for name in unused]
    for problem in found:
        print(f"check-c-calls: {problem}", file=sys.stderr)
    print(f"check-c-calls: {len(CALL)} functions use memory for a call, {len(INSIDE)} return "
          f"a part of it, {len(KEEPS)} keep it; {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
