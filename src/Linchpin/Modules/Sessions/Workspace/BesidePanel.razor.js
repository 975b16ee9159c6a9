// <beside-panel>: shows the page behind a link marked data-beside here, beside the picture, so that no form ever ends the call. Its form is posted from here
// too; an answer that leads back to this page closes the panel, one that leads elsewhere is followed. Without script, and with a key held, links are links.
class BesidePanel extends HTMLElement {
  #title = this.querySelector("[data-title]");
  #body = this.querySelector("[data-body]");
  #status = this.querySelector("[data-status]");
  #opener = null;
  #from = "";
  #busy = false;
  #stop = null;

  connectedCallback() {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    document.addEventListener("click", event => this.#click(event), { signal });
    this.addEventListener("submit", event => this.#submit(event), { signal });
    this.addEventListener("keydown", event => { if (event.key === "Escape" && !event.defaultPrevented) this.#close(); }, { signal });
  }

  disconnectedCallback() { this.#stop?.abort(); }

  #click(event) {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a[data-beside], a[data-beside-close], button[data-beside-close]");
    if (!link) return;
    if (link.matches("a[data-beside]")) { event.preventDefault(); this.#open(link); }
    else if (this.contains(link)) { event.preventDefault(); this.#close(); }
  }

  async #open(link) {
    // Asked for the same again: what was typed meanwhile still stands here.
    if (!this.hidden && this.#from === link.href) { this.#title.focus(); return; }
    this.#opener = link;
    const answer = await this.#fetch(link.href);
    if (!answer || answer.redirected) { location.assign(link.href); return; }
    this.#from = link.href;
    this.#show(await answer.text());
  }

  async #fetch(address, post) {
    try {
      const answer = await fetch(address, post);
      return answer.headers.get("Content-Type")?.startsWith("text/html") ? answer : null;
    } catch { return null; }
  }

  #show(text) {
    const main = new DOMParser().parseFromString(text, "text/html").querySelector("main");
    if (!main) return;
    const heading = main.querySelector(".page-heading");
    this.#title.textContent = heading?.querySelector("h1")?.textContent ?? "";
    const lead = heading?.querySelector(".lead");
    heading?.remove();
    this.#status.textContent = "";
    const modules = [...main.querySelectorAll("script")].map(script => { script.remove(); return script.src && new URL(script.src, location).pathname; });
    // Whatever leads away from here opens elsewhere.
    for (const link of main.querySelectorAll("a[href]:not([href^='#']):not([data-beside-close])")) { link.target = "_blank"; link.rel = "noopener"; }
    this.#body.replaceChildren(...(lead ? [lead] : []), ...main.childNodes);
    for (const path of modules) if (path) import(path);
    this.hidden = false;
    window.htmx?.process(this.#body);
    this.scrollIntoView({ block: "nearest" });
    (this.#body.querySelector("[autofocus]") ?? this.#title).focus();
  }

  async #submit(event) {
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (this.#busy) return;
    this.#busy = true;
    this.#status.textContent = "";
    const form = event.target;
    try {
      const answer = await this.#fetch(form.getAttribute("action") || this.#from, { method: "POST", body: new URLSearchParams(new FormData(form, event.submitter)) });
      const place = answer && new URL(answer.url).pathname;
      if (!answer || place.startsWith("/sign-in") || answer.status >= 500) this.#status.textContent = place?.startsWith("/sign-in") ? this.dataset.expired : this.dataset.failed;
      else if (!answer.redirected) this.#show(await answer.text());
      else if (place === location.pathname) this.#done();
      else location.assign(answer.url);
    } finally { this.#busy = false; }
  }

  #done() {
    this.#close();
    document.body.dispatchEvent(new CustomEvent("linchpin:news", { detail: { topic: "check-in" } }));
  }

  #close() {
    this.hidden = true;
    this.#from = "";
    this.#body.replaceChildren();
    // The link may have been replaced with its card meanwhile.
    (this.#opener?.isConnected ? this.#opener : document.querySelector("#check-in a, #main"))?.focus();
  }
}

customElements.define("beside-panel", BesidePanel);
