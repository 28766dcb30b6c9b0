"""Checks a proof of the sealed ledger with nothing but this file, the key and the specification (FORMAT.md).

    verify.py PROOF.json KEY [CHECKPOINT]      KEY is `name+hash+base64` or a file that holds it, and a line more for SM2

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


def times(scalar, point, plus=add, product=(0, 1, 1, 0)):
    """As often as the scalar says, on the curve that the addition is of, from its neutral point on."""
    while scalar:
        if scalar & 1:
            product = plus(product, point)
        point = plus(point, point)
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


# SM3, GB/T 32905: one block of 64 bytes after the other goes into eight words.

WORD = 2**32 - 1
START = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)


def turn(word, places):
    places %= 32
    return (word << places | word >> 32 - places) & WORD


def p0(x):
    return x ^ turn(x, 9) ^ turn(x, 17)


def p1(x):
    return x ^ turn(x, 15) ^ turn(x, 23)


def compress(state, block):
    w = [int.from_bytes(block[at:at + 4], "big") for at in range(0, 64, 4)]
    for j in range(16, 68):
        w.append(p1(w[j - 16] ^ w[j - 9] ^ turn(w[j - 3], 15)) ^ turn(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        early = j < 16
        ss1 = turn(turn(a, 12) + e + turn(0x79CC4519 if early else 0x7A879D8A, j) & WORD, 7)
        ss2 = ss1 ^ turn(a, 12)
        ff = a ^ b ^ c if early else a & b | a & c | b & c
        gg = e ^ f ^ g if early else e & f | ~e & WORD & g
        tt1 = ff + d + ss2 + (w[j] ^ w[j + 4]) & WORD
        tt2 = gg + h + ss1 + w[j] & WORD
        a, b, c, d, e, f, g, h = tt1, a, turn(b, 9), c, p0(tt2), e, turn(f, 19), g
    return tuple(old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h)))


def sm3(*parts):
    message = b"".join(parts)
    padded = message + b"\x80" + bytes(-(len(message) + 9) % 64) + (8 * len(message)).to_bytes(8, "big")
    state = START
    for at in range(0, len(padded), 64):
        state = compress(state, padded[at:at + 64])
    return b"".join(word.to_bytes(4, "big") for word in state)


# SM2, GB/T 32918.2 on the curve of GB/T 32918.5: points as (x, y), None for the one at infinity.

FIELD = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
CURVE_A = FIELD - 3
CURVE_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
CURVE_ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
GENERATOR = (0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
             0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0)
IDENTITY = b"1234567812345678"  # GB/T 35276
SM2_WITH_SM3 = b"\xff1.2.156.10197.1.501"


def curve_add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0]:
        if (a[1] + b[1]) % FIELD == 0:
            return None
        slope = (3 * a[0] * a[0] + CURVE_A) * pow(2 * a[1], -1, FIELD)
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, FIELD)
    x = (slope * slope - a[0] - b[0]) % FIELD
    return x, (slope * (a[0] - x) - a[1]) % FIELD


def is_signed_with_sm2(public_key, message, signature, identity=IDENTITY):
    if len(signature) != 64 or len(public_key) != 65 or public_key[0] != 4:
        return False
    point = int.from_bytes(public_key[1:33], "big"), int.from_bytes(public_key[33:], "big")
    if max(point) >= FIELD or (point[1] ** 2 - point[0] ** 3 - CURVE_A * point[0] - CURVE_B) % FIELD:
        return False
    numbers = CURVE_A, CURVE_B, *GENERATOR, *point
    z = sm3((8 * len(identity)).to_bytes(2, "big"), identity, *(number.to_bytes(32, "big") for number in numbers))
    e = int.from_bytes(sm3(z, message), "big")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    t = (r + s) % CURVE_ORDER
    if not (0 < r < CURVE_ORDER and 0 < s < CURVE_ORDER and t):
        return False
    end = curve_add(times(s, GENERATOR, curve_add, None), times(t, point, curve_add, None))
    return end is not None and (e + end[0]) % CURVE_ORDER == r


def read_key(text):
    """Name, hash, how its signatures are checked, public key."""
    name, digest, encoded = text.split("+", 2)
    octets = base64.b64decode(encoded, validate=True)
    if sha256(name.encode(), b"\n", octets)[:4].hex() != digest:
        raise Untrue("the key's hash does not fit")
    if octets[0] == 1 and len(octets) == 33:
        return name, digest, is_signed, octets[1:]
    if octets.startswith(SM2_WITH_SM3):
        return name, digest, is_signed_with_sm2, octets[len(SM2_WITH_SM3):]
    raise Untrue("the key is not a key of a log")


def read_keys(text):
    """Each of them must have signed; an Ed25519 key is one of them."""
    keys = [read_key(line) for line in text.split()]
    if not any(check is is_signed for _, _, check, _ in keys):
        raise Untrue("no Ed25519 key is given")
    return keys


def check_signature(text, signatures, key):
    name, digest, holds, public_key = key
    for line in signatures.splitlines():
        dash, signer, encoded = line.split(" ")
        octets = base64.b64decode(encoded, validate=True)
        if dash == "—" and signer == name and octets[:4].hex() == digest:
            if not holds(public_key, text.encode(), octets[4:]):
                raise Untrue("the signature of the checkpoint does not hold")
            return
    raise Untrue("the checkpoint is not signed with this key")


def read_checkpoint(note, keys):
    """Size and root of a checkpoint that all the keys signed."""
    text, separator, signatures = note.rpartition("\n\n")
    if not separator or not signatures.endswith("\n"):
        raise Untrue("the checkpoint is no signed note")
    text += "\n"
    origin, size, root = text.split("\n")[:3]
    for key in keys:
        check_signature(text, signatures, key)
        if origin != key[0]:
            raise Untrue("the checkpoint is of another log")
    return int(size), base64.b64decode(root, validate=True)


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


def check(proof, keys, trusted=None):
    if proof["format"] != "anlan-proof/1":
        raise Untrue("not a proof of this format")
    size, root = read_checkpoint(proof["checkpoint"], keys)
    if trusted is not None and read_checkpoint(trusted, keys) != (size, root):
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
        keys = read_keys(read(key) if os.path.exists(key) else key)
        count, size = check(json.loads(read(proof)), keys, read(trusted[0]) if trusted else None)
    except (Untrue, ValueError, KeyError) as reason:
        print(f"UNTRUE: {reason}")
        return 1
    print(f"TRUE: {count} entries are sealed below the checkpoint of {size}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
