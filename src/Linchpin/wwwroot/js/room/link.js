// One line to the room's hub for everything on a page that belongs to the same session. It comes back by itself: the server knows people by
// their seat and not by their connection, so a new connection only has to say hello.
import "/lib/signalr.min.js";

const pauses = [200, 500, 1000, 1500, 2000];
const stalledAfter = 5000;
const links = new Map();

const late = (milliseconds, what) => new Promise((_, no) => setTimeout(() => no(new Error(what)), milliseconds));

export class RoomLink extends EventTarget {
  #session; #connection = null; #users = 0; #running = false; #tries = 0; #wake = null; #revision = -1; #lived = false;
  state = null;
  up = false;
  /** Null while it makes sense to go on trying; "shut" when the server doesn't know us (any more). */
  over = null;

  /** The page's link to that session; call release() as often as this. */
  static to(session) {
    let link = links.get(session);
    if (!link) links.set(session, link = new RoomLink(session));
    link.#users++;
    if (!link.#running) link.#run();
    return link;
  }

  constructor(session) { super(); this.#session = session; }

  get session() { return this.#session; }

  release() {
    if (--this.#users > 0) return;
    // An element that only moves in the page is disconnected and connected again at once.
    queueMicrotask(() => {
      if (this.#users > 0) return;
      links.delete(this.#session);
      this.#running = false;
      this.#wake?.();
      this.#connection?.stop();
      removeEventListener("online", this.#online);
    });
  }

  /** Calls the hub. Rejects when the line is down, when the server refuses (message holds its code word) or after `within` ms. */
  async call(name, ...values) {
    const connection = this.#connection;
    if (!this.up || !connection) throw new Error("down");
    try {
      return await Promise.race([connection.invoke(name, ...values), late(8000, "late")]);
    } catch (error) {
      // No answer in eight seconds is a dead line that nobody has noticed yet.
      if (error.message === "late" && connection === this.#connection) this.retry();
      throw error;
    }
  }

  /** Drops a line that is suspected dead and tries at once. */
  retry() {
    this.#tries = 0;
    if (this.up) this.#connection?.stop(); else this.#wake?.();
  }

  /** Asks whether the line lives; renews it when no answer comes. */
  async prove() {
    const connection = this.#connection;
    if (!this.up) { this.#wake?.(); return; }
    try { await Promise.race([connection.invoke("Beat"), late(2500, "late")]); }
    catch { if (connection === this.#connection) this.retry(); }
  }

  #online = () => this.prove();

  async #run() {
    this.#running = true;
    addEventListener("online", this.#online);
    while (this.#running && !this.over) {
      try { await this.#live(); } catch { /* the next try tells */ }
      if (this.up) { this.up = false; this.#tell("down"); }
      if (!this.#running || this.over) return;
      this.#tries++;
      if (this.#tries % 3 === 0) this.#ask();
      const pause = pauses[Math.min(this.#tries - 1, pauses.length - 1)] * (0.8 + Math.random() * 0.4);
      await new Promise(done => { this.#wake = done; setTimeout(done, pause); });
      this.#wake = null;
    }
  }

  // A web socket that is refused doesn't say why; a plain request does.
  async #ask() {
    try {
      const answer = await fetch(`/rooms/${this.#session}/probe`, { cache: "no-store", signal: AbortSignal.timeout(stalledAfter) });
      if (answer.status === 401 || answer.status === 404) this.#shut();
    } catch { /* unreachable: go on trying */ }
  }

  #shut() { this.over = "shut"; this.#tell("shut"); this.#wake?.(); }

  async #live() {
    const connection = this.#connection = new window.signalR.HubConnectionBuilder()
      .withUrl(`/hubs/room?session=${this.#session}`, { transport: window.signalR.HttpTransportType.WebSockets, skipNegotiation: true })
      .configureLogging(window.signalR.LogLevel.None).build();
    connection.serverTimeoutInMilliseconds = 12000;
    connection.keepAliveIntervalInMilliseconds = 4000;
    const closed = new Promise(done => connection.onclose(done));
    this.#revision = -1;
    connection.on("state", state => {
      if (state.revision < this.#revision) return;
      this.#revision = state.revision;
      this.state = state;
      this.#tell("state");
    });
    connection.on("signal", heard => this.#tell("signal", heard));
    connection.on("chat", line => this.#tell("chat", line));
    connection.on("moved", () => this.#tell("moved"));
    connection.on("shut", () => { this.#shut(); connection.stop(); });
    connection.on("news", topic => {
      // For fragments: all news as linchpin:news, one topic as in hx-trigger="room:screen from:body".
      if (!/^[a-z][a-z-]*$/.test(topic)) return;
      for (const name of ["linchpin:news", `room:${topic}`]) document.body.dispatchEvent(new CustomEvent(name, { detail: { topic } }));
    });
    // SignalR has no limit of its own for an attempt that hangs.
    try { await Promise.race([connection.start(), late(stalledAfter, "stalled")]); }
    catch (error) { connection.stop(); throw error; }
    if (!this.#running) { connection.stop(); return; }
    this.#tries = 0;
    this.up = true;
    this.#tell("up");
    // News may have been told while the line was down.
    if (this.#lived) document.body.dispatchEvent(new CustomEvent("linchpin:news", { detail: { topic: "back" } }));
    this.#lived = true;
    await closed;
  }

  #tell(type, detail) {
    if (type === "state" || type === "shut") show(this);
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** Where the person stands: waiting, removed, admitted, ended, shut. */
export const standing = link => link.over ?? (link.state === null ? null
  : link.state.ended ? "ended" : link.state.you.removed ? "removed" : link.state.you.admitted ? "admitted" : "waiting");

// Parts of the page that belong to one standing: <div data-room-when="waiting removed">.
const show = link => {
  const now = standing(link);
  if (now === null) return;
  for (const part of document.querySelectorAll("[data-room-when]")) part.hidden = !part.dataset.roomWhen.split(" ").includes(now);
};
