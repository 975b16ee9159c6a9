// <search-box>: Escape empties the box and asks for the whole list again, in every browser alike. The search itself is htmx's and, without script, the form's.
class SearchBox extends HTMLElement {
  #escape = (event) => {
    const box = event.target.closest("input[type=search]");
    if (event.key !== "Escape" || !box?.value) return;
    event.preventDefault();
    box.value = "";
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };

  connectedCallback() {
    this.addEventListener("keydown", this.#escape);
  }

  disconnectedCallback() {
    this.removeEventListener("keydown", this.#escape);
  }
}

customElements.define("search-box", SearchBox);
