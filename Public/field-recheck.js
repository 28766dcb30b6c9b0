// 今日复查: what was put right is looked at again on site, with or without a network. The same queue carries it, and the
// server carries out one id once.

/// `phone` is what the page for the phone lends: its store, its words, its camera.
export function rechecks(phone) {
    const { say, part, store, noRoom, kept, waiting, smaller, hashed, makeID } = phone;
    const list = part("field-rechecks");
    const stale = 72 * 3600e3;
    const usual = say("现场查看，已整改到位。", "Seen on site: put right.");
    const inDays = (days) => new Date(Date.now() + 8 * 3600e3 + days * 86400e3).toISOString().slice(0, 10);

    function element(name, properties = {}, ...children) {
        const made = Object.assign(document.createElement(name), properties);
        made.append(...children.filter(Boolean));
        return made;
    }

    const draftOf = async (id) => (await kept(`recheck/${id}`)) ?? { reason: usual, day: inDays(7), photographs: [] };
    const keepDraft = (id, draft) => store.change(["kept", `recheck/${id}`, draft]);

    async function thumbnails(holder, draft) {
        holder.replaceChildren();
        for (const { hash, name } of draft.photographs) {
            const stored = await store.get("photographs", hash);
            if (!stored) continue;
            holder.append(element("li", {}, element("img", { src: URL.createObjectURL(stored.blob), alt: name })));
        }
    }

    async function item(danger) {
        const draft = await draftOf(danger.id);
        const name = (suffix) => `recheck-${danger.id}-${suffix}`;
        const problem = element("p", { className: "field-wrong", tabIndex: -1, hidden: true });
        const pictures = element("ul", { className: "field-photos" });
        const reason = element("textarea", { id: name("reason"), rows: 2, value: draft.reason });
        const day = element("input", { id: name("day"), type: "date", value: draft.day });
        const photo = element("input", { id: name("photo"), type: "file", accept: "image/*", multiple: true });
        const later = () => keepDraft(danger.id, draft);
        reason.addEventListener("input", () => { draft.reason = reason.value; later(); });
        day.addEventListener("input", () => { draft.day = day.value; later(); });
        photo.addEventListener("change", async () => {
            const files = [...photo.files];
            photo.value = "";
            if (!(await store.hasRoom())) return refuse(noRoom, photo);
            problem.hidden = true;
            for (const file of files) {
                const blob = await smaller(file);
                const one = { hash: await hashed(blob), blob, name: file.name.replace(/\.[^.]*$/, "") + ".jpg", takenAt: file.lastModified };
                await store.change(["photographs", one.hash, one]);
                if (!draft.photographs.some((each) => each.hash === one.hash)) draft.photographs.push({ hash: one.hash, name: one.name });
            }
            await later();
            await thumbnails(pictures, draft);
        });
        const refuse = (words, control) => {
            problem.textContent = words;
            problem.hidden = false;
            control.focus();
        };
        async function decide(task) {
            const pack = phone.pack();
            if (Date.now() - pack.madeAt > stale) {
                return refuse(say("数据包已超过 72 小时，请联网更新后再复查。", "The package is older than 72 hours."), problem);
            }
            const words = reason.value.trim();
            if (!words) return refuse(say("请写明现场复查情况。", "Say what was seen."), reason);
            if (task === "return" && words === usual) return refuse(say("请写明哪里不合格。", "Say what is wrong."), reason);
            if (task === "return" && !(day.value >= inDays(0))) return refuse(say("请选择今天或以后的再次整改期限。", "Choose a day from today on."), day);
            const record = {
                id: makeID(), person: pack.person, task, matter: danger.id, number: danger.number, version: danger.version,
                values: task === "return" ? { reason: words, day: day.value } : { reason: words },
                photographs: draft.photographs, writtenAt: Date.now(), happenedAt: Date.now(),
            };
            await store.change(["kept", `recheck/${danger.id}`], ["queue", record.id, record]);
            await show();
            await phone.queued();
        }
        const good = element("button", { type: "button", className: "button primary", textContent: say("复查合格", "Found right") });
        const bad = element("button", { type: "button", className: "button plain", textContent: say("不合格，退回整改", "Not right: return") });
        good.addEventListener("click", () => decide("verify"));
        bad.addEventListener("click", () => decide("return"));
        await thumbnails(pictures, draft);
        const labelled = (control, words) => element("div", { className: "field" },
            element("label", { htmlFor: control.id, className: "question", textContent: words }), control);
        const made = element("details", {},
            element("summary", { textContent: `${danger.title}（${danger.enterprise}，${danger.due}）` }),
            element("p", { textContent: say("隐患：", "Danger: ") + danger.description }),
            element("p", { textContent: say("企业报告：", "Reported: ") + (danger.rectification || "—") }),
            labelled(photo, say("复查照片（选填，证明整改）", "Photographs, optional")), pictures,
            labelled(reason, say("现场复查情况", "What was seen")),
            labelled(day, say("不合格的：再次整改期限", "If not right: by when")), problem,
            element("p", { className: "form-actions" }, good, bad));
        made.dataset.danger = danger.id;
        return element("li", {}, made);
    }

    async function show() {
        const pack = phone.pack();
        if (!pack) return;
        const sent = new Set((await waiting()).map((record) => record.matter));
        const open = new Set([...list.querySelectorAll("details[open]")].map((each) => each.dataset.danger));
        const items = [];
        for (const danger of (pack.rechecks ?? []).filter((each) => !sent.has(each.id))) {
            const made = await item(danger);
            made.firstChild.open = open.has(danger.id);
            items.push(made);
        }
        list.replaceChildren(...items);
        for (const place of document.querySelectorAll("[data-rechecks]")) place.textContent = String(items.length);
        part("field-rechecks-none").hidden = items.length > 0;
    }

    return { show };
}

/// What stands on the server now, beside what was written on the phone; neither is lost.
export async function conflictOf(record) {
    const answer = await fetch(`/m/hidden-danger/${record.matter}`, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!answer.ok) return null;
    const { matter, commands } = await answer.json();
    return { state: matter.stateTitle ?? matter.state, version: matter.version, due: matter.due ?? null, possible: commands.includes(record.task) };
}
