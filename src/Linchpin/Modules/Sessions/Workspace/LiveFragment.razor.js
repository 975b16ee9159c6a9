// <live-fragment src="/path">: fetches its content again at every linchpin:news event of the body.
class LiveFragment extends HTMLElement {
  #touched = false;
  #offer = this.querySelector("template[data-offer]");
  #news = () => (this.#busy() ? this.#offerRefresh() : this.#refresh());
  #touch = () => { this.#touched = true; };
  // What was typed has been answered, and the answer is as fresh as the news.
  #answered = () => { this.#touched = false; this.querySelector("[data-offered]")?.remove(); };

  connectedCallback() {
    document.body.addEventListener("linchpin:news", this.#news);
    this.addEventListener("input", this.#touch);
    this.addEventListener("htmx:afterSwap", this.#answered);
  }

  disconnectedCallback() {
    document.body.removeEventListener("linchpin:news", this.#news);
    this.removeEventListener("input", this.#touch);
    this.removeEventListener("htmx:afterSwap", this.#answered);
  }

  #busy() {
    const active = document.activeElement;
    return this.#touched || (this.contains(active) && active.matches("input, textarea, select"));
  }

  #offerRefresh() {
    if (this.querySelector("[data-offered]")) return;
    const offer = this.#offer.content.firstElementChild.cloneNode(true);
    offer.dataset.offered = "";
    offer.addEventListener("click", () => this.#refresh());
    this.prepend(offer);
  }

  async #refresh() {
    const answer = await fetch(this.getAttribute("src"), { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok) return;
    this.innerHTML = await answer.text();
    this.append(this.#offer);
    this.#touched = false;
    window.htmx?.process(this);
  }
}

customElements.define("live-fragment", LiveFragment);
