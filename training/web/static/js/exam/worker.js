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

async function page(event, pathname) {
  const kept = () => caches.open(CACHE).then((cache) => cache.match(pathname));
  try {
    const reply = await fetch(event.request, { signal: AbortSignal.timeout(LONGEST) });
    event.waitUntil(keep(pathname, reply.clone()));
    return reply.status < 500 ? reply : ((await kept()) ?? reply);
  } catch {
    return (await kept()) ?? Response.error();
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
