// In front of the door. The client's side knocks by itself and keeps its place through drops; the worker's side hears the knock and opens.
import { RoomLink, standing } from "/js/room/link.js";
import { chime, maySound } from "/js/room/sound.js";
import { partOf, say, wordsOf } from "/js/room/words.js";

const knockAgain = 20000;
const knocks = 3;

class RoomLobby extends HTMLElement {
  #link; #w; #part; #listeners = []; #knocking = new Set(); #title = null; #timer = null; #left = 0;

  connectedCallback() {
    this.#w = wordsOf(this);
    this.#part = partOf(this);
    this.#link = RoomLink.to(this.dataset.session);
    for (const type of ["state", "up", "down", "shut"]) this.#on(this.#link, type, () => this.#show());
    this.#on(this, "click", event => this.#act(event.target.closest("[data-act]")));
    // A browser lets a page sound only after somebody has touched it.
    if (this.#worker) { this.#on(document, "pointerdown", () => this.#sound()); this.#on(document, "keydown", () => this.#sound()); this.#sound(); }
    this.#show();
  }

  disconnectedCallback() {
    for (const [target, type, listener] of this.#listeners) target.removeEventListener(type, listener);
    this.#listeners = [];
    this.#quiet();
    this.#link.release();
  }

  #on(target, type, listener) { target.addEventListener(type, listener); this.#listeners.push([target, type, listener]); }

  get #worker() { return this.dataset.role === "worker"; }

  async #act(button) {
    if (!button) return;
    const { act, who } = button.dataset;
    if (act === "knock") { this.#link.call("Knock").catch(() => { /* coming back is knocking, too */ }); return; }
    if (act === "sound") { await this.#sound(); chime(); return; }
    if (act === "ask-remove") { this.#part("sure").hidden = false; this.#part("sure").querySelector("button").focus(); return; }
    if (act === "keep") { this.#part("sure").hidden = true; return; }
    const method = { admit: "Admit", remove: "Remove" }[act];
    if (!method) return;
    button.disabled = true;
    say(this.#part("refusal"), "");
    try {
      const answer = await this.#link.call(method, who ?? this.#client?.who ?? "");
      if (!answer.done) say(this.#part("refusal"), answer.sentence);
    } catch {
      say(this.#part("refusal"), this.#w("That did not reach the server. Try again in a moment."));
    } finally {
      button.disabled = false;
      if (act === "remove") this.#part("sure").hidden = true;
      this.#show();
    }
  }

  get #client() { return this.#link.state?.others.find(o => o.role === "client") ?? null; }

  async #sound() {
    const may = await maySound();
    const button = this.#part("sound");
    if (button) button.hidden = may;
  }

  #show() { if (this.#worker) this.#showWorker(); else this.#showClient(); }

  #showClient() {
    const w = this.#w, now = standing(this.#link), you = this.#link.state?.you, worker = this.#link.state?.others.find(o => o.role === "worker");
    // The session may have been handed over since this page was made.
    const other = you?.with ?? this.dataset.other;
    const words = {
      shut: w("This page is no longer part of the session. Open your link again."),
      ended: w("The session has ended. You can close this page."),
      removed: w("{0} has moved you out of the call. You can ask to come back.", other),
      admitted: w("You are in."),
    }[now] ?? (now === null ? w("Opening the waiting room.")
      : !worker ? w("You are in the waiting room. {0} is not here yet and will see at once that you are waiting.", other)
      : you.stopped ? w("You are in the waiting room. {0} knows that you are here and is sorting something out first. You don't need to do anything.", worker.name)
      : w("You are in the waiting room. {0} knows that you are here and will let you in.", worker.name));
    const asked = now === "removed" && this.#link.state.you.knocking;
    say(this.#part("status"), !this.#link.up && now !== "shut" && now !== "ended" && now !== null ? w("The connection is interrupted. You keep your place; we are trying again.")
      : asked ? w("You have asked to come back. Wait here.") : words);
    this.#part("again").hidden = now !== "removed" || asked;
    this.dataset.standing = now ?? "";
  }

  #showWorker() {
    const w = this.#w, client = this.#client, waiting = this.#link.over === null && this.#link.state?.ended === false && client?.knocking && client.presence === "here";
    const alarm = this.#part("alarm");
    this.#part("door").hidden = !waiting;
    say(alarm, waiting ? w("{0} is waiting to come in.", client.name) : "");
    const inside = this.#part("inside");
    if (inside) inside.hidden = !client?.admitted || this.#link.state?.ended !== false;
    // Before the start the card says it; while they talk it must stand at the picture.
    const stopped = Boolean(client?.admitted && this.#link.state?.you.stopped && !this.#link.state.ended);
    this.#part("stopped").hidden = !stopped;
    say(this.#part("stop"), stopped ? w("The license gate says stop for the place where {0} is now. The call goes on. Decide in the check-in card what to do.", client.name) : "");
    say(this.#part("presence"), this.#presence(client));
    if (waiting) this.#ring(client.who); else this.#quiet();
  }

  #presence(client) {
    const w = this.#w, state = this.#link.state;
    if (!this.#link.up) return w("The connection is interrupted. We are trying again.");
    if (!state || state.ended) return state ? w("The session has ended.") : "";
    const name = client?.name ?? this.dataset.other;
    if (!client) return w("{0} is not here yet.", name);
    if (client.presence === "returning") return w("{0} lost the connection. The place is kept.", name);
    if (client.removed && !client.knocking) return w("{0} is outside the call.", name);
    if (!client.admitted) return w("{0} is in the waiting room.", name);
    if (!client.entry) return w("{0} is let in, but not in the call.", name);
    const media = client.media;
    if (!media) return w("{0} is joining.", name);
    return media.hears && media.sees ? w("{0} hears and sees you.", name) : media.hears ? w("{0} hears you.", name) : media.sees ? w("{0} sees you but doesn't hear you.", name)
      : w("{0} doesn't hear or see you yet.", name);
  }

  #ring(who) {
    if (this.#knocking.has(who)) return;
    this.#knocking.add(who);
    this.#title ??= document.title;
    document.title = `${this.#w("Somebody is waiting")} · ${this.#title}`;
    this.#left = knocks;
    const play = () => {
      if (this.#left-- <= 0) { clearInterval(this.#timer); return; }
      chime().then(heard => { const button = this.#part("sound"); if (button) button.hidden = heard; });
    };
    play();
    this.#timer = setInterval(play, knockAgain);
  }

  #quiet() {
    this.#knocking.clear();
    clearInterval(this.#timer);
    if (this.#title !== null) { document.title = this.#title; this.#title = null; }
  }
}

customElements.define("room-lobby", RoomLobby);
