// 一张图: the list of divisions as marks on a map. Everything said here stands in the list below it as well.

const chinese = document.documentElement.lang.startsWith("zh");
const say = (zh, en) => (chinese ? zh : en);
const area = document.getElementById("map");
const open = document.getElementById("map-open");
const looks = {
    major: { color: "#a4121f", fillColor: "#e8a0a6", fillOpacity: 0.6, weight: 1.5 },
    overdue: { color: "#8a5a00", fillColor: "#f3d28a", fillOpacity: 0.6, weight: 1.5, dashArray: "6 3" },
    calm: { color: "#6b7c8d", fillColor: "#e8eef4", fillOpacity: 0.5, weight: 1, dashArray: "1 3" },
};
const signs = { major: "⬢", overdue: "▲", calm: "○" };
const standing = (division) => (!division ? "calm" : division.major > 0 ? "major" : division.overdue > 0 ? "overdue" : "calm");

function load(name, properties) {
    return new Promise((resolve, reject) => {
        const element = Object.assign(document.createElement(name), properties);
        element.onload = resolve;
        element.onerror = reject;
        document.head.append(element);
    });
}

const get = async (address) => {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
};

function telling(division) {
    const box = document.createElement("div");
    const title = document.createElement("strong");
    title.textContent = division.name;
    box.append(title);
    for (const [words, amount, rows] of [
        [say("重大未销号", "Major, open"), division.major, division.majorRows], [say("超期", "Overdue"), division.overdue, division.overdueRows],
        [division.code ? say("看这里的下级", "Look inside") : say("看这家企业的档案", "Its file"), null, division.inside],
    ]) {
        const line = document.createElement("div");
        const link = document.createElement("a");
        link.href = rows;
        link.textContent = amount === null ? words : `${words} ${amount}`;
        line.append(link);
        box.append(line);
    }
    return box;
}

/// Names stand beside the marks of divisions; of enterprises, of which many may stand close together, when asked for.
function label(division) {
    const box = document.createElement("span");
    const sign = document.createElement("span");
    sign.className = `map-mark ${standing(division)}`;
    sign.textContent = signs[standing(division)];
    const numbers = [division.major ? say(`重大 ${division.major}`, `major ${division.major}`) : "", division.overdue ? say(`超期 ${division.overdue}`, `overdue ${division.overdue}`) : ""];
    box.append(sign, document.createTextNode(` ${division.code ? division.name : ""} ${numbers.filter(Boolean).join(" ")}`));
    return box;
}

async function draw() {
    open.disabled = true;
    const [data, borders] = await Promise.all([
        get(location.href), get("/boundaries.geojson"),
        load("link", { rel: "stylesheet", href: "/leaflet.css" }), load("script", { src: "/leaflet.js" }),
    ]);
    const byCode = new Map(data.divisions.map((division) => [division.code, division]));
    /// A county is drawn in the look of the division it lies in.
    const divisionOf = (feature) => byCode.get(feature.properties.code) ?? byCode.get(feature.properties.code.slice(0, 4)) ?? byCode.get(feature.properties.parent);
    const prefix = (data.scope ?? "").replace(/(00)+$/, "").slice(0, 6);
    open.hidden = true;
    area.hidden = false;
    const map = L.map(area, { zoomSnap: 0.25, attributionControl: Boolean(area.dataset.tiles) });
    if (area.dataset.tiles) {
        map.attributionControl.setPrefix(false);
        L.tileLayer(area.dataset.tiles, { attribution: area.dataset.credit.replace(/[<&]/g, ""), maxZoom: 18 }).addTo(map);
    }
    const within = { ...borders, features: borders.features.filter((feature) => feature.properties.code.startsWith(prefix)) };
    const layer = L.geoJSON(within.features.length ? within : borders, {
        style: (feature) => looks[standing(divisionOf(feature))],
        onEachFeature: (feature, shape) => {
            const division = divisionOf(feature);
            if (division) shape.bindPopup(() => telling(division));
        },
    }).addTo(map);
    for (const division of data.points.length ? data.points : data.divisions) {
        if (division.latitude === null || standing(division) === "calm") continue;
        const icon = L.divIcon({ className: division.code ? "map-label" : "map-label map-place", html: label(division), iconSize: null });
        const marker = L.marker([division.latitude, division.longitude], { icon, title: division.name, alt: division.name, keyboard: true });
        marker.bindPopup(() => telling(division)).addTo(map);
    }
    const township = data.points.length && (data.scope ?? "").slice(6, 9) !== "000";
    const shown = township ? L.latLngBounds(data.points.map((point) => [point.latitude, point.longitude])).pad(0.3) : layer.getBounds();
    map.fitBounds(shown, { padding: [8, 8], maxZoom: 14 });
    document.documentElement.dataset.map = "ready";
}

open.hidden = false;
open.addEventListener("click", async () => {
    try {
        await draw();
    } catch {
        open.disabled = false;
        open.hidden = false;
        open.textContent = say("地图没有取到，再试一次（下面的列表内容相同）", "Try again; the list below says the same");
    }
});
