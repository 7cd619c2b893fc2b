"""Looks at a delivery directory the way an application and an auditor would."""
import base64
import json
import os
import pathlib
import stat
import subprocess


def certificate(text):
    """The first certificate of a PEM text, in one form."""
    return subprocess.run(["openssl", "x509"], input=text, check=True, capture_output=True,
                          text=True).stdout


def open_key(directory):
    """Opens the key of a directory with the password beside it; returns its id and certificate."""
    directory = pathlib.Path(directory)
    (file,) = directory.glob("clientKey_*.json")
    document = json.loads(file.read_text())
    identity = document["KeyId"]
    assert file.name == f"clientKey_{identity}.json", file
    password = directory / f"clientKey_{identity}_Password.txt"
    opened = subprocess.run(
        ["openssl", "pkcs12", "-in", "/dev/stdin", "-passin", f"file:{password}", "-noenc"],
        input=base64.b64decode(document["PrivateKeyData"]), check=True,
        capture_output=True).stdout.decode()
    assert "-----BEGIN PRIVATE KEY-----" in opened
    return identity, certificate(opened[opened.index("-----BEGIN CERTIFICATE"):])


def problems(root, keys):
    """What is wrong with a delivery directory, given the access point's live keys by id.

    `current` must lead to a complete key that opens and is live; nothing may be readable by others,
    and nothing of a delivery under way may be left. A directory of a key that is not live any more
    is no leftover: it is history.
    """
    root = pathlib.Path(root)
    if not (root / "current").is_symlink():
        return [f"{root} has no current: {sorted(path.name for path in root.iterdir())}"]
    found = []
    try:
        identity, opened = open_key(root / "current")
        if identity not in keys:
            found.append(f"current leads to {identity}, which is not live: {sorted(keys)}")
        elif opened != certificate(keys[identity]["certificatePEM"]):
            found.append(f"the certificate of {identity} is not the live one")
    except (AssertionError, OSError, ValueError, subprocess.CalledProcessError) as error:
        found.append(f"current does not lead to a complete key: {error}")
    for path in [root, *root.rglob("*")]:
        if path.is_symlink():
            continue
        mode = stat.S_IMODE(os.lstat(path).st_mode)
        allowed = 0o755 if path == root else 0o700 if path.is_dir() else 0o600
        if mode & ~allowed:
            found.append(f"{path.relative_to(root.parent)} has mode {mode:o}")
    for path in root.iterdir():
        if path.name.startswith((".staging-", ".probe-", ".current-")):
            found.append(f"{path.name} is left over")
    return found
