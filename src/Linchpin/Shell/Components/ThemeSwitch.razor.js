// Remembers light or dark on this device. Loaded before the first paint, so a page never flashes in the other colours.
const place = "linchpin-theme";
const root = document.documentElement;

// Storage can be forbidden (private windows); then the choice lasts as long as the page.
const remembered = () => { try { return localStorage.getItem(place); } catch { return null; } };
const remember = theme => { try { localStorage.setItem(place, theme); } catch { /* nothing to keep it in */ } };
const apply = theme => { if (theme === "light" || theme === "dark") root.dataset.theme = theme; };

apply(remembered());

class ThemeSwitch extends HTMLElement {
  #system = matchMedia("(prefers-color-scheme: dark)");
  #show = () => this.#button?.setAttribute("aria-pressed", String(this.#dark));
  #turn = () => { const theme = this.#dark ? "light" : "dark"; apply(theme); remember(theme); this.#show(); };

  get #button() { return this.querySelector("button"); }
  get #dark() { return root.dataset.theme ? root.dataset.theme === "dark" : this.#system.matches; }

  connectedCallback() {
    this.#button.hidden = false;
    this.#button.addEventListener("click", this.#turn);
    this.#system.addEventListener("change", this.#show);
    this.#show();
  }

  disconnectedCallback() {
    this.#button?.removeEventListener("click", this.#turn);
    this.#system.removeEventListener("change", this.#show);
  }
}

customElements.define("theme-switch", ThemeSwitch);
