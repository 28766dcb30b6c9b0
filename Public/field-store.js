// What the phone keeps: the package, drafts, the queue, and each photograph by itself. Once a PIN is set everything is
// kept encrypted (AES-GCM); the key itself is kept sealed twice, by the PIN and by a key that only the platform can read.

const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open("anlan-field", 1);
    request.onupgradeneeded = () => {
        request.result.createObjectStore("kept");
        request.result.createObjectStore("queue", { keyPath: "id" });
        request.result.createObjectStore("photographs", { keyPath: "hash" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
});

const stores = ["kept", "queue", "photographs"];
const keyPaths = { queue: "id", photographs: "hash" };
/// Beside the key, what must be readable while the phone is locked.
const plain = ["lock", "phone"];
export const tries = 10;
const rounds = 600_000;
export const grace = 72 * 3600e3;

/// The phone was locked by another tab, or its PIN changed there.
export class LockedElsewhere extends Error {}
export class WrongPIN extends Error {}

let lock;
let raw;
let key;

export const isLocked = () => Boolean(lock) && !key;
export const hasPIN = () => Boolean(lock);
export const left = () => (lock?.pin ? tries - lock.failures : 0);
export const owner = () => lock?.person;
export const parcel = () => lock?.escrow.parcel;
export const isStale = () => Date.now() - lock.seenAt > grace;

/// Runs in one transaction; either all of it is kept or nothing.
async function transact(names, mode, work) {
    const database = await opened;
    return new Promise((resolve, reject) => {
        const transaction = database.transaction(names, mode);
        const result = work((name) => transaction.objectStore(name), transaction);
        transaction.oncomplete = () => resolve(result?.result);
        transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new LockedElsewhere());
    });
}

/// One writer at a time where everything is written anew; the others wait.
const alone = (work) => (navigator.locks ? navigator.locks.request("anlan-field-store", work) : work());
const beside = (work) => (navigator.locks ? navigator.locks.request("anlan-field-store", { mode: "shared" }, work) : work());

// ---- Sealing. Each piece is bound to its place, so that none can be put where another belongs.

const encode = (text) => new TextEncoder().encode(text);
const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const imported = (bytes) => crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);

async function seal(bytes, place, by) {
    const iv = random(12);
    return { iv, bytes: new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: encode(place) }, by, bytes)) };
}

const unseal = async ({ iv, bytes }, place, by) =>
    new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: encode(place) }, by, bytes));

async function fromPIN(pin, salt) {
    const words = await crypto.subtle.importKey("raw", encode(pin), "PBKDF2", false, ["deriveKey"]);
    return crypto.subtle.deriveKey(
        { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, words, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

async function wrapped(store, name, value, by) {
    if (!by || (store === "kept" && plain.includes(name))) return value;
    const { blob, ...words } = value;
    const envelope = { words: await seal(encode(JSON.stringify(words)), `${store}/${name}`, by) };
    if (keyPaths[store]) envelope[keyPaths[store]] = name;
    if (blob) {
        envelope.picture = await seal(await blob.arrayBuffer(), `${store}/${name}/picture`, by);
        envelope.type = blob.type;
    }
    return envelope;
}

async function unwrapped(store, name, value) {
    if (!value?.words?.iv) return value;
    if (!key) throw new LockedElsewhere();
    const found = JSON.parse(new TextDecoder().decode(await unseal(value.words, `${store}/${name}`, key)));
    if (value.picture) found.blob = new Blob([await unseal(value.picture, `${store}/${name}/picture`, key)], { type: value.type });
    return found;
}

// ---- Reading and writing.

export async function get(store, name) {
    return unwrapped(store, name, await transact([store], "readonly", (of) => of(store).get(name)));
}

async function pairs(store) {
    const [names, values] = await Promise.all(
        ["getAllKeys", "getAll"].map((all) => transact([store], "readonly", (of) => of(store)[all]())));
    return names.map((name, index) => [name, values[index]]);
}

export async function all(store) {
    return Promise.all((await pairs(store)).map(([name, value]) => unwrapped(store, name, value)));
}

/// Writes all of these or none: `[store, name, value]`, without a value what stands there is taken out.
export const change = (...changes) => beside(async () => {
    const sealed = await Promise.all(changes.map(async ([store, name, value]) => [store, name, value && (await wrapped(store, name, value, key))]));
    const mine = lock?.id;
    await transact(stores, "readwrite", (of, transaction) => {
        const standing = of("kept").get("lock");
        standing.onsuccess = () => {
            // Another tab has set a PIN meanwhile: what this one would write could be read by everybody.
            if (standing.result?.id !== mine) {
                lock = standing.result;
                key = raw = undefined;
                return transaction.abort();
            }
            put(of, sealed);
        };
    });
});

function put(of, changes) {
    for (const [store, name, value] of changes) {
        if (!value) of(store).delete(name);
        else if (keyPaths[store]) of(store).put(value);
        else of(store).put(value, name);
    }
}

export async function begin() {
    lock = await get("kept", "lock");
}

// ---- The PIN.

/// What is wrong with a PIN one would set, or nothing.
export function weakness(pin, again, say) {
    if (!/^\d{6,12}$/.test(pin)) return say("PIN 应为 6 至 12 位数字。", "A PIN has 6 to 12 digits.");
    if (/^(.)\1*$/.test(pin) || "01234567890123456789".includes(pin) || "98765432109876543210".includes(pin)) {
        return say("这个 PIN 太容易猜到，请不要用相同或连续的数字。", "That PIN is too easy to guess.");
    }
    return pin === again ? "" : say("两次输入的 PIN 不一样。", "The two PINs differ.");
}

/// Sets a PIN, or another one; whatever is kept in the clear is written anew, encrypted, in the same transaction.
export const setPIN = (pin, { person, escrow }) => alone(async () => {
    const fresh = raw ?? random(32);
    const by = key ?? (await imported(fresh));
    const salt = random(16);
    const platform = await imported(Uint8Array.from(atob(escrow.key), (one) => one.charCodeAt(0)));
    const next = {
        id: crypto.randomUUID(), person, salt, failures: 0, seenAt: Date.now(),
        pin: await seal(fresh, "pin", await fromPIN(pin, salt)),
        escrow: { parcel: escrow.parcel, key: await seal(fresh, "escrow", platform) },
    };
    const contents = [];
    for (const store of stores) {
        for (const [name, value] of await pairs(store)) {
            contents.push([store, name, await wrapped(store, name, await unwrapped(store, name, value), by)]);
        }
    }
    await transact(stores, "readwrite", (of) => put(of, [...contents, ["kept", "lock", next]]));
    [lock, raw, key] = [next, fresh, by];
});

/// Changes the lock where it stands, so that tries in two tabs are counted as two.
async function mark(work) {
    await transact(["kept"], "readwrite", (of) => {
        const standing = of("kept").get("lock");
        standing.onsuccess = () => {
            lock = standing.result;
            work(lock);
            of("kept").put(lock, "lock");
        };
    });
}

async function open(bytes) {
    [raw, key] = [bytes, await imported(bytes)];
}

/// Throws when it is not the PIN. The try is counted before it is made; after the last the PIN opens nothing any more.
export async function unlock(pin) {
    await mark((one) => (one.failures += 1));
    if (!lock.pin || lock.failures > tries) throw new WrongPIN();
    let bytes;
    try {
        bytes = await unseal(lock.pin, "pin", await fromPIN(pin, lock.salt));
    } catch {
        if (lock.failures >= tries) await mark((one) => (one.pin = null));
        throw new WrongPIN();
    }
    await mark((one) => (one.failures = 0));
    await open(bytes);
}

/// With the key that the platform told whoever set the PIN.
export async function unlockBy(told) {
    const platform = await imported(Uint8Array.from(atob(told), (one) => one.charCodeAt(0)));
    await open(await unseal(lock.escrow.key, "escrow", platform));
}

/// The platform was reached just now.
export const seen = () => lock && mark((one) => (one.seenAt = Date.now()));

/// New photographs are refused early enough that what is there can still be worked with.
export async function hasRoom() {
    const space = await navigator.storage?.estimate?.();
    return !space || space.quota - space.usage >= 50 * 1024 * 1024;
}

// ---- Off the phone.

const base64 = (bytes) => {
    let text = "";
    for (let index = 0; index < bytes.length; index += 0x8000) text += String.fromCharCode(...bytes.subarray(index, index + 0x8000));
    return btoa(text);
};
const written = (envelope) => envelope && { iv: base64(envelope.iv), bytes: base64(envelope.bytes) };

/// Everything that waits, as it lies here; can be made while the phone is locked.
export async function sealedFile() {
    const items = async (store) => (await pairs(store)).map(([id, { words, picture, type }]) => (
        { id, words: written(words), ...(picture && { picture: written(picture), type }) }));
    return JSON.stringify({
        format: "anlan-field/2", exportedAt: Date.now(), escrow: { parcel: lock.escrow.parcel, key: written(lock.escrow.key) },
        queue: await items("queue"), photographs: await items("photographs"),
    });
}

/// By which the platform tells this phone from others; made here.
export async function phone() {
    const known = await get("kept", "phone");
    if (known) return known;
    const fresh = { id: crypto.randomUUID(), isKnown: false };
    await change(["kept", "phone", fresh]);
    return fresh;
}

/// The phone was declared lost: nothing stays.
export async function wipe() {
    (await opened).close();
    await new Promise((resolve) => {
        const request = indexedDB.deleteDatabase("anlan-field");
        request.onsuccess = request.onerror = request.onblocked = resolve;
    });
    for (const name of await caches.keys()) await caches.delete(name);
    for (const registration of (await navigator.serviceWorker?.getRegistrations()) ?? []) await registration.unregister();
}
