// Looks at camera, microphone, speaker and network before the call, and ends in plain advice. It never stands in anybody's way.
import "/lib/signalr.min.js";
import { open, openBoth, list, remember, remembered } from "/js/room/devices.js";
import { chime } from "/js/room/sound.js";
import { partOf, say, wordsOf } from "/js/room/words.js";

const down = 256 * 1024;
const up = 128 * 1024;

// Random, so that nothing on the way packs it; in pieces, because the browser gives 64 KB at a time.
const noise = () => new Blob(Array.from({ length: up / 65536 }, () => crypto.getRandomValues(new Uint8Array(65536))));

class DeviceCheck extends HTMLElement {
  #w; #part; #tracks = { audio: null, video: null }; #why = {}; #frame = 0; #context = null; #network = null; #listeners = []; #gone = false;

  connectedCallback() {
    this.#gone = false;
    this.#w = wordsOf(this);
    this.#part = partOf(this);
    this.#on(this, "click", event => this.#act(event.target.closest("[data-act]")?.dataset.act));
    this.#on(this, "change", event => this.#choose(event.target));
    if (navigator.mediaDevices) this.#on(navigator.mediaDevices, "devicechange", () => { if (!this.#part("results").hidden) this.#fill(); });
    this.#part("begin").hidden = false;
  }

  disconnectedCallback() {
    this.#gone = true;
    for (const [target, type, listener] of this.#listeners) target.removeEventListener(type, listener);
    this.#listeners = [];
    this.#release();
  }

  /** What was found: { camera, microphone, network, advice }, for tests and for the page. */
  findings = null;

  #on(target, type, listener) { target.addEventListener(type, listener); this.#listeners.push([target, type, listener]); }

  async #act(name) {
    if (name === "check") await this.#check();
    if (name === "sound") { const played = await chime([523.25, 659.25, 783.99]); this.#mark("speaker", played ? "good" : "poor", played ? this.#w("We played a sound. Turn up the volume if you didn't hear it.") : this.#w("Your browser didn't play the sound. Tap the button again.")); }
    if (name === "stop") { this.#release(); this.#part("results").hidden = true; this.#part("begin").hidden = false; }
  }

  async #check() {
    this.#part("begin").hidden = true;
    this.#part("results").hidden = false;
    this.#part("results").focus();
    say(this.#part("advice"), this.#w("Checking. This takes a few seconds."));
    this.#part("advice-box").dataset.advice = "";
    for (const kind of ["camera", "microphone", "network"]) this.#mark(kind, "wait", this.#w("Checking."));
    const network = this.#measure();
    const chosen = remembered(), both = await openBoth(chosen);
    if (this.#gone) { both.audio.track?.stop(); both.video.track?.stop(); return; }
    this.#take("audio", both.audio);
    this.#take("video", both.video);
    await this.#fill();
    this.#network = await network;
    if (!this.#gone) this.#conclude();
  }

  #take(kind, { track, why }) {
    this.#tracks[kind]?.stop();
    this.#tracks[kind] = track;
    this.#why[kind] = why;
    const w = this.#w;
    if (kind === "video") {
      this.#part("preview").srcObject = track ? new MediaStream([track]) : null;
      this.#part("preview").hidden = !track;
      this.#mark("camera", track ? "good" : "poor", track ? w("The camera works. Only you see this picture.") : w({
        denied: "Your browser doesn't let us use the camera. Tap the lock beside the address and allow it. You can also go on without a camera.",
        missing: "We found no camera. You can go on without one.",
        busy: "Another program is using the camera. Close it and check again. You can also go on without a camera.",
        failed: "The camera doesn't start. You can go on without it.",
      }[why]));
    } else {
      this.#mark("microphone", track ? "good" : "poor", track ? w("The microphone works. Say something: the bar should move.") : w({
        denied: "Your browser doesn't let us use the microphone. Tap the lock beside the address and allow it.",
        missing: "We found no microphone. You can take part by phone.",
        busy: "Another program is using the microphone. Close it and check again.",
        failed: "The microphone doesn't start. You can take part by phone.",
      }[why]));
      this.#listen(track);
    }
  }

  #listen(track) {
    cancelAnimationFrame(this.#frame);
    this.#context?.close();
    this.#context = null;
    const bar = this.#part("level");
    bar.closest("[data-level]").hidden = !track;
    if (!track) return;
    this.#context = new AudioContext();
    this.#context.resume().catch(() => { /* shows nothing until the page is touched */ });
    const analyser = this.#context.createAnalyser();
    analyser.fftSize = 512;
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const draw = () => {
      analyser.getFloatTimeDomainData(samples);
      const level = Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length);
      bar.value = Math.min(100, Math.round(level * 400));
      this.#frame = requestAnimationFrame(draw);
    };
    draw();
  }

  async #fill() {
    const unnamed = this.#w("Device"), chosen = remembered();
    await list(this.#part("microphones"), "audioinput", this.#tracks.audio?.getSettings().deviceId ?? chosen.microphone, unnamed);
    await list(this.#part("cameras"), "videoinput", this.#tracks.video?.getSettings().deviceId ?? chosen.camera, unnamed);
  }

  async #choose(select) {
    const { kind } = select.dataset;
    if (!kind) return;
    remember({ [kind]: select.value });
    this.#take(kind === "camera" ? "video" : "audio", await open(kind === "camera" ? "video" : "audio", select.value));
    this.#conclude();
  }

  async #measure() {
    const at = `/rooms/${this.dataset.session}/probe`, result = { reached: false, socket: false, roundTrip: 0, down: 0, up: 0, relay: null };
    const ask = (url, options = {}) => fetch(url, { cache: "no-store", signal: AbortSignal.timeout(10000), ...options }).then(answer => { if (!answer.ok) throw new Error(); return answer; });
    try {
      const trips = [];
      for (let i = 0; i < 5; i++) { const start = performance.now(); await ask(at); trips.push(performance.now() - start); }
      // The first one opens the connection; the middle of the others is what a call will feel.
      result.roundTrip = trips.slice(1).sort((a, b) => a - b)[1];
      let start = performance.now();
      await (await ask(`${at}?bytes=${down}`)).arrayBuffer();
      result.down = down * 8 / ((performance.now() - start) / 1000);
      start = performance.now();
      await ask(at, { method: "POST", body: noise() });
      result.up = up * 8 / ((performance.now() - start) / 1000);
      result.reached = true;
    } catch { /* stays unreached */ }
    result.socket = await this.#socket();
    result.relay = await this.#relay();
    return result;
  }

  // The same kind of line that the call needs, without taking a seat.
  async #socket() {
    const connection = new window.signalR.HubConnectionBuilder()
      .withUrl(`/hubs/room?session=${this.dataset.session}&check=1`, { transport: window.signalR.HttpTransportType.WebSockets, skipNegotiation: true })
      .configureLogging(window.signalR.LogLevel.None).build();
    connection.on("shut", () => { /* answered below */ });
    try {
      await Promise.race([connection.start().then(() => connection.invoke("Beat")), new Promise((_, no) => setTimeout(no, 6000))]);
      return true;
    } catch { return false; } finally { connection.stop(); }
  }

  /** Whether the relay answers; null when there is none. */
  async #relay() {
    try {
      const servers = (await (await fetch(`/rooms/${this.dataset.session}/ice`, { cache: "no-store", signal: AbortSignal.timeout(5000) })).json()).filter(s => s.username);
      if (servers.length === 0) return null;
      const pc = new RTCPeerConnection({ iceServers: servers, iceTransportPolicy: "relay" });
      try {
        return await new Promise(done => {
          pc.onicecandidate = ({ candidate }) => { if (candidate?.type === "relay") done(true); };
          pc.onicegatheringstatechange = () => { if (pc.iceGatheringState === "complete") done(false); };
          setTimeout(() => done(false), 8000);
          pc.createDataChannel("check");
          pc.setLocalDescription();
        });
      } finally { pc.close(); }
    } catch { return null; }
  }

  #conclude() {
    const w = this.#w, net = this.#network;
    if (!net) return;
    const line = !net.reached || !net.socket || net.down < 80_000 || net.up < 60_000 || net.roundTrip > 1500 ? "phone"
      : net.down < 900_000 || net.up < 500_000 || net.roundTrip > 500 ? "audio" : "good";
    const speed = value => (value / 1_000_000).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
    this.#mark("network", line === "good" ? "good" : line === "audio" ? "fair" : "poor",
      !net.reached ? w("We couldn't reach our server. Check your Wi-Fi or mobile data.")
        : !net.socket ? w("Your network blocks live calls. Try mobile data, or call by phone.")
        : w("Answers in {0} ms. Receives {1} and sends {2} megabits a second.", Math.round(net.roundTrip), speed(net.down), speed(net.up))
          + (net.relay === false ? " " + w("The helper for closed networks doesn't answer. If the call doesn't start, call by phone.") : ""));
    const advice = line === "phone" || this.#why.audio ? "phone" : line === "audio" || this.#why.video ? "audio" : "good";
    say(this.#part("advice"), w({
      good: "You are ready for a video call.",
      audio: this.#why.video && line === "good" ? "You are ready for a call with sound. Your camera isn't used." : "Your network is slow. A call with sound only will work better.",
      phone: this.#why.audio && line !== "phone" ? "You can see and be seen, but not heard. Call by phone for the sound." : "A phone call is your best choice today. You can still try to go on.",
    }[advice]));
    this.#part("advice-box").dataset.advice = advice;
    const phone = this.#part("phone");
    if (phone) phone.hidden = advice !== "phone";
    this.findings = { camera: this.#why.video ?? "good", microphone: this.#why.audio ?? "good", network: net, advice };
    this.dispatchEvent(new CustomEvent("device-check-done", { bubbles: true, detail: this.findings }));
  }

  #mark(kind, state, words) {
    const row = this.#part(kind);
    row.dataset.state = state;
    for (const icon of row.querySelectorAll("[data-icon]")) icon.toggleAttribute("hidden", icon.dataset.icon !== state);
    say(row.querySelector("[data-words-here]"), words);
  }

  #release() {
    cancelAnimationFrame(this.#frame);
    this.#context?.close();
    this.#context = null;
    for (const kind of ["audio", "video"]) { this.#tracks[kind]?.stop(); this.#tracks[kind] = null; }
    this.#part("preview").srcObject = null;
  }
}

customElements.define("device-check", DeviceCheck);
