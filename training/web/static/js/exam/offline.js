// The page and its parts are kept in the browser, so that a reload works while there is no connection.
import { CACHE } from "./forget.js";

const SCOPE = "/exam/attempts/";

export async function attach(root) {
  if (!root.dataset.worker || !navigator.serviceWorker || !navigator.onLine) return;
  try {
    await navigator.serviceWorker.register(root.dataset.worker, { scope: SCOPE, updateViaCache: "none" });
    await navigator.serviceWorker.ready;
    const cache = await caches.open(CACHE);
    if (!(await cache.match(location.pathname))) await keep(cache, location.pathname);
    await Promise.all(parts(root).map(async (address) => (await cache.match(address)) ?? keep(cache, address)));
    document.documentElement.dataset.offline = "ready";
  } catch {
    document.documentElement.dataset.offline = "no";
  }
}

async function keep(cache, address) {
  const reply = await fetch(address);
  if (reply.ok && !reply.redirected) await cache.put(address, reply);
}

function parts(root) {
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  const pictures = [...root.querySelectorAll("img[src]")].map((picture) => picture.src);
  const own = [...loaded, ...pictures].map((name) => new URL(name)).filter((address) => address.origin === location.origin);
  const played = new Set([...root.querySelectorAll("audio, track, video")].map((part) => new URL(part.src).pathname));
  const kept = ({ pathname }) => pathname.startsWith("/static/") || (pathname.includes("/figures/") && !played.has(pathname));
  const wanted = own.filter(kept);
  return [...new Set(wanted.map(({ pathname }) => pathname))];
}
