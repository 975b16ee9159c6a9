// The chat beside the picture. A line that couldn't be sent waits here and goes out, once, when the line to the server is back.
import { RoomLink, standing } from "/js/room/link.js";
import { partOf, say, wordsOf } from "/js/room/words.js";

class RoomChat extends HTMLElement {
  #link; #w; #part; #seen = new Map(); #unsent = []; #sending = false; #listeners = []; #fresh = 0;

  connectedCallback() {
    this.#w = wordsOf(this);
    this.#part = partOf(this);
    this.#link = RoomLink.to(this.dataset.session);
    this.#on(this.#link, "up", () => this.#catchUp());
    this.#on(this.#link, "state", () => this.#follow());
    this.#on(this.#link, "shut", () => this.#follow());
    this.#on(this.#link, "down", () => this.#show());
    this.#on(this.#link, "chat", ({ detail }) => this.#add(detail, true));
    this.#on(this.#part("form"), "submit", event => { event.preventDefault(); this.#say(); });
    this.#on(this.#part("text"), "keydown", event => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.#say(); }
    });
    if (this.#link.up) this.#catchUp();
    this.#follow();
  }

  disconnectedCallback() {
    for (const [target, type, listener] of this.#listeners) target.removeEventListener(type, listener);
    this.#listeners = [];
    this.#link.release();
  }

  #on(target, type, listener) { target.addEventListener(type, listener); this.#listeners.push([target, type, listener]); }

  #was = null;
  #follow() {
    const now = standing(this.#link);
    if (now === "admitted" && this.#was !== "admitted") this.#catchUp();
    // The server forgets the chat with the session; so does the page.
    if (now === "ended") { this.#seen.clear(); this.#unsent = []; this.#part("lines").replaceChildren(); }
    this.#was = now;
    this.#show();
  }

  async #catchUp() {
    if (standing(this.#link) !== "admitted") return;
    try {
      for (const line of await this.#link.call("Lines")) this.#add(line, false);
      await this.#flush();
    } catch { /* the next "up" comes here again */ }
    this.#show();
  }

  #say() {
    const box = this.#part("text"), text = box.value.trim();
    if (text === "" || standing(this.#link) !== "admitted") return;
    this.#unsent.push({ id: crypto.randomUUID(), text });
    box.value = "";
    this.#flush();
    this.#show();
  }

  async #flush() {
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.#unsent.length > 0) {
        const [{ id, text }] = this.#unsent;
        try {
          await this.#link.call("Say", id, text);
        } catch (error) {
          if (error.message?.includes("slow-down")) { setTimeout(() => this.#flush(), 1500); break; }
          if (!error.message?.includes("invalid")) break;
        }

        this.#unsent.shift();
      }
    } finally { this.#sending = false; this.#show(); }
  }

  #add(line, live) {
    if (this.#seen.has(line.id)) return;
    const item = document.createElement("li"), head = document.createElement("p"), name = document.createElement("strong"), time = document.createElement("time"), text = document.createElement("p");
    const mine = line.who === this.#link.state?.you.who;
    name.textContent = mine ? this.#w("You") : line.name;
    time.dateTime = line.at;
    time.textContent = new Date(line.at).toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit", timeZone: this.dataset.zone || undefined });
    head.append(name, " ", time);
    text.textContent = line.text;
    item.append(head, text);
    item.classList.toggle("room-line-mine", mine);
    this.#seen.set(line.id, item);
    const lines = this.#part("lines");
    lines.append(item);
    lines.scrollTop = lines.scrollHeight;
    if (live && !mine) this.dispatchEvent(new CustomEvent("room-chat-line", { bubbles: true }));
  }

  #show() {
    const open = standing(this.#link) === "admitted";
    this.#part("empty").hidden = this.#seen.size > 0;
    this.#part("text").disabled = this.#part("send").disabled = !open;
    say(this.#part("status"), this.#unsent.length > 0 && !this.#link.up ? this.#w("Not sent yet. It goes out when the connection is back.") : "");
  }
}

customElements.define("room-chat", RoomChat);
