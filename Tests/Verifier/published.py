"""Holds the verifier's SM3 and SM2 against the published examples. Ends with 0 when they agree. Standard library only.

SM3: GB/T 32905-2016, Appendix A. SM2: GB/T 32918.5-2017, Appendix A (as in OpenSSL's `sm2_internal_test`).
"""

import sys

import verify

POINT = bytes.fromhex(
    "04"
    "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13")
SIGNATURE = bytes.fromhex(
    "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa")
MESSAGE = b"message digest"


def bent(octets, at):
    return octets[:at] + bytes([octets[at] ^ 1]) + octets[at + 1:]


def main():
    holds = verify.is_signed_with_sm2
    outcomes = {
        "SM3, one block": verify.sm3(b"abc").hex()
        == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
        "SM3, two blocks": verify.sm3(b"abcd" * 16).hex()
        == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
        "SM2": holds(POINT, MESSAGE, SIGNATURE),
        "another message": not holds(POINT, MESSAGE + b"s", SIGNATURE),
        "another identity": not holds(POINT, MESSAGE, SIGNATURE, b"1234567812345679"),
        "a bent signature": not any(holds(POINT, MESSAGE, bent(SIGNATURE, at)) for at in range(0, 64, 9)),
        "a bent key": not any(holds(bent(POINT, at), MESSAGE, SIGNATURE) for at in range(0, 65, 9)),
        "numbers out of range": not any(
            holds(POINT, MESSAGE, octets) for octets in (bytes(64), SIGNATURE[:32] + bytes(32), b"\xff" * 64)),
    }
    for name, is_right in outcomes.items():
        print("right" if is_right else "WRONG", name)
    return 0 if all(outcomes.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
