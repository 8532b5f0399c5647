// The browser's own database: one for all exams of this site, asked for again after it was refused.
const VERSION = 1;

export function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export function finished(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

export function open() {
  const request = indexedDB.open("needlewise-exams", VERSION);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("attempts", { keyPath: "attempt" });
    request.result.createObjectStore("events", { keyPath: ["attempt", "client", "seq"] });
  };
  return done(request);
}

export function events(attempt) {
  return IDBKeyRange.bound([attempt], [attempt, []]);
}

export function remove(database, attempt) {
  const transaction = database.transaction(["attempts", "events"], "readwrite");
  transaction.objectStore("attempts").delete(attempt);
  transaction.objectStore("events").delete(events(attempt));
  return finished(transaction);
}
