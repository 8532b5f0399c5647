// What this device kept of exams goes when it is not needed any more; never while an answer waits to be sent, or to be
// shortened.
import { done, open } from "./database.js";
import { anyTooLong } from "./drafts.js";
import { Wish } from "./wish.js";

export const CACHE = "exam-pages";

export async function forgetPages() {
  if (globalThis.caches) await caches.delete(CACHE);
}

export async function anyWaiting() {
  try {
    const database = await open();
    const events = await done(database.transaction("events").objectStore("events").getAll());
    database.close();
    return events.some((event) => event.waiting) || anyTooLong();
  } catch {
    return false; // The browser keeps nothing.
  }
}

export async function forgetAll() {
  await forgetPages();
  new Wish("exam-").forget();
  indexedDB.deleteDatabase("needlewise-exams");
}
