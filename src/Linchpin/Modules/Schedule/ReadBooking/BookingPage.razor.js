// Copies the join link. Without script, or where the browser forbids it, the link stands in a field that can be selected.
class CopyLink extends HTMLElement {
  #copy = async () => {
    const field = this.querySelector("input");
    const word = this.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(field.value);
      word.textContent = word.dataset.copied;
    } catch {
      field.focus();
      field.select();
      word.textContent = word.dataset.failed;
    }
  };

  connectedCallback() {
    const button = this.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", this.#copy);
  }

  disconnectedCallback() {
    this.querySelector("button")?.removeEventListener("click", this.#copy);
  }
}

customElements.define("copy-link", CopyLink);
