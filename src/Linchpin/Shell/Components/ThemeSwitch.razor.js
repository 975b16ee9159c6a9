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
  #parsed = new MutationObserver(() => this.#reveal() && this.#parsed.disconnect());
  #reveal = () => {
    if (!this.#button) return false;
    this.#button.hidden = false;
    this.#show();
    return true;
  };
  #show = () => this.#button?.setAttribute("aria-pressed", String(this.#dark));
  #turn = () => { const theme = this.#dark ? "light" : "dark"; apply(theme); remember(theme); this.#show(); };

  get #button() { return this.querySelector("button"); }
  get #dark() { return root.dataset.theme ? root.dataset.theme === "dark" : this.#system.matches; }

  // The script stands in the head and may run before the parser has reached the button: a click is heard here, as it passes by, and the button is shown
  // as soon as it is there.
  connectedCallback() {
    this.addEventListener("click", this.#turn);
    this.#system.addEventListener("change", this.#show);
    if (!this.#reveal()) {
      this.#parsed.observe(this, { childList: true });
    }
  }

  disconnectedCallback() {
    this.#parsed.disconnect();
    this.removeEventListener("click", this.#turn);
    this.#system.removeEventListener("change", this.#show);
  }
}

customElements.define("theme-switch", ThemeSwitch);
