// The PIN: asks for it when the page opens on a phone that has one, and sets one.

import * as store from "./field-store.js";

/// `phone` is what the page lends: its words, the package as it came from the platform, and what follows.
export function pins(phone) {
    const { say, part, fetchPackage, download, opened } = phone;
    const words = (text) => void (part("field-lock-words").textContent = text);

    function shown() {
        const isLocked = store.isLocked();
        part("field-lock").hidden = !isLocked;
        part("field-open").hidden = isLocked || phone.mustSetPIN();
        part("field-set-pin").hidden = isLocked;
        part("field-pin").open ||= phone.mustSetPIN();
        part("field-pin").firstElementChild.textContent = store.hasPIN()
            ? say("更改 PIN（机上数据已加密）", "Change the PIN (what is kept is encrypted)")
            : say("给手机上的数据设 PIN", "Set a PIN for what is kept on this phone");
        if (!isLocked) return;
        document.documentElement.dataset.field = "locked";
        part("field-status").textContent = say("已锁定，输入 PIN 后继续。", "Locked; enter your PIN.");
    }

    /// Resolves once the contents can be read.
    let passed;
    const passing = new Promise((resolve) => (passed = resolve));
    async function pass() {
        shown();
        for (const id of ["field-pin-try", "field-pin-new", "field-pin-again"]) part(id).value = "";
        passed();
        await opened();
    }

    function remaining() {
        return store.left() > 0
            ? say(`PIN 不对，还可以试 ${store.left()} 次。`, `Wrong PIN; ${store.left()} tries left.`)
            : say("已输错 10 次，PIN 不能再用。没有上传的记录仍加密存在机上，没有丢失：请重新登录后解锁，或导出加密的救急文件。",
                  "Ten wrong tries: the PIN opens nothing any more. Nothing unsent is lost: sign in again, or export the encrypted file.");
    }

    async function tryPIN() {
        if (!store.left()) return words(remaining());
        if (store.isStale()) {
            try {
                await fetchPackage();
                await store.seen();
            } catch {
                return words(say("已超过 72 小时没有联网，请联网并登录后再解锁。机上的记录没有丢失。", "More than 72 hours without the platform: go online and sign in, then unlock. Nothing is lost."));
            }
        }
        part("field-unlock").disabled = true;
        try {
            await store.unlock(part("field-pin-try").value.trim());
            await pass();
        } catch (error) {
            if (!(error instanceof store.WrongPIN)) throw error;
            part("field-pin-try").value = "";
            part("field-pin-try").focus();
            words(remaining());
        } finally {
            part("field-unlock").disabled = false;
        }
    }

    async function unlockOnline() {
        try {
            const pack = await fetchPackage();
            const answer = await fetch("/field/unlock", {
                method: "POST", body: JSON.stringify({ parcel: store.parcel() }),
                headers: { "Content-Type": "application/json", Accept: "application/json", "X-Form-Token": pack.formToken },
            });
            const told = await answer.json();
            if (!answer.ok) return words([told.message, ...Object.values(told.problems ?? {})].join(" "));
            await store.unlockBy(told.key);
        } catch {
            return words(say("没有连上平台，或还没有登录。请联网、重新登录后再试；机上的记录没有丢失。", "Not online, or not signed in. Nothing is lost; try again after signing in."));
        }
        part("field-pin").open = true;
        await pass();
        told(say("已解锁。请另设一个 PIN。", "Unlocked. Please set another PIN."));
    }

    const told = (text) => void (part("field-pin-words").textContent = text);

    async function save() {
        const [pin, again] = [part("field-pin-new").value.trim(), part("field-pin-again").value.trim()];
        const problem = store.weakness(pin, again, say);
        if (problem) return told(problem);
        const pack = phone.pack();
        if (!pack) return told(say("还没有取得数据包，请联网打开本页一次再设 PIN。", "Open this page once with a network first."));
        if ((await store.all("queue")).some((record) => record.person !== pack.person)) {
            return told(say("机上还有另一人没有上传的记录，请其本人登录上传后再设 PIN。", "Another person's records wait here; they must send them first."));
        }
        part("field-pin-save").disabled = true;
        told(say("正在加密机上的数据……", "Encrypting …"));
        try {
            await phone.settled();
            await store.setPIN(pin, pack);
            await pass();
            told(say("PIN 已设。机上的数据已加密；下次打开本页要输 PIN。", "The PIN is set; what is kept is encrypted."));
        } catch (error) {
            told(error instanceof store.LockedElsewhere
                ? say("另一个页面已设了 PIN，请先用它解锁。", "Another tab has set a PIN; unlock with it first.")
                : say("没有设成，数据仍按原来的方式保存，请再试一次。", "It was not set; try again."));
            shown();
        } finally {
            part("field-pin-save").disabled = false;
        }
    }

    part("field-unlock").addEventListener("click", tryPIN);
    part("field-pin-try").addEventListener("keydown", (event) => event.key === "Enter" && tryPIN());
    part("field-unlock-online").addEventListener("click", unlockOnline);
    part("field-export-locked").addEventListener("click", async () => download(await store.sealedFile()));
    part("field-pin-save").addEventListener("click", save);

    return {
        shown,
        /// Shows what stands in the way and waits until it does not.
        async passed() {
            shown();
            if (!store.isLocked()) return;
            if (!store.left()) words(remaining());
            await passing;
        },
    };
}
