// <jotting-pad>: saves two seconds after the last key, at the latest every four while typing, and once more when the page is left.
const AFTER_LAST_KEY = 2000;
const AT_LATEST = 4000;

class JottingPad extends HTMLElement {
  #area = this.querySelector("textarea");
  #status = this.querySelector("[data-status]");
  #token = this.querySelector("input[name=__RequestVerificationToken]").value;
  #saved = this.#area.value;
  #soon = 0;
  #since = 0;
  #saving = false;
  #typed = () => { this.#status.textContent = this.dataset.saving; this.#later(); };
  #leave = () => { if (document.visibilityState === "hidden") this.#save(true); };

  connectedCallback() {
    this.#area.addEventListener("input", this.#typed);
    document.addEventListener("visibilitychange", this.#leave);
    window.addEventListener("pagehide", this.#leave);
  }

  disconnectedCallback() {
    clearTimeout(this.#soon);
    this.#area.removeEventListener("input", this.#typed);
    document.removeEventListener("visibilitychange", this.#leave);
    window.removeEventListener("pagehide", this.#leave);
  }

  #later() {
    const now = Date.now();
    this.#since ||= now;
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => this.#save(false), Math.max(0, Math.min(AFTER_LAST_KEY, this.#since + AT_LATEST - now)));
  }

  async #save(leaving) {
    const words = this.#area.value;
    if (words === this.#saved || (this.#saving && !leaving)) return;
    this.#saving = true;
    this.#since = 0;
    try {
      const answer = await fetch(this.getAttribute("action"), {
        method: "POST",
        keepalive: leaving,
        headers: { "Content-Type": "application/json", RequestVerificationToken: this.#token },
        body: JSON.stringify({ words, version: Number(this.getAttribute("version")) }),
      });
      if (answer.status === 409) return this.#merge(await answer.json());
      if (!answer.ok) throw new Error(String(answer.status));
      const saved = await answer.json();
      this.setAttribute("version", saved.version);
      this.#saved = words;
      this.#status.textContent = `${this.dataset.saved} ${new Date(saved.savedAt).toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit", timeZone: this.dataset.zone || undefined })}`;
    } catch {
      this.#status.textContent = this.dataset.failed;
    } finally {
      this.#saving = false;
      // Tried again without a word: what was said of a failure stands until it is no longer true.
      if (this.#area.value !== this.#saved) this.#later();
    }
  }

  // Nothing is thrown away: the other window's text comes first, then this one's.
  #merge(theirs) {
    this.setAttribute("version", theirs.version);
    this.#saved = theirs.words;
    this.#area.value = `${theirs.words}\n\n${this.#area.value}`;
    this.#status.textContent = this.dataset.clash;
  }
}

customElements.define("jotting-pad", JottingPad);
