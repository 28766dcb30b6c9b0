"""A clock that a program believes and that steps while it runs, by libfaketime."""

import ctypes
import os

PLACES = [f"/usr/lib/{machine}-linux-gnu/faketime/libfaketime.so.1" for machine in ("x86_64", "aarch64")]


class SteppingClock:
    """`with SteppingClock(folder) as clock:` a program started with `clock.environment` reads `clock.step("+60")`."""

    library = next((place for place in PLACES if os.path.exists(place)), None)

    def __init__(self, folder):
        self.stand = folder / "clock"
        self.number = 0
        self.system = ctypes.CDLL(None, use_errno=True)
        self.system.sem_open.restype = ctypes.c_void_p
        self.system.sem_open.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_uint, ctypes.c_uint]

    def __enter__(self):
        self.step("+0")
        self._share()
        return self

    def __exit__(self, *_):
        self._release()

    def step(self, offset):
        self.stand.write_text(offset)

    def environment(self):
        """For one start: whoever is killed may leave locked what the library shares."""
        self._release()
        self._share()
        return {
            "LD_PRELOAD": self.library, "FAKETIME_TIMESTAMP_FILE": str(self.stand), "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_SHARED": f"{self.name} {self.name}"}

    @property
    def name(self):
        return f"/anlan-clock-{os.getpid()}-{self.number}"

    def _share(self):
        """What the library would make itself. It would then change the environment before the program has begun, and
        Swift 6.3 finds the words of the command line beside the environment as it was (2026-11-25; the same library
        without this: the program says how it is used)."""
        self.number += 1
        name = self.name.encode()
        if not self.system.sem_open(name, os.O_CREAT, 0o600, 1):
            raise OSError(ctypes.get_errno(), "no semaphore")
        memory = self.system.shm_open(name, os.O_CREAT | os.O_RDWR, 0o600)
        if memory < 0:
            raise OSError(ctypes.get_errno(), "no shared memory")
        os.ftruncate(memory, 4096)
        os.close(memory)

    def _release(self):
        self.system.sem_unlink(self.name.encode())
        self.system.shm_unlink(self.name.encode())
