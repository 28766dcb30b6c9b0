// Files are sent while the form is still being filled in, each with how far it is. What does not arrive stays chosen and
// goes along with the form, as it does without scripts. Nothing is made smaller: what a camera noted in a picture is
// evidence too.

const chinese = document.documentElement.lang.startsWith("zh");
const say = (zh, en) => (chinese ? zh : en);
const element = (name, attributes = {}, ...content) => {
    const made = Object.assign(document.createElement(name), attributes);
    made.append(...content);
    return made;
};

/// Resolves to what the server says of the file; rejects with words for the person.
function send(file, input, onProgress, register) {
    const address = `/attachments?purpose=${encodeURIComponent(input.dataset.upload)}&name=${encodeURIComponent(file.name)}`;
    return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        register(request);
        request.open("POST", address);
        request.setRequestHeader("Accept", "application/json");
        request.setRequestHeader("Content-Type", "application/octet-stream");
        request.setRequestHeader("X-Form-Token", input.form.elements["form-token"]?.value ?? "");
        request.responseType = "json";
        request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
        request.onload = () => {
            if (request.status === 201) return resolve(request.response);
            const { message = "", problems = {} } = request.response ?? {};
            reject([message, ...Object.values(problems)].filter(Boolean).join(" ") || `HTTP ${request.status}`);
        };
        request.onerror = () => reject(say("网络中断。", "The network is down."));
        request.onabort = () => reject("");
        request.send(file);
    });
}

const same = (one, other) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;

for (const input of document.querySelectorAll("input[data-upload]")) {
    const form = input.form;
    // Whoever answers by a link without signing in hands files in with the form alone.
    if (!form?.elements["form-token"]?.value) continue;
    const name = input.name;
    const isRequired = input.required;
    /// What has not arrived: it stays in the input, also when further files are chosen.
    let waiting = [];
    const under = new Map();
    let submitter = null;

    const list = () => {
        let found = input.parentElement.querySelector("ul.held-files");
        if (!found) input.before((found = element("ul", { className: "held-files" })));
        return found;
    };
    const settle = () => {
        input.required = isRequired && !input.parentElement.querySelector(`.held-files input[name="${CSS.escape(name)}"]`);
        if (under.size || !submitter) return;
        const button = submitter;
        submitter = null;
        form.requestSubmit(button === form ? undefined : button);
    };
    const put = (files) => {
        const chosen = new DataTransfer();
        for (const file of files) chosen.items.add(file);
        waiting = files;
        input.files = chosen.files;
    };
    const drop = (line, file) => {
        under.get(line)?.abort();
        under.delete(line);
        put(waiting.filter((each) => each !== file));
        line.remove();
        settle();
        input.focus();
        form.dispatchEvent(new Event("change", { bubbles: true }));
    };

    const begin = (file) => {
        const bar = element("progress", { max: 1, value: 0 });
        bar.setAttribute("aria-label", say(`${file.name} 上传进度`, `Upload of ${file.name}`));
        const note = element("small", {}, say("正在上传…", "Uploading…"));
        const remove = element("button", { type: "button", className: "button plain" }, say("移除", "Remove"),
            element("span", { className: "visually-hidden" }, ` ${file.name}`));
        const line = element("li", {}, element("span", { className: "file-name" }, file.name), bar, note, remove);
        remove.addEventListener("click", () => drop(line, file));
        list().append(line);

        const attempt = async () => {
            under.set(line, null);
            line.querySelector(".retry")?.remove();
            bar.hidden = false;
            try {
                const held = await send(file, input, (share) => {
                    bar.value = share;
                    note.textContent = share < 1 ? `${Math.floor(share * 100)} %` : say("正在检查…", "Being checked…");
                }, (request) => under.set(line, request));
                arrived(line, held);
                put(waiting.filter((each) => each !== file));
            } catch (problem) {
                if (!line.isConnected) return;
                bar.hidden = true;
                note.setAttribute("role", "alert");
                note.textContent = problem + say(" 没有上传；提交表单时会再随表单发送一次。", " Not uploaded; it will be sent with the form.");
                const retry = element("button", { type: "button", className: "button plain retry" }, say("重试", "Try again"));
                retry.addEventListener("click", attempt);
                remove.before(retry);
                submitter = null; // Whoever pressed the button sees first what did not arrive.
            }
            under.delete(line);
            settle();
        };
        attempt();
    };

    const arrived = (line, held) => {
        const link = element("a", { className: "file-link", href: `/attachments/${held.hash}` });
        if (held.isPicture) link.append(element("img", { src: `/attachments/${held.hash}/thumbnail`, alt: "" }));
        link.append(element("span", { className: "file-name" }, held.name));
        const remove = line.querySelector("button:not(.retry)");
        const fresh = remove.cloneNode(true);
        fresh.addEventListener("click", () => drop(line, null));
        const status = element("small", {}, held.note);
        status.setAttribute("role", "status");
        line.replaceChildren(element("input", { type: "hidden", name, value: held.hash }), link, status, fresh);
        form.dispatchEvent(new Event("change", { bubbles: true }));
    };

    input.addEventListener("change", () => {
        const further = [...input.files].filter((file) => !waiting.some((each) => same(each, file)));
        put([...waiting, ...further]);
        further.forEach(begin);
    });
    form.addEventListener("submit", (event) => {
        if (!under.size) return;
        event.preventDefault();
        submitter = event.submitter ?? form;
        input.parentElement.querySelector(".held-files progress")?.scrollIntoView({ block: "center" });
    });
}
