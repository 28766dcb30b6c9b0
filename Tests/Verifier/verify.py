"""Checks a proof of the sealed ledger with nothing but this file, the key and the specification (FORMAT.md).

    verify.py PROOF.json KEY [CHECKPOINT]      KEY is `name+hash+base64` or a file that holds it

Prints what was found and ends with 0 when everything holds, else with 1. Standard library only.
"""

import base64
import hashlib
import json
import os
import re
import sys


class Untrue(Exception):
    pass


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


# Ed25519, RFC 8032, 5.1: points as (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a, b):
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    x, y, z, t = f - e, h - g, h + g, f + e
    return x * y % P, t * z % P, y * z % P, x * t % P


def times(scalar, point):
    product = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            product = add(product, point)
        point = add(point, point)
        scalar >>= 1
    return product


def recover_x(y, sign):
    if y >= P:
        raise Untrue("a point of the signature is not on the curve")
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        raise Untrue("a point of the signature is not on the curve")
    return P - x if x & 1 != sign else x


def decompress(octets):
    y = int.from_bytes(octets, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    x = recover_x(y, sign)
    return x, y, 1, x * y % P


def base_point():
    y = 4 * pow(5, P - 2, P) % P
    x = recover_x(y, 0)
    return x, y, 1, x * y % P


def is_signed(public_key, message, signature):
    if len(signature) != 64 or len(public_key) != 32:
        return False
    a, r = decompress(public_key), decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % ORDER
    left, right = times(s, base_point()), add(r, times(k, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def read_key(text):
    name, digest, encoded = text.strip().split("+", 2)
    octets = base64.b64decode(encoded, validate=True)
    if octets[0] != 1 or len(octets) != 33:
        raise Untrue("the key is not an Ed25519 key of a log")
    if sha256(name.encode(), b"\n", octets)[:4].hex() != digest:
        raise Untrue("the key's hash does not fit")
    return name, digest, octets[1:]


def read_checkpoint(note, key):
    """Size and root of a checkpoint that the key signed."""
    name, digest, public_key = key
    text, separator, signatures = note.rpartition("\n\n")
    if not separator or not signatures.endswith("\n"):
        raise Untrue("the checkpoint is no signed note")
    text += "\n"
    for line in signatures.splitlines():
        dash, signer, encoded = line.split(" ")
        octets = base64.b64decode(encoded, validate=True)
        if dash == "—" and signer == name and octets[:4].hex() == digest:
            if not is_signed(public_key, text.encode(), octets[4:]):
                raise Untrue("the signature of the checkpoint does not hold")
            origin, size, root = text.split("\n")[:3]
            if origin != name:
                raise Untrue("the checkpoint is of another log")
            return int(size), base64.b64decode(root, validate=True)
    raise Untrue("the checkpoint is not signed with this key")


def root_of(leaf_hash, index, size, path):
    """RFC 9162, 2.1.3.2."""
    if not 0 <= index < size:
        raise Untrue("there is no such leaf")
    fn, sn, r = index, size - 1, leaf_hash
    for p in path:
        if sn == 0:
            raise Untrue("the path is too long")
        if fn & 1 or fn == sn:
            r = sha256(b"\x01", p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = sha256(b"\x01", r, p)
        fn, sn = fn >> 1, sn >> 1
    if sn:
        raise Untrue("the path is too short")
    return r


def columns(entry):
    lines = entry.split("\n")
    if lines[0] != "anlan-entry/1" or lines[-1] != "":
        raise Untrue("not an entry")
    return {name: re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value) if present else None
            for name, present, value in (line.partition("=") for line in lines[1:-1])}


def commitments(entry):
    values = columns(entry)
    found = {}
    for change in json.loads(values["changes"]):
        if len(change) == 4:
            found[change[0] + "/before"], found[change[0] + "/after"] = change[1], change[2]
    if values["reason"] is not None:
        found["reason"] = values["reason"]
    return found


def check(proof, key, trusted=None):
    if proof["format"] != "anlan-proof/1":
        raise Untrue("not a proof of this format")
    size, root = read_checkpoint(proof["checkpoint"], key)
    if trusted is not None and read_checkpoint(trusted, key) != (size, root):
        raise Untrue("the proof does not lead to the checkpoint given")
    for entry in proof["entries"]:
        path = [base64.b64decode(step, validate=True) for step in entry["path"]]
        leaf = sha256(b"\x00", sha256(entry["entry"].encode()))
        if root_of(leaf, entry["leaf"], size, path) != root:
            raise Untrue(f"leaf {entry['leaf']} does not lead to the root: it was altered, or never sealed")
        committed = commitments(entry["entry"])
        for text in entry["texts"]:
            if sha256(bytes.fromhex(text["salt"]), text["text"].encode()).hex() != committed.get(text["slot"]):
                raise Untrue(f"leaf {entry['leaf']}: the text of {text['slot']} is not the one committed to")
    return len(proof["entries"]), size


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def main():
    proof, key, *trusted = sys.argv[1:]
    try:
        key = read_key(read(key) if os.path.exists(key) else key)
        count, size = check(json.loads(read(proof)), key, read(trusted[0]) if trusted else None)
    except (Untrue, ValueError, KeyError) as reason:
        print(f"UNTRUE: {reason}")
        return 1
    print(f"TRUE: {count} entries are sealed below the checkpoint of {size}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
