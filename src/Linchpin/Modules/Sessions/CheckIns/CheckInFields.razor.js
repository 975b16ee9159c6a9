// <follow-ups>: shows a follow-up question only when the answer that asks for it is chosen. Without script all questions are there, which works too.
class FollowUps extends HTMLElement {
  #refresh = () => {
    for (const part of this.querySelectorAll("[data-shown-by]")) part.hidden = !this.querySelector(`[data-shows="${part.dataset.shownBy}"]:checked`);
  };

  connectedCallback() {
    this.addEventListener("change", this.#refresh);
    this.#refresh();
  }

  disconnectedCallback() { this.removeEventListener("change", this.#refresh); }
}

customElements.define("follow-ups", FollowUps);
