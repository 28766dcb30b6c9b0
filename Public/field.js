// 现场记隐患: whatever is typed or taken is on this phone before it is anywhere else, and is sent exactly once: each record
// carries an id made here, and the server carries out one id once.

import { pins } from "./field-pin.js";
import { conflictOf, rechecks } from "./field-recheck.js";
import * as store from "./field-store.js";

const chinese = document.documentElement.lang.startsWith("zh");
const say = (zh, en) => (chinese ? zh : en);
const part = (id) => document.getElementById(id);
const form = part("field-form");
const clock = (time) => new Date(time).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });

const noRoom = say("手机剩余空间不足 50 MB，照片没有保存。请先上传或清理空间。", "Less than 50 MB left: the photograph was not kept.");
const kept = (key) => store.get("kept", key);
const waiting = async () => (await store.all("queue")).sort((a, b) => a.writtenAt - b.writtenAt);
/// Before a PIN that the administrator demands is set, nothing is kept on the phone.
const mustSetPIN = () => Boolean(pack?.needsPIN) && !store.hasPIN();

// ---- The package: who works here, which enterprises, and the server's own rules for filling in.

let pack;
let signedOut = false;

async function fetchPackage() {
    const phone = await store.phone();
    const standing = await fetch(`/account/phones/${phone.id}`, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (standing.ok && (await standing.json()).revoked) return forget();
    const response = await fetch("/field/package", { headers: { Accept: "application/json" }, cache: "no-store" });
    signedOut = response.status === 401 || response.status === 403;
    if (!response.ok) throw new Error(`package ${response.status}`);
    const fresh = await response.json();
    if (!phone.isKnown) await introduce(phone, fresh);
    return fresh;
}

async function refresh() {
    pack = await fetchPackage();
    if (store.isLocked() || mustSetPIN()) return;
    await store.seen();
    await store.change(["kept", "package", pack]);
}

/// The person can then find the phone on their account's page and revoke it.
async function introduce(phone, { formToken }) {
    const answer = await fetch("/account/phones", {
        method: "POST", body: JSON.stringify({ id: phone.id, device: (navigator.userAgent.match(/\(([^)]*)\)/)?.[1] ?? navigator.userAgent).slice(0, 60) }),
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-Form-Token": formToken },
    });
    if (answer.ok) await store.change(["kept", "phone", { ...phone, isKnown: true }]);
}

/// The phone was declared lost. Nothing goes on from here: whoever waits for the package waits for ever.
async function forget() {
    await store.wipe();
    for (const id of ["field-open", "field-lock", "field-set-pin"]) part(id).hidden = true;
    showStatus(say("这部手机已作废，机上的数据已清空。要继续使用，请重新打开本页。", "This phone was revoked; everything on it was deleted."));
    document.documentElement.dataset.field = "revoked";
    return new Promise(() => {});
}

// ---- The draft: kept half a second after each change, and brought back.

let photographs = [];
let beganAt = null;

function values() {
    const filled = {};
    for (const [name, value] of new FormData(form)) {
        if (typeof value === "string" && name !== "form-token" && value.trim()) filled[name] = value.trim();
    }
    return filled;
}

function fill(filled) {
    for (const [name, value] of Object.entries(filled)) {
        const control = form.elements.namedItem(name);
        if (control) control.value = value;
    }
}

let saving;
function saveDraft() {
    beganAt ??= Date.now();
    clearTimeout(saving);
    saving = setTimeout(keepDraft, 300);
}

async function keepDraft() {
    if (mustSetPIN()) return;
    try {
        await store.change(["kept", "draft", { values: values(), photographs, beganAt }]);
    } catch (error) {
        if (!(error instanceof store.LockedElsewhere)) throw error;
        // What is typed stays in the form; once unlocked it is kept again.
        pin.shown();
    }
}

async function restoreDraft() {
    const draft = await kept("draft");
    if (!draft) return;
    fill(draft.values);
    photographs = draft.photographs;
    beganAt = draft.beganAt;
    await showPhotographs();
}

form.addEventListener("input", saveDraft);
form.addEventListener("change", saveDraft);

// ---- Photographs: made smaller and hashed at once, the picture itself kept apart from the record.

async function smaller(file) {
    let bitmap;
    try {
        bitmap = await createImageBitmap(file);
    } catch {
        return file; // A picture that this browser cannot draw is sent as it is.
    }
    const scale = Math.min(1, 2048 / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    for (const quality of [0.85, 0.7, 0.55]) {
        const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
        if (blob.size <= 300 * 1024 || quality === 0.55) return blob;
    }
}

async function hashed(blob) {
    const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

part("photos").addEventListener("change", async (event) => {
    const files = [...event.target.files];
    event.target.value = "";
    if (!(await store.hasRoom())) return show([noRoom]);
    for (const file of files) {
        const blob = await smaller(file);
        const photograph = { hash: await hashed(blob), blob, name: file.name.replace(/\.[^.]*$/, "") + ".jpg", takenAt: file.lastModified };
        await store.change(["photographs", photograph.hash, photograph]);
        if (!photographs.some((one) => one.hash === photograph.hash)) photographs.push({ hash: photograph.hash, name: photograph.name });
    }
    saveDraft();
    await showPhotographs();
});

async function showPhotographs() {
    const list = part("field-photos");
    list.replaceChildren();
    for (const photograph of photographs) {
        const stored = await store.get("photographs", photograph.hash);
        if (!stored) continue;
        const item = document.createElement("li");
        const image = document.createElement("img");
        image.src = URL.createObjectURL(stored.blob);
        image.alt = photograph.name;
        const remove = document.createElement("button");
        remove.type = "button";
        remove.className = "button plain";
        remove.textContent = say("去掉", "Remove");
        remove.addEventListener("click", () => {
            photographs = photographs.filter((one) => one.hash !== photograph.hash);
            saveDraft();
            showPhotographs();
        });
        item.append(image, remove);
        list.append(item);
    }
}

// ---- Filling in: the server's rules, from the package.

function problems(filled) {
    const found = [];
    for (const field of pack?.fields ?? []) {
        const value = filled[field.name];
        if (field.name === "evidence") continue;
        if (!value) {
            if (!field.optional) found.push({ field: field.name, message: field.missing });
        } else if (field.limit && [...value].length > field.limit) {
            found.push({ field: field.name, message: field.tooLong.replace("{n}", [...value].length) });
        } else if (field.choices && !field.choices.includes(value)) {
            found.push({ field: field.name, message: field.missing });
        }
    }
    return found;
}

function show(messages) {
    const place = part("field-problems");
    place.replaceChildren();
    for (const message of messages) {
        const line = document.createElement("p");
        line.className = "field-wrong";
        const link = document.createElement("a");
        link.textContent = message.message ?? message;
        link.href = `#${message.field ?? "field-form"}`;
        line.append(link);
        place.append(line);
    }
    if (messages.length) place.focus();
}

/// Criteria that share words of two characters with what was written, so that a grave case is recognised on site.
part("description").addEventListener("input", (event) => {
    const pairs = (text) => new Set([...text.replace(/[^\p{L}\p{N}]/gu, "")].map((one, index, all) => one + (all[index + 1] ?? "")).slice(0, -1));
    const seen = pairs(event.target.value);
    const near = (pack?.criteria ?? [])
        .map((criterion) => {
            const told = pairs(criterion.title);
            const shared = [...told].filter((pair) => seen.has(pair)).length;
            return { criterion, near: shared < 2 ? 0 : shared / Math.min(told.size, seen.size) };
        })
        .filter((one) => one.near > 0.3).sort((a, b) => b.near - a.near).slice(0, 3);
    const list = part("field-criteria");
    list.replaceChildren();
    for (const { criterion } of near) {
        const item = document.createElement("li");
        item.textContent = say("可能是重大隐患：", "May be major: ") + `${criterion.code} ${criterion.title}` + (criterion.verified ? "" : say("（条文待核对）", " (unverified)"));
        list.append(item);
    }
});

function makeID() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return digits.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!pack) return show([say("还没有取得数据包，请联网打开本页一次。", "Open this page once with a network.")]);
    const filled = values();
    const found = problems(filled);
    show(found);
    if (found.length) return;
    clearTimeout(saving);
    const record = {
        id: makeID(), person: pack.person, values: filled, photographs, writtenAt: Date.now(), happenedAt: beganAt ?? Date.now(),
    };
    await store.change(["kept", "draft"], ["queue", record.id, record]);
    const enterprise = form.elements.namedItem("enterprise").value;
    form.reset();
    form.elements.namedItem("enterprise").value = enterprise;
    photographs = [];
    beganAt = null;
    part("field-criteria").replaceChildren();
    await showPhotographs();
    await showQueue();
    scrollTo(0, 0);
    send();
});

// ---- The list of enterprises is long: typing narrows it, and with a network looks for more.

const finder = part("enterprise-find");
const chooser = part("enterprise");
let looking;
function narrow(found) {
    const chosen = chooser.value;
    chooser.replaceChildren(...found.map(({ value, label }) => new Option(label, value)));
    if (found.some((one) => one.value === chosen)) chooser.value = chosen;
}
/// The page that the phone keeps is empty: the package fills it.
function showPackage() {
    if (!pack) return;
    narrow(pack.enterprises);
    finder.hidden = finder.labels[0].hidden = chooser.options.length <= 6;
    const list = part("field-visits");
    list.replaceChildren(...pack.visits.map((one) => {
        const link = Object.assign(document.createElement("a"), {
            textContent: one.name, href: `/l/hidden-danger?${new URLSearchParams({ subject: one.enterprise, open: "1" })}` });
        const figures = Object.assign(document.createElement("div"), { className: "hint", textContent: say(
            `${one.open} 条到期在即，其中超期 ${one.overdue} 条`, `${one.open} near their day, ${one.overdue} overdue`) });
        const item = document.createElement("li");
        const notes = one.notes.map((note) => Object.assign(document.createElement("div"), { className: "hint", textContent: note }));
        item.append(link, figures, ...notes);
        return item;
    }));
    part("field-visits-none").hidden = pack.visits.length > 0;
    for (const place of document.querySelectorAll("[data-visits]")) place.textContent = String(pack.visits.length);
}
finder.addEventListener("input", (event) => {
    if (event.isComposing) return;
    const words = finder.value.trim();
    const near = (pack?.enterprises ?? []).filter(({ label }) => label.includes(words));
    narrow(near);
    clearTimeout(looking);
    if (!words || near.length > 3 || !navigator.onLine) return;
    looking = setTimeout(async () => {
        try {
            const answer = await fetch(`/enterprises/choices?${new URLSearchParams({ q: words })}`, { headers: { Accept: "application/json" } });
            if (answer.ok && finder.value.trim() === words) narrow((await answer.json()).choices);
        } catch {
            // Without a network the kept ones serve.
        }
    }, 300);
});

// ---- Sending: oldest first, one sender at a time over all tabs, more slowly after each failure.

let failures = 0;
let again;

const send = () => (navigator.locks ? navigator.locks.request("anlan-field", sendAll) : sendAll());

async function sendAll() {
    clearTimeout(again);
    if (store.isLocked() || mustSetPIN()) return;
    const records = await waiting();
    if (!records.length) return showStatus();
    try {
        await refresh();
        let done = 0;
        for (const record of records.filter((one) => !one.problem)) {
            if (record.person !== pack.person) continue;
            showStatus(say(`正在上传 ${++done}/${records.length}`, `Sending ${done} of ${records.length}`));
            await sendOne(record);
        }
        failures = 0;
        if (records.some((one) => one.matter)) await refresh();
        await recheck.show();
        showStatus();
    } catch {
        failures += 1;
        const wait = Math.min(60, 2 ** failures);
        again = setTimeout(send, wait * 1000);
        showStatus(
            signedOut
                ? say("已保存在手机上，请登录后上传。", "Kept on this phone. Sign in to send.")
                : navigator.onLine
                    ? say(`上传失败，已保存在手机上，${clock(Date.now() + wait * 1000)} 重试。`, "Not sent; kept on this phone. Will try again.")
                    : say("离线，可继续填写。", "No network; go on writing."));
    }
    await showQueue();
}

/// Throws when it is to be tried again; a refusal is kept with the record and shown.
async function sendOne(record) {
    const evidence = [];
    for (const { hash, name } of record.photographs) {
        const photograph = await store.get("photographs", hash);
        if (!photograph) continue;
        const purpose = record.task === "verify" ? "rectification" : "evidence";
        const query = new URLSearchParams({ purpose, way: "camera", name });
        const answer = await post(`/attachments?${query}`, photograph.blob, photograph.blob.type || "image/jpeg");
        if (answer.refused) return refuse(record, answer.refused);
        evidence.push(answer.hash);
    }
    const body = { ...record.values, "written-at": String(record.writtenAt), "happened-at": String(record.happenedAt) };
    if (evidence.length) body.evidence = evidence;
    if (record.version) body.version = String(record.version);
    const address = record.matter ? `/m/hidden-danger/${record.matter}/${record.task}` : pack.action;
    const answer = await post(address, JSON.stringify(body), "application/json", { "Idempotency-Key": record.id });
    if (answer.refused) return refuse(record, answer.refused);
    const others = (await waiting()).filter((one) => one.id !== record.id).flatMap((one) => one.photographs.map((each) => each.hash));
    const gone = record.photographs.filter(({ hash }) => !others.includes(hash));
    await store.change(["queue", record.id], ...gone.map(({ hash }) => ["photographs", hash]));
    await showQueue();
}

async function post(address, body, type, headers = {}) {
    const response = await fetch(address, {
        method: "POST", body,
        headers: { "Content-Type": type, Accept: "application/json", "X-Form-Token": pack.formToken, ...headers },
    });
    if (response.ok) return response.json();
    signedOut = response.status === 401;
    if (response.status === 401 || response.status === 429 || response.status >= 500) throw new Error(String(response.status));
    return { refused: await response.json() };
}

async function refuse(record, { message, problems = {} }) {
    record.problem = [message, ...Object.values(problems)].join(" ");
    if (record.matter) record.now = await conflictOf(record);
    await store.change(["queue", record.id, record]);
}

// ---- What the person sees of all this.

async function showStatus(words) {
    if (words) return void (part("field-status").textContent = words);
    const shelf = "caches" in window && (await caches.match("/field.js")) && navigator.serviceWorker?.controller;
    const network = navigator.onLine ? say("已联网", "Online") : say("离线，可继续填写", "No network; go on writing");
    if (pack && Date.now() - pack.madeAt > 72 * 3600e3) {
        return void (part("field-status").textContent = network + say("　数据包已超过 72 小时，请联网更新；仍可记隐患。", " The package is older than 72 hours."));
    }
    const ready = shelf && pack ? say(`　离线可用 ✓ ${clock(pack.madeAt)}`, ` Works offline ✓ ${clock(pack.madeAt)}`) : "";
    part("field-status").textContent = network + ready;
}

async function showQueue() {
    if (store.isLocked()) return;
    const records = await waiting();
    part("field-queue").hidden = !records.length;
    const list = part("field-items");
    list.replaceChildren();
    for (const record of records) {
        const item = document.createElement("li");
        const days = Math.floor((Date.now() - record.writtenAt) / 86400000);
        const lines = [
            record.matter
                ? `${clock(record.writtenAt)} ${record.number} ${record.task === "verify" ? say("复查合格", "found right") : say("退回整改", "returned")}：${record.values.reason}`
                : `${clock(record.writtenAt)} ${record.values.description ?? ""}`,
            record.photographs.length ? say(`照片 ${record.photographs.length} 张`, `${record.photographs.length} photographs`) : "",
            record.problem ? say(`没有收下：${record.problem}`, `Refused: ${record.problem}`) : "",
            record.now ? say(`平台上现在：${record.now.state}（第 ${record.now.version} 步）；您看到时是第 ${record.version} 步。`, `Now on the server: ${record.now.state}, step ${record.now.version}; you saw step ${record.version}.`) : "",
            pack && record.person !== pack.person ? say("由另一人记录，请其本人登录后上传。", "Another person's; they must sign in.") : "",
            days >= 3 ? say(`已 ${days} 天没有上传，请尽快联网。`, `Not sent for ${days} days.`) : "",
        ];
        for (const line of lines.filter(Boolean)) {
            const paragraph = document.createElement("div");
            paragraph.textContent = line;
            if (line === lines[2]) paragraph.className = "field-wrong";
            item.append(paragraph);
        }
        if (record.problem && record.matter) {
            if (record.now?.possible) item.append(choice(say("仍按我写的上报", "Send mine as it is"), () => sendAnyway(record)));
            item.append(choice(say("以平台上的为准，不再上报", "Keep the server's"), () => giveWay(record)));
        } else if (record.problem) {
            const mend = document.createElement("button");
            mend.type = "button";
            mend.className = "button plain";
            mend.textContent = say("改后再报", "Mend and send again");
            mend.addEventListener("click", () => takeBack(record));
            item.append(mend);
        }
        list.append(item);
    }
}

function choice(words, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button plain";
    button.textContent = words;
    button.addEventListener("click", act);
    return button;
}

/// The person has seen both versions and stands by theirs.
async function sendAnyway(record) {
    record.version = record.now.version;
    delete record.problem;
    delete record.now;
    await store.change(["queue", record.id, record]);
    await send();
}

async function giveWay(record) {
    if (!confirm(say("手机上的这条复查记录将删除，确定吗？需要留存的请先导出。", "Delete this record from the phone?"))) return;
    await store.change(["queue", record.id]);
    await showQueue();
    await recheck.show();
}

/// Brings a refused record back into the form as it was written.
async function takeBack(record) {
    fill(record.values);
    photographs = record.photographs;
    beganAt = record.happenedAt;
    const draft = { values: record.values, photographs, beganAt };
    await store.change(["kept", "draft", draft], ["queue", record.id]);
    await showPhotographs();
    await showQueue();
    part("description").focus();
}

const asText = (blob) => new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(blob);
});

function download(text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `待上传隐患-${new Date().toISOString().slice(0, 10)}.json`;
    link.click();
}

part("field-export").addEventListener("click", async () => {
    if (store.hasPIN()) return download(await store.sealedFile());
    const records = [];
    for (const record of await waiting()) {
        const pictures = [];
        for (const { hash, name } of record.photographs) {
            const stored = await store.get("photographs", hash);
            if (stored) pictures.push({ hash, name, content: await asText(stored.blob) });
        }
        records.push({ ...record, photographs: pictures });
    }
    download(JSON.stringify({ format: "anlan-field/1", exportedAt: Date.now(), records }, null, 1));
});

part("field-send").addEventListener("click", () => {
    failures = 0;
    send();
});
addEventListener("online", () => send());
addEventListener("offline", () => showStatus());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
navigator.serviceWorker?.addEventListener("controllerchange", () => showStatus());

const recheck = rechecks({
    say, part, store, noRoom, kept, waiting, smaller, hashed, makeID, pack: () => pack,
    queued: async () => {
        await showQueue();
        await showStatus();
        send();
    },
});

const pin = pins({
    say, part, fetchPackage, download, mustSetPIN, pack: () => pack,
    settled: async () => {
        clearTimeout(saving);
        if (store.hasPIN()) await keepDraft();
    },
    /// What was not kept while there was no PIN, or none that was known, is kept now.
    opened: async () => {
        if (pack) await store.change(["kept", "package", pack]);
        if (beganAt) await keepDraft();
        await showQueue();
        await showStatus();
        await send();
    },
});

await store.begin();
store.phone().then(({ id }) => (part("field-phone").textContent = id.slice(-4)));
navigator.serviceWorker?.register("/field-worker.js", { scope: "/field" }).then(
    () => navigator.serviceWorker.ready.then(() => showStatus()), () => {
        // Without a network the kept page serves.
    });
navigator.storage?.persist?.();
if (store.isLocked() && navigator.onLine) {
    // A phone that was declared lost is emptied even while it is locked.
    await fetchPackage().catch(() => {});
}
await pin.passed();
pack = await kept("package");
showPackage();
await restoreDraft();
await showQueue();
await recheck.show();
await showStatus();
try {
    await refresh();
    showPackage();
} catch {
    // Without a network the kept package serves; the next time tries again.
}
pin.shown();
await showStatus();
await recheck.show();
await send();
document.documentElement.dataset.field = "ready";
