// What goes to the server at once: events of one epoch, few and small enough, each with what the server reads.
const MOST = 200;
const BYTES = 48 * 1024;

export function sendable(events) {
  return events.filter((event) => event.waiting && event.epoch !== null);
}

export function batch({ events, about }) {
  const ready = sendable(events);
  let bytes = 0;
  const part = ready.slice(0, MOST).filter((event) => {
    bytes += new TextEncoder().encode(JSON.stringify(wire(event))).length;
    return event === ready[0] || (event.epoch === ready[0].epoch && bytes < BYTES);
  });
  if (!part.length) return null;
  const waiting = ready.length - part.length;
  return { client: about.client, epoch: part[0].epoch, events: part.map(wire), waiting, sent_wall: Date.now() };
}

function wire({ seq, slot, kind, value, made_mono, made_wall }) {
  return { seq, slot, kind, value, made_mono, made_wall };
}
