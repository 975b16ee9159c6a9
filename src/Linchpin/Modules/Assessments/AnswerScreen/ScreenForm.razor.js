// Saves each answer as it is given, keeps "none of these" apart from the others, and says what is saved.
// A blank question stays blank: an answer can be taken back.

class ScreenForm extends HTMLElement {
  #waiting = new Set();
  #busy = false;
  #retry = 0;

  get #form() { return this.querySelector("form"); }
  get #status() { return this.querySelector("[data-status]"); }

  connectedCallback() {
    this.addEventListener("change", this.#changed);
    this.addEventListener("click", this.#clicked);
    this.addEventListener("submit", this.#sent);
    window.addEventListener("online", this.#save);
    for (const field of this.querySelectorAll("fieldset")) this.#offerClearing(field);
  }

  disconnectedCallback() {
    this.removeEventListener("change", this.#changed);
    this.removeEventListener("click", this.#clicked);
    this.removeEventListener("submit", this.#sent);
    window.removeEventListener("online", this.#save);
    clearTimeout(this.#retry);
  }

  #changed = event => {
    const input = event.target;
    if (!input.name?.startsWith("a:")) return;
    const field = input.closest("fieldset");
    if (input.type === "checkbox" && input.checked) {
      const alone = "alone" in input.dataset;
      for (const other of field.querySelectorAll("input:checked"))
        if (other !== input && (alone || "alone" in other.dataset)) other.checked = false;
    }
    this.#offerClearing(field);
    this.#keep(input.name);
  };

  #clicked = event => {
    const button = event.target.closest("[data-clear]");
    if (!button) return;
    const field = button.closest("fieldset");
    const inputs = [...field.querySelectorAll("input")];
    for (const input of inputs) input.checked = false;
    this.#offerClearing(field);
    inputs[0].focus();
    this.#keep(inputs[0].name);
    // Programmatic changes raise no event; whoever watches for typing must learn of it.
    inputs[0].dispatchEvent(new Event("input", { bubbles: true }));
  };

  // The whole form is on its way: what was still waiting goes with it.
  #sent = () => { this.#waiting.clear(); clearTimeout(this.#retry); };

  #offerClearing(field) { field.querySelector("[data-clear]").hidden = !field.querySelector("input:checked"); }

  #say(words) { this.#status.textContent = words; }

  #keep(name) {
    this.#waiting.add(name);
    this.#save();
  }

  #save = async () => {
    if (this.#busy) return;
    this.#busy = true;
    clearTimeout(this.#retry);
    try {
      while (this.#waiting.size > 0 && this.isConnected) {
        const [name] = this.#waiting;
        this.#waiting.delete(name);
        if (!await this.#post(name)) {
          this.#waiting.add(name);
          this.#say(this.dataset.unsaved);
          this.#retry = setTimeout(this.#save, 3000);
          break;
        }
      }
    } finally {
      this.#busy = false;
    }
  };

  // True when there is nothing more to do for this answer.
  async #post(name) {
    const body = new URLSearchParams({ Item: name, __RequestVerificationToken: this.#form.elements.__RequestVerificationToken.value });
    for (const input of this.querySelectorAll("input:checked")) if (input.name === name) body.append(name, input.value);
    this.#say(this.dataset.saving);
    let answer;
    try {
      answer = await fetch(this.dataset.save, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(10000) });
    } catch {
      return false;
    }
    if (answer.status >= 500) return false;
    if (!answer.ok) {
      this.#say(this.dataset.closed);
      return true;
    }
    const { answered, questions } = await answer.json();
    this.#say(this.dataset.saved.replace("{0}", answered).replace("{1}", questions));
    return true;
  }
}

if (!customElements.get("screen-form")) customElements.define("screen-form", ScreenForm);
