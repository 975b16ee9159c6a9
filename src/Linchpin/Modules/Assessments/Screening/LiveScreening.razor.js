// The room tells "linchpin:news" on the body; a filter in hx-trigger would need eval, which the policy forbids.
const topics = new Set(["screen", "needs"]);

class LiveScreening extends HTMLElement {
  connectedCallback() {
    document.body.addEventListener("linchpin:news", this.#heard);
    this.addEventListener("input", this.#keep);
    this.addEventListener("toggle", this.#keep, true);
    this.addEventListener("submit", this.#sent);
    this.addEventListener("htmx:after:swap", this.#shown);
  }

  disconnectedCallback() {
    document.body.removeEventListener("linchpin:news", this.#heard);
    this.removeEventListener("input", this.#keep);
    this.removeEventListener("toggle", this.#keep, true);
    this.removeEventListener("submit", this.#sent);
    this.removeEventListener("htmx:after:swap", this.#shown);
  }

  #heard = event => { if (topics.has(event.detail?.topic ?? event.detail)) window.htmx?.trigger(this, "refresh"); };

  // A morph passes by what carries this mark: nobody loses words because somebody else did something.
  #keep = event => event.target.closest("[data-keep]")?.setAttribute("hx-morph-skip", "");

  #sent = event => event.target.closest("[data-keep]")?.removeAttribute("hx-morph-skip");

  // After somebody's own doing, lead them to what came of it; news from elsewhere never moves the focus.
  #shown = event => {
    if (event.detail?.ctx?.request?.method?.toUpperCase() !== "POST") return;
    (this.querySelector("[data-keep] .field-bad input, [data-keep] .field-bad textarea") ?? this.querySelector("[data-outcome]"))?.focus();
  };
}

if (!customElements.get("live-screening")) customElements.define("live-screening", LiveScreening);
