// Tells the server that somebody is there while they type or touch, warns them before the idle time is over, and covers the page after it. The server decides: another
// tab or a call may have kept the sign-in alive, so it is asked before anybody is warned.
const acts = ["input", "keydown", "pointerdown"];
const announceAt = [60, 30, 10];

class IdleWatch extends HTMLElement {
  #warning = null; #over = null; #stop; #timer; #tick;
  #ends = 0; #warnFor = 0; #note = 0; #toldAt = Date.now(); #acted = false; #said = Infinity;

  connectedCallback() {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    for (const act of acts) document.addEventListener(act, e => this.#act(e), { signal, capture: true, passive: true });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") this.#look(); }, { signal });
    addEventListener("pageshow", e => { if (e.persisted) this.#look(); }, { signal });
    this.#look();
  }

  disconnectedCallback() { this.#stop?.abort(); clearTimeout(this.#timer); clearInterval(this.#tick); }

  get #token() { return document.querySelector("input[name='__RequestVerificationToken']")?.value ?? ""; }

  #open(name) {
    const dialog = this.querySelector(`template[data-${name}]`).content.firstElementChild.cloneNode(true);
    this.append(dialog);
    dialog.showModal();
    return dialog;
  }

  #act(e) {
    if (this.contains(e.target)) return;
    this.#acted = true;
    if (this.#note > 0 && Date.now() - this.#toldAt >= this.#note) this.#ask("POST");
  }

  #look() { this.#ask("GET"); }

  #stay() { this.#ask("POST"); }

  // Answers whether the sign-in goes on; null when nobody could be asked.
  async #ask(method) {
    if (method === "POST") { this.#acted = false; this.#toldAt = Date.now(); }
    let answer;
    try {
      answer = await fetch("/account/stay", { method, cache: "no-store", redirect: "error", headers: { "Accept": "application/json", "RequestVerificationToken": this.#token } });
    } catch {
      return this.#unreachable();
    }

    if (answer.status === 401) { this.#cover(); return false; }
    if (!answer.ok) return this.#unreachable();
    const now = await answer.json();
    // The browser belongs to somebody else by now; nothing of this page is theirs.
    if (now.account !== this.dataset.account) { location.replace("/"); return false; }
    this.#ends = Date.now() + now.left * 1000;
    this.#warnFor = now.warning * 1000;
    this.#note = now.note * 1000;
    this.#uncover();
    if (now.left * 1000 > this.#warnFor) this.#close(); else this.#warn();
    this.#plan();
    return true;
  }

  // Whoever can't be asked can't extend anything either: at the end the page is covered all the same.
  #unreachable() {
    if (this.#warning) this.#refuse(this.#warning, this.dataset.offline);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ends > 0 && Date.now() >= this.#ends ? this.#cover() : this.#look(), 5000);
    return null;
  }

  #plan() {
    clearTimeout(this.#timer);
    const left = this.#ends - Date.now();
    const wait = this.#warning ? left : left - this.#warnFor;
    // What was done since the last word to the server is told now rather than warned about.
    this.#timer = setTimeout(() => this.#acted ? this.#ask("POST") : this.#look(), Math.max(250, wait + 50));
  }

  #warn() {
    if (this.#warning) return;
    const { signal } = this.#stop;
    this.#said = Infinity;
    this.#warning = this.#open("warning");
    const stay = this.#warning.querySelector("[data-stay]");
    stay.addEventListener("click", () => this.#stay(), { signal });
    this.#warning.addEventListener("cancel", e => { e.preventDefault(); this.#stay(); }, { signal });
    stay.focus();
    this.#count();
    this.#tick = setInterval(() => this.#count(), 1000);
  }

  #count() {
    const left = Math.max(0, Math.round((this.#ends - Date.now()) / 1000));
    const words = this.dataset.left.replace("{0}", `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`);
    this.#warning.querySelector("[data-clock]").textContent = words;
    const due = announceAt.find(at => left <= at && this.#said > at);
    if (due) { this.#said = Math.min(...announceAt.filter(at => left <= at)); this.#warning.querySelector("[data-said]").textContent = words; }
  }

  #close() {
    clearInterval(this.#tick);
    this.#warning?.remove();
    this.#warning = null;
  }

  #cover() {
    clearTimeout(this.#timer);
    this.#close();
    document.documentElement.dataset.covered = "";
    if (this.#over) return;
    const { signal } = this.#stop;
    this.#over = this.#open("over");
    // A covered page is not uncovered by Escape.
    this.#over.addEventListener("cancel", e => e.preventDefault(), { signal });
    this.#over.addEventListener("submit", e => { e.preventDefault(); this.#signIn(e.target); }, { signal });
  }

  #uncover() {
    delete document.documentElement.dataset.covered;
    this.#over?.remove();
    this.#over = null;
  }

  #refuse(dialog, words) {
    const refusal = dialog.querySelector("[data-refusal]");
    refusal.hidden = !words;
    refusal.textContent = words;
  }

  async #signIn(form) {
    this.#refuse(this.#over, "");
    try {
      const answer = await fetch("/sign-in/again", {
        method: "POST", redirect: "error", headers: { "Content-Type": "application/json", "Accept": "application/json" },
        body: JSON.stringify({ email: form.elements.email.value, password: form.elements.password.value, account: this.dataset.account, code: form.elements.code.value }),
      });
      if (!answer.ok) {
        let words = String(answer.status);
        try { const problem = await answer.json(); words = problem.detail ?? problem.title ?? words; } catch { /* no words came */ }
        this.#refuse(this.#over, words);
        form.elements.password.focus();
        return;
      }

      const { token } = await answer.json();
      for (const input of document.querySelectorAll("input[name='__RequestVerificationToken']")) input.value = token;
    } catch {
      this.#refuse(this.#over, this.dataset.offline);
      return;
    } finally {
      form.elements.password.value = form.elements.code.value = "";
    }

    await this.#ask("GET");
  }
}

customElements.define("idle-watch", IdleWatch);
