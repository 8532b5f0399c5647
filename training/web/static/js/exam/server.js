// Asking the server: eight seconds at most, a stale token mended once, and each failure by the name of its remedy.
const LONGEST = 8000;

export class Trouble extends Error {
  constructor(kind, said = {}) {
    super(kind);
    this.kind = kind;
    this.said = said;
  }
}

export class Server {
  constructor(api, csrf) {
    this.api = api;
    this.csrf = csrf;
  }

  async ask(path, body, { last = false, again = false } = {}) {
    const { status, said } = await reach(`${this.api}/${path}`, this.#request(body, last));
    if (status < 300) return said;
    if (said.error === "csrf" && !again) {
      await this.renew();
      return this.ask(path, body, { last, again: true });
    }
    throw new Trouble({ 401: "signed out", 404: "signed out", 409: "missing" }[status] ?? "server", said);
  }

  async renew() {
    const { said } = await reach("/api/csrf", { headers: { Accept: "application/json" } });
    if (!said.signed_in) throw new Trouble("signed out");
    this.csrf = said.csrf;
  }

  async post(address, fields) {
    const send = () => reach(address, { method: "POST", body: new URLSearchParams({ ...fields, csrf_token: this.csrf }), headers: { Accept: "application/json" } });
    const first = await send();
    if (first.status !== 400) return first;
    this.csrf = (await reach("/api/csrf", {})).said.csrf;
    return send();
  }

  #request(body, last) {
    if (!body) return { headers: { Accept: "application/json" } };
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.csrf };
    return { method: "POST", headers, body: JSON.stringify(body), keepalive: last };
  }
}

async function reach(address, request) {
  try {
    const reply = await fetch(address, { ...request, redirect: "error", signal: AbortSignal.timeout(LONGEST) });
    const json = reply.headers.get("Content-Type")?.startsWith("application/json");
    if (reply.ok && !json) throw new Trouble("offline");
    return { status: reply.status, said: json ? await reply.json() : {} };
  } catch {
    throw new Trouble("offline");
  }
}
