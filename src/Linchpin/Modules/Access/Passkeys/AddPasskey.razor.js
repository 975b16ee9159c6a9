// Makes a passkey in the browser's own window and hands its public half to the server.
class AddPasskey extends HTMLElement {
  #underWay = false;

  #submit = async (e) => {
    e.preventDefault();
    if (this.#underWay) return;
    this.#underWay = true;
    this.#say("");
    try {
      const options = await this.#post("/account/passkeys/options", {});
      if (!options.ok) return this.#say(await this.#reason(options));
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await options.json());
      const credential = await navigator.credentials.create({ publicKey });
      const answer = await this.#post("/account/passkeys", { credential: JSON.stringify(credential), name: this.querySelector("input[name=name]").value });
      if (answer.ok) location.assign((await answer.json()).to);
      else this.#say(await this.#reason(answer));
    } catch (problem) {
      // TypeError: fetch found no server. Everything else: the person closed the browser's window, or this device has the passkey already.
      this.#say(problem instanceof TypeError ? this.dataset.offline : this.dataset.failed);
    } finally {
      this.#underWay = false;
    }
  };

  connectedCallback() {
    if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) return;
    this.querySelector("[data-without]").hidden = true;
    const form = this.querySelector("form");
    form.hidden = false;
    form.addEventListener("submit", this.#submit);
  }

  disconnectedCallback() {
    this.querySelector("form")?.removeEventListener("submit", this.#submit);
  }

  #post(path, body) {
    return fetch(path, {
      method: "POST", redirect: "error", body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "Accept": "application/json", "RequestVerificationToken": this.querySelector("input[name=__RequestVerificationToken]").value },
    });
  }

  async #reason(answer) {
    const problem = await answer.json().catch(() => null);
    return problem?.detail ?? problem?.title ?? this.dataset.failed;
  }

  #say(word) {
    this.querySelector("[data-word]").textContent = word;
  }
}

customElements.define("passkey-add", AddPasskey);
