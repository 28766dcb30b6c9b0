// Everything here improves what already works without it: focus, keys, drafts, live counts.

const root = document.documentElement;
const chinese = root.lang.startsWith("zh");
const say = (zh, en) => (chinese ? zh : en);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

// ---- The summary of what is wrong is read first.
document.querySelector("[data-focus]")?.focus();

// ---- Menus close on Escape and on a click elsewhere.
document.addEventListener("click", (event) => {
    for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

// ---- Look: changed at once, kept in a cookie so that the server draws the next page that way.
for (const form of all("form.preferences")) {
    form.addEventListener("submit", (event) => {
        const button = event.submitter;
        if (!button || button.name === "language") return;
        event.preventDefault();
        document.cookie = `${button.name}=${button.value}; Path=/; Max-Age=31536000; SameSite=Lax${location.protocol === "https:" ? "; Secure" : ""}`;
        root.dataset[button.name] = button.value;
        for (const each of all(`[name="${button.name}"]`, form)) each.setAttribute("aria-pressed", String(each === button));
    });
}

// ---- Whoever signs out on a phone that holds unsent records is told first; the records stay.
const unsent = () => new Promise((resolve) => {
    const request = indexedDB.open("anlan-field");
    // Where there is none, none is made.
    request.onupgradeneeded = () => request.transaction.abort();
    request.onerror = () => resolve(0);
    request.onsuccess = () => {
        const count = request.result.transaction("queue").objectStore("queue").count();
        count.onsuccess = () => resolve(count.result);
        count.onerror = () => resolve(0);
        request.result.close();
    };
});
for (const form of all("form[action='/sign-out']")) {
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        const amount = await unsent();
        if (!amount || confirm(say(
            `这部手机上有 ${amount} 条现场记录还没有上传。退出后它们仍在机上，但要您重新登录才能上传。仍要退出吗？`,
            `${amount} records on this phone are not sent yet. They stay, but only you can send them. Sign out anyway?`))) return form.submit();
        location.href = "/field";
    });
}

// ---- Print buttons are there only where they do something.
for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
}

// ---- Selecting rows: a box for the whole page, and how many are selected.
for (const form of all("form.batch")) {
    const boxes = all("input[name=selected]", form);
    const picked = form.querySelector("[data-picked]");
    const heading = form.querySelector("th.pick");
    const whole = document.createElement("input");
    whole.type = "checkbox";
    whole.setAttribute("aria-label", say("选择本页全部", "Select all on this page"));
    heading?.replaceChildren(whole);
    const count = () => {
        const number = boxes.filter((box) => box.checked).length;
        whole.checked = number > 0 && number === boxes.length;
        picked.textContent = number ? say(`已选 ${number} 条`, `${number} selected`) : "";
    };
    whole.addEventListener("change", () => {
        for (const box of boxes) box.checked = whole.checked;
        count();
    });
    form.addEventListener("change", count);
    count();
}

// ---- Keys: off unless the person has them on, silent while typing and while an input method composes.
const rows = () => all("table[data-rows] tbody tr");
let first = "";
function move(step) {
    const list = rows();
    if (!list.length) return;
    const at = list.findIndex((row) => row.classList.contains("at"));
    const next = list[Math.min(Math.max(at + step, 0), list.length - 1)];
    list[at]?.classList.remove("at");
    next.classList.add("at");
    next.querySelector("a")?.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
}
const current = () => document.querySelector("tr.at");
const keys = {
    "/": () => document.getElementById("search")?.focus(),
    j: () => move(1),
    k: () => move(-1),
    o: () => current()?.querySelector("a")?.click(),
    x: () => current()?.querySelector("input[name=selected]")?.click(),
};
const places = { t: "workbench", l: "ledgers", m: "map", d: "duty" };
document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") {
        for (const menu of all("details.menu[open]")) {
            menu.open = false;
            menu.querySelector("summary").focus();
        }
    }
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
        const form = document.querySelector("form[data-draft]");
        if (form) {
            event.preventDefault();
            keep(form);
        }
        return;
    }
    if (root.dataset.keys !== "on" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (first === "g") {
        first = "";
        document.querySelector(`[data-go="${places[event.key]}"]`)?.click();
        return;
    }
    if (event.key === "g") {
        first = "g";
        setTimeout(() => (first = ""), 1500);
        return;
    }
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
});

// ---- Files are sent while the form is filled in.
if (document.querySelector("input[data-upload]")) import("./upload.js");

// ---- Looking for an enterprise: what fits is offered while one types; without scripts the button does it.
for (const box of all("[data-lookup]")) {
    const query = box.querySelector("input");
    const name = query.name.replace(/-query$/, "");
    const field = box.closest(".field");
    box.querySelector("button").hidden = true;
    let asked = 0;
    let timer;
    const offerChoices = ({ choices, hasMore }) => {
        const chosen = field.querySelector(`input[name="${CSS.escape(name)}"]:checked`)?.closest(".option");
        all(".options, .lookup ~ .hint", field).forEach((old) => old.remove());
        const list = document.createElement("div");
        list.className = "options";
        if (chosen) list.append(chosen);
        choices.forEach(({ value, label, hint }, index) => {
            if (chosen?.querySelector("input").value === value) return;
            const option = document.createElement("div");
            option.className = "option";
            const radio = document.createElement("input");
            Object.assign(radio, { type: "radio", name, value, id: `${query.id}-found-${index}` });
            const words = document.createElement("label");
            words.htmlFor = radio.id;
            words.textContent = label;
            const place = document.createElement("span");
            place.className = "hint";
            place.textContent = hint ?? "";
            option.append(radio, words, place);
            list.append(option);
        });
        const note = document.createElement("p");
        note.className = "hint";
        note.setAttribute("role", "status");
        note.textContent = !choices.length
            ? say("没有找到，请换几个字。", "Nothing found.")
            : hasMore ? say("还有更多，请写得详细一些。", "There are more; type more of it.") : "";
        box.after(list, note);
    };
    const look = async () => {
        const mine = ++asked;
        try {
            const address = `${box.dataset.lookup}?${new URLSearchParams({ q: query.value.trim() })}`;
            const answer = await fetch(address, { headers: { Accept: "application/json" } });
            if (answer.ok && mine === asked) offerChoices(await answer.json());
        } catch {
            box.querySelector("button").hidden = false;
        }
    };
    query.addEventListener("input", (event) => {
        if (event.isComposing) return;
        clearTimeout(timer);
        timer = setTimeout(look, 250);
    });
    query.addEventListener("compositionend", look);
    // Enter looks; it does not hand the form in.
    query.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.isComposing) return;
        event.preventDefault();
        look();
    });
}

// ---- Drafts: what is typed is kept on the server, for this person alone, until it is sent. Only while the server cannot
// be reached does it stay in this tab.
const tabName = (form) => `draft:${form.dataset.draft}`;
const typed = (form) =>
    all("input, textarea, select", form).filter((field) => field.name && !["hidden", "password", "file", "submit"].includes(field.type));
const values = (form) =>
    typed(form)
        .filter((field) => !["checkbox", "radio"].includes(field.type) || field.checked)
        .map((field) => [field.name, field.value]);
function status(form, text) {
    let line = form.querySelector(".draft-status");
    if (!line) {
        line = document.createElement("p");
        line.className = "draft-status hint";
        line.setAttribute("role", "status");
        form.append(line);
    }
    line.textContent = text;
}
const clock = () => new Date(Date.now() + 8 * 3600e3).toISOString().slice(11, 16);
function keepInTab(form) {
    try {
        sessionStorage.setItem(tabName(form), JSON.stringify(values(form)));
        status(form, say("网络不通，内容暂存在本页，请不要关闭。", "No network: kept in this tab for now."));
    } catch {
        status(form, say("草稿没有存上，请尽快提交。", "The draft could not be kept; please submit soon."));
    }
}
async function keep(form) {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
    for (const secret of all("input[type=password]", form)) fields.delete(secret.name);
    form.keeping?.abort();
    form.keeping = new AbortController();
    try {
        const answer = await fetch(form.querySelector("[data-keep]").formAction, {
            method: "POST", body: fields, headers: { Accept: "application/json" }, signal: form.keeping.signal,
        });
        if (answer.ok) {
            sessionStorage.removeItem(tabName(form));
            delete form.dataset.changed;
            status(form, say(`草稿已于 ${clock()} 自动保存。`, `Draft kept at ${clock()}.`));
        } else {
            const { message } = await answer.json();
            if (answer.status === 429 || answer.status >= 500) keepInTab(form);
            status(form, message);
        }
    } catch (error) {
        if (error.name !== "AbortError") keepInTab(form);
    }
}
function restore(form, draft) {
    for (const field of typed(form)) {
        const same = draft.filter(([name]) => name === field.name).map(([, value]) => value);
        if (["checkbox", "radio"].includes(field.type)) field.checked = same.includes(field.value);
        else if (same.length) field.value = same[0];
    }
    form.dataset.changed = "yes";
}
// What was just sent stays in this tab until a page shows that it arrived: from "too many requests" one goes back to the
// form, and there it stands again, under the same id, so that nothing is done twice.
const sentName = (form) => `sent:${form.dataset.draft}`;
const commandID = (form) => form.querySelector("[name='command-id']");
function remember(form) {
    try {
        sessionStorage.setItem(sentName(form), JSON.stringify({ id: commandID(form)?.value, values: values(form) }));
    } catch {
        // The tab has no room: going back then shows the draft kept last.
    }
}
function bringBack(form) {
    const sent = sessionStorage.getItem(sentName(form));
    if (!sent || performance.getEntriesByType("navigation")[0]?.type !== "back_forward") return;
    const { id, values } = JSON.parse(sent);
    restore(form, values);
    if (id && commandID(form)) commandID(form).value = id;
}
if (!document.querySelector(".error-page")) {
    all("form[data-draft]").forEach(bringBack);
    for (const name of Object.keys(sessionStorage)) if (name.startsWith("sent:")) sessionStorage.removeItem(name);
}
for (const form of all("form[data-draft]")) {
    const left = sessionStorage.getItem(tabName(form));
    if (left) {
        restore(form, JSON.parse(left));
        keep(form);
    }
    let timer;
    form.addEventListener("input", () => {
        form.dataset.changed = "yes";
        clearTimeout(timer);
        timer = setTimeout(() => keep(form), 1500);
    });
    form.addEventListener("submit", () => {
        clearTimeout(timer);
        form.keeping?.abort();
        remember(form);
        sessionStorage.removeItem(tabName(form));
        delete form.dataset.changed;
    });
}
window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-changed]")) event.preventDefault();
});

// ---- Live: {"todo": 12} brings every place that shows such a count up to date; "changed" offers the page anew. Only
// pages that are looked at listen, since a browser has few connections to spare.
const events = document.querySelector("[data-events]")?.dataset.events;
let source = null;
function show(counts) {
    for (const [name, number] of Object.entries(counts)) {
        for (const place of all(`[data-live="${CSS.escape(name)}"]`)) place.textContent = number.toLocaleString("en-US");
    }
}
function offerUpdate() {
    if (document.getElementById("updated")) return;
    const bar = document.createElement("div");
    bar.id = "updated";
    bar.className = "notice hint";
    bar.setAttribute("role", "status");
    const text = document.createElement("p");
    text.textContent = say("这一事项有更新。", "This matter has changed.");
    const link = document.createElement("a");
    link.className = "button";
    link.href = location.pathname + location.search;
    link.textContent = say("刷新", "Refresh");
    bar.append(text, link);
    document.getElementById("main").prepend(bar);
}
function listen() {
    if (document.hidden) {
        source?.close();
        source = null;
    } else if (!source) {
        source = new EventSource(events);
        source.addEventListener("counts", (event) => show(JSON.parse(event.data)));
        source.addEventListener("changed", offerUpdate);
    }
}
if (events && window.EventSource) {
    document.addEventListener("visibilitychange", listen);
    listen();
}

// ---- A wall screen fetches itself anew each minute; data older than five minutes turns grey.
if (document.body.classList.contains("screen")) {
    const from = Date.now();
    setInterval(async () => {
        try {
            const answer = await fetch(location.href, { cache: "no-store" });
            if (answer.ok) location.reload();
        } catch {
            // Offline: what is shown stays, and turns grey below.
        }
        if (Date.now() - from > 300_000) document.body.classList.add("stale");
    }, 60_000);
}
