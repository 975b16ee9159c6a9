// Signs in with a passkey. The server names no account: the browser offers the passkeys it has for this site.
class PasskeySignIn extends HTMLElement {
  #underWay = false;

  #start = async () => {
    if (this.#underWay) return;
    this.#underWay = true;
    this.#say("");
    try {
      const options = await this.#post("/sign-in/passkey/options", {});
      if (!options.ok) return this.#say(this.dataset.failed);
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await options.json());
      const credential = await navigator.credentials.get({ publicKey });
      const answer = await this.#post("/sign-in/passkey", {
        credential: JSON.stringify(credential), returnUrl: this.dataset.return ?? null, account: this.dataset.account ?? null,
      });
      if (answer.ok) location.assign((await answer.json()).to);
      else this.#say((await answer.json().catch(() => null))?.detail ?? this.dataset.failed);
    } catch (e) {
      // TypeError: fetch found no server. Everything else: the person closed the browser's window, or it has no passkey for this site.
      this.#say(e instanceof TypeError ? this.dataset.offline : this.dataset.failed);
    } finally {
      this.#underWay = false;
    }
  };

  connectedCallback() {
    if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
    this.firstElementChild.hidden = false;
    this.querySelector("button").addEventListener("click", this.#start);
  }

  disconnectedCallback() {
    this.querySelector("button")?.removeEventListener("click", this.#start);
  }

  #post(path, body) {
    return fetch(path, { method: "POST", headers: { "Content-Type": "application/json", "Accept": "application/json" }, redirect: "error", body: JSON.stringify(body) });
  }

  #say(word) {
    this.querySelector("[data-word]").textContent = word;
  }
}

customElements.define("passkey-sign-in", PasskeySignIn);
