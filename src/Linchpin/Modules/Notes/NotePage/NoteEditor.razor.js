// Saves a note while it is typed: soon after the last key, at the latest after a few seconds, and when the page is left. One save is under way at a time; each
// carries the window's name and a rising number, so that neither a lost answer nor a save overtaken on its way looks like somebody else's edit.
const pause = 900, longest = 3500, retry = [1000, 2000, 4000, 8000, 15000];
// Browsers refuse a larger body to a request that must outlive its page.
const keepaliveLimit = 60_000;

class NoteDraft extends HTMLElement {
  #form; #dialog; #status; #stop;
  #saved = ""; #sequence = 0; #failures = 0;
  #timer; #dueBy = 0; #underWay = null; #after = null; #lastField = null; #letGo = false;

  connectedCallback() {
    this.#form = this.querySelector("form");
    this.#dialog = this.querySelector("dialog");
    this.#status = this.querySelector("[data-status]");
    this.#saved = this.#snapshot();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    // While a clash is open, the writer decides; nothing is saved over either version by itself.
    if (this.dataset.clash !== undefined) return;
    this.#form.addEventListener("input", e => { if (e.target.dataset.key) this.#typed(); }, { signal });
    this.#form.addEventListener("focusin", e => { if (e.target.dataset.key) this.#lastField = e.target; }, { signal });
    this.#form.addEventListener("click", e => { const put = e.target.closest("button[data-put]"); if (put) { e.preventDefault(); this.#put(put); } }, { signal });
    this.#form.addEventListener("submit", e => this.#submit(e), { signal });
    this.#dialog.addEventListener("submit", e => { e.preventDefault(); this.#signIn(e.target); }, { signal });
    this.#dialog.querySelector("[data-later]").addEventListener("click", () => { this.#after = null; this.#dialog.close(); }, { signal });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.#leaving(); }, { signal });
    addEventListener("pagehide", () => this.#leaving(), { signal });
    addEventListener("online", () => { if (this.#isDirty) this.#save(); }, { signal });
  }

  disconnectedCallback() { this.#stop?.abort(); clearTimeout(this.#timer); }

  get #fields() { return [...this.#form.querySelectorAll("textarea[data-key]")]; }
  get #isDirty() { return this.#snapshot() !== this.#saved; }
  get #token() { return this.#form.querySelector("input[name='__RequestVerificationToken']"); }
  get #revision() { return this.#form.elements["Input.Revision"]; }
  #snapshot() { return JSON.stringify(this.#fields.map(f => ({ key: f.dataset.key, text: f.value }))); }
  #say(words) { if (this.#status.textContent !== words) this.#status.textContent = words; }
  #notSaved(why) { this.#say(this.dataset.unsaved.replace("{0}", why)); }

  #typed() {
    const now = performance.now();
    this.#dueBy ||= now + longest;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), Math.max(0, Math.min(pause, this.#dueBy - now)));
  }

  #put(button) {
    const field = this.#lastField ?? this.querySelector("#" + CSS.escape(button.dataset.put));
    const at = this.#lastField ? field.selectionEnd : field.value.length;
    const before = field.value.slice(0, at), after = field.value.slice(at);
    const words = (before && !before.endsWith("\n") ? "\n" : "") + button.dataset.text + (after && !after.startsWith("\n") ? "\n" : "");
    field.setRangeText(words, at, at, "end");
    this.#say(this.dataset.put.replace("{0}", field.labels[0]?.firstChild?.textContent.trim() ?? ""));
    this.#typed();
  }

  #request(text, keepalive) {
    const body = JSON.stringify({ revision: Number(this.#revision.value), window: this.#form.elements["Input.Window"].value, sequence: ++this.#sequence, sections: JSON.parse(text) });
    return fetch(this.dataset.url, {
      method: "POST", body, keepalive: keepalive && body.length < keepaliveLimit, redirect: "error",
      headers: { "Content-Type": "application/json", "Accept": "application/json", "RequestVerificationToken": this.#token.value },
    });
  }

  // What was typed leaves with the page, even while an earlier save is on its way.
  #leaving() { if (this.#isDirty) this.#request(this.#snapshot(), true).catch(() => {}); }

  // "saved", or why not.
  #save() {
    clearTimeout(this.#timer);
    this.#dueBy = 0;
    this.#underWay ??= this.#send().finally(() => { this.#underWay = null; });
    return this.#underWay;
  }

  async #send() {
    const text = this.#snapshot();
    let answer;
    try {
      answer = await this.#request(text, false);
    } catch {
      return this.#again(this.dataset.offline);
    }

    if (answer.ok) {
      const stored = await answer.json();
      this.#revision.value = stored.revision;
      this.#saved = text;
      this.#failures = 0;
      if (stored.at) this.#say(this.dataset.saved.replace("{0}", this.#clock(stored.at)));
      if (this.#isDirty) this.#typed();
      return "saved";
    }

    if (answer.status === 401) {
      this.#notSaved(this.dataset.expired);
      if (!this.#dialog.open) this.#dialog.showModal();
      return "expired";
    }

    if (answer.status === 409 || answer.status === 422) { await this.#showClash(); return "clash"; }
    if (answer.status >= 500) return this.#again(this.dataset.broken);
    // 400: the token is of another sign-in; 404: it is no longer this person's note.
    this.#notSaved(await this.#reason(answer));
    return "refused";
  }

  #again(why) {
    this.#notSaved(why);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), retry[Math.min(this.#failures++, retry.length - 1)]);
    return "failed";
  }

  async #reason(answer) { try { const problem = await answer.json(); return problem.detail ?? problem.title ?? answer.status; } catch { return answer.status; } }

  #clock(instant) {
    return new Intl.DateTimeFormat(document.documentElement.lang, { hour: "numeric", minute: "2-digit", hour12: true, timeZone: this.dataset.zone }).format(new Date(instant));
  }

  // The server knows how to show both versions; the page it answers with takes this one's place, with everything that was typed in it.
  async #showClash() {
    for (const field of this.#fields) field.readOnly = true;
    try {
      const body = new FormData(this.#form);
      body.set("Input.Do", "save");
      const answer = await fetch(location.pathname, { method: "POST", body, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
      if (!answer.ok || !page) throw new Error("no page");
      document.querySelector("main").replaceChildren(...page.childNodes);
      document.querySelector("main [autofocus], main h1")?.focus();
      scrollTo(0, 0);
    } catch {
      for (const field of this.#fields) field.readOnly = false;
      this.#again(this.dataset.offline);
    }
  }

  // A button first saves what was typed the careful way; only then does the form leave.
  async #submit(e) {
    if (this.#letGo) return;
    e.preventDefault();
    this.#after = e.submitter;
    if (this.#underWay) await this.#underWay;
    if (this.isConnected && await this.#save() === "saved") this.#go();
  }

  #go() {
    const button = this.#after;
    this.#after = null;
    this.#letGo = true;
    this.#form.requestSubmit(button);
  }

  async #signIn(form) {
    const refusal = form.querySelector("[data-refusal]");
    refusal.textContent = "";
    try {
      const answer = await fetch("/sign-in/again", {
        method: "POST", headers: { "Content-Type": "application/json", "Accept": "application/json" }, redirect: "error",
        body: JSON.stringify({ email: form.elements.email.value, password: form.elements.password.value, account: this.dataset.account, code: form.elements.code.value }),
      });
      if (!answer.ok) { refusal.textContent = await this.#reason(answer); form.elements.password.focus(); return; }
      const { token } = await answer.json();
      for (const input of document.querySelectorAll("input[name='__RequestVerificationToken']")) input.value = token;
    } catch {
      refusal.textContent = this.dataset.offline;
      return;
    } finally {
      form.elements.password.value = form.elements.code.value = "";
    }

    this.#dialog.close();
    if (await this.#save() === "saved" && this.#after) this.#go();
  }
}

customElements.define("note-draft", NoteDraft);
