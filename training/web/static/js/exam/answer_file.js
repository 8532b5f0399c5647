// The last resort: everything this device did in the attempt, as a file signed with the attempt's key.
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export function attach(bus, store) {
  bus.hear("file", async () => {
    const { attempt, key } = store.about;
    if (!key || !crypto.subtle) return bus.tell("said", { words: "No file: the exam was never opened with a connection." });
    const body = content(store);
    const file = JSON.stringify({ body, mac: await signed(body, key) });
    const address = URL.createObjectURL(new Blob([file], { type: "application/json" }));
    Object.assign(document.createElement("a"), { href: address, download: `answers-${attempt}.json` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    bus.tell("said", { words: "The answer file is saved. Give it to the course office." });
  });
}

function content({ about, events }) {
  const { attempt, client, epoch } = about;
  const made = events.map(({ seq, slot, kind, value, made_wall, epoch: at }) => ({ seq, slot, kind, value, made_wall, epoch: at ?? epoch }));
  return JSON.stringify({ attempt, client, epoch, events: made });
}

async function signed(text, key) {
  const bytes = Uint8Array.from(key.match(/../g), (byte) => parseInt(byte, 16));
  const secret = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return hex(await crypto.subtle.sign("HMAC", secret, new TextEncoder().encode(text)));
}
