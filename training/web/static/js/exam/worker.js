// The exam without a connection: the page from the network within six seconds, else as it was kept; its parts as kept.
// Recordings are left to the network: they are large, and players ask for them piece by piece.
const CACHE = "exam-pages";
const LONGEST = 6000;
const PAGE = /^\/exam\/attempts\/\d+$/;
const PLAYED = ["audio", "track", "video"];
const PART = /^\/static\/|^\/exam\/attempts\/\d+\/figures\//;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (PLAYED.includes(event.request.destination)) return;
  if (event.request.mode === "navigate" && PAGE.test(pathname)) event.respondWith(page(event, pathname));
  else if (PART.test(pathname)) event.respondWith(part(event, pathname));
});

// Where there is a copy to fall back on, a page is shown once it is whole: half of one would have half of the questions.
async function page(event, pathname) {
  const copy = await kept(pathname);
  const network = fresh(event, pathname, copy);
  event.waitUntil(network.catch(() => undefined));
  try {
    return await (copy ? Promise.race([network, late()]) : network);
  } catch {
    return copy ?? Response.error();
  }
}

async function fresh(event, pathname, copy) {
  const reply = await fetch(event.request);
  if (reply.status >= 500 && copy) return copy;
  const whole = keep(pathname, reply.clone());
  event.waitUntil(whole.catch(() => undefined));
  if (copy) await whole;
  return reply;
}

function late() {
  return new Promise((_resolve, reject) => setTimeout(reject, LONGEST));
}

async function kept(pathname) {
  try {
    return await (await caches.open(CACHE)).match(pathname);
  } catch {
    return undefined;
  }
}

async function part(event, pathname) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(pathname);
  if (kept) return kept;
  const reply = await fetch(event.request);
  event.waitUntil(keep(pathname, reply.clone()));
  return reply;
}

async function keep(pathname, reply) {
  if (!reply.ok || reply.redirected) return;
  const cache = await caches.open(CACHE);
  await cache.put(pathname, reply);
}
