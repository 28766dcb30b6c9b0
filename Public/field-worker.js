// Keeps the page for a phone on site at hand when there is no network. Everything else goes its ordinary way.

const shelf = "field-3";
const parts = ["/field", "/field.js", "/field-pin.js", "/field-recheck.js", "/field-store.js", "/field.css", "/site.css", "/site.js", "/icon.svg"];

/// Of the page itself an empty one is kept, since what lies here is not encrypted; the package fills it.
const blank = () => new Request("/field?blank=1", { cache: "reload" });

async function fetchAndKeep(request, path) {
    const response = await fetch(request);
    // A redirect leads to the sign-in page; that is not what is to be kept.
    // A shelf that is gone was emptied on purpose.
    if (response.ok && !response.redirected && (await caches.has(shelf))) await (await caches.open(shelf)).put(path, response.clone());
    return response;
}

addEventListener("install", (event) => {
    event.waitUntil(
        caches.open(shelf).then(() => Promise.all(parts.map(async (path) => {
            const response = await fetchAndKeep(path === "/field" ? blank() : new Request(path, { cache: "reload" }), path);
            if (!response.ok || response.redirected) throw new Error(`not kept: ${path}`);
        }))).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
    event.waitUntil((async () => {
        for (const name of await caches.keys()) if (name.startsWith("field-") && name !== shelf) await caches.delete(name);
        await clients.claim();
    })());
});

addEventListener("fetch", (event) => {
    const { pathname, origin } = new URL(event.request.url);
    if (event.request.method !== "GET" || origin !== location.origin || !parts.includes(pathname)) return;
    event.respondWith((async () => {
        const kept = await (await caches.open(shelf)).match(pathname);
        const isPage = pathname === "/field";
        const fresh = isPage ? fetch(event.request) : fetchAndKeep(event.request, pathname);
        if (isPage) fresh.then((response) => response.ok && !response.redirected && fetchAndKeep(blank(), pathname)).catch(() => {});
        if (!kept) return fresh;
        // A weak line is as good as none: after three seconds the kept page is shown.
        const patience = new Promise((resolve) => setTimeout(resolve, 3000, kept));
        return Promise.race([fresh.catch(() => kept), patience]);
    })());
});
