// The call itself, on both sides. What must survive lives with the server (the seat) or in this tab (muted, camera off): a page that is loaded again
// sits down in the same seat and goes on.
import { RoomLink, standing } from "/js/room/link.js";
import { Peer } from "/js/room/peer.js";
import { open, openBoth, list, reason, remember, remembered } from "/js/room/devices.js";
import { between, grade, totals } from "/js/room/quality.js";
import { partOf, say, wordsOf } from "/js/room/words.js";

const measureEvery = 2000;
const poorUntilOffer = 3;
const brokenUntilPhone = 12000;
const brokenUntilRejoin = { worker: 20000, client: 30000 };

class RoomCall extends HTMLElement {
  #link; #w; #part; #role; #peer = null; #peerEntry = null; #entry = null; #early = [];
  #in = false; #entering = false; #left = false; #moved = false; #opened = false; #brokenSince = null;
  #tracks = { audio: null, camera: null, screen: null }; #why = { audio: null, camera: null };
  #wish = { muted: false, cameraOff: false, audioOnly: false }; #farAudioOnly = false;
  #other = null; #told = ""; #timer; #totals = null; #quality = "none"; #now = { hears: false, sees: false }; #poor = 0; #declined = false; #silent = 0; #listeners = [];

  connectedCallback() {
    this.#w = wordsOf(this);
    this.#part = partOf(this);
    this.#role = this.dataset.role;
    this.#wish = { ...this.#wish, ...this.#recall() };
    this.#link = RoomLink.to(this.dataset.session);
    this.#on(this.#link, "state", () => this.#follow());
    this.#on(this.#link, "up", () => { if (this.#in) this.#enter(true); });
    this.#on(this.#link, "down", () => this.#show());
    this.#on(this.#link, "shut", () => this.#follow());
    this.#on(this.#link, "moved", () => { this.#moved = true; this.#hangUp(); this.#show(); });
    this.#on(this.#link, "signal", ({ detail }) => this.#hear(detail));
    this.#on(this, "click", event => this.#act(event.target.closest("[data-act]")?.dataset.act));
    this.#on(this, "change", event => this.#choose(event.target));
    this.#on(window, "online", () => this.#peer?.nudge());
    this.#on(document, "fullscreenchange", () => this.#show());
    if (navigator.mediaDevices) this.#on(navigator.mediaDevices, "devicechange", () => this.#devicesChanged());
    this.#timer = setInterval(() => this.#measure(), measureEvery);
    this.#part("screen-button").hidden = !navigator.mediaDevices?.getDisplayMedia;
    this.#show();
    if (this.#link.state) this.#follow();
  }

  disconnectedCallback() {
    for (const [target, type, listener] of this.#listeners) target.removeEventListener(type, listener);
    this.#listeners = [];
    clearInterval(this.#timer);
    if (this.#in) this.#link.call("Leave").catch(() => { /* the server notices by itself */ });
    this.#hangUp();
    this.#link.release();
  }

  /** What arrives, in totals: for people who look into a complaint, and for tests. */
  async report() {
    const sum = this.#peer ? totals(await this.#peer.stats()) : null;
    return { ...sum, path: this.#peer?.state ?? "none", entry: this.#entry, quality: this.#quality, ...this.#now, link: this.#link.up };
  }

  #on(target, type, listener) { target.addEventListener(type, listener); this.#listeners.push([target, type, listener]); }

  // --- who is there ---

  #follow() {
    const now = standing(this.#link);
    if (now !== "admitted") {
      if (this.#in || (this.#opened && now !== "waiting")) this.#hangUp();
      this.#show();
      return;
    }

    const others = this.#link.state.others;
    const other = others.find(o => o.role !== this.#role) ?? null;
    const back = other?.presence === "here" && this.#other?.presence !== "here";
    this.#other = other;
    const underWay = this.#role === "client" || others.some(o => o.role === "client" && o.admitted);
    if (underWay && !this.#in && !this.#left && !this.#moved) this.#enter(false);
    this.#meet(other);
    if (back) this.#peer?.nudge();
    this.#farAudioOnly = other?.media?.audioOnly ?? (other?.entry ? false : this.#farAudioOnly);
    this.#sendTracks();
    this.#show();
  }

  async #enter(resume) {
    if (this.#entering) return;
    this.#entering = true;
    try {
      await this.#openDevices();
      const servers = await this.#servers();
      if (standing(this.#link) !== "admitted" || !this.isConnected) { this.#hangUp(); return; }
      this.#entry ??= crypto.randomUUID();
      this.#iceServers = servers;
      if (await this.#link.call("Enter", this.#entry, resume)) this.#in = true;
      else { this.#moved = true; this.#hangUp(); }
      this.#told = "";
      this.#tell();
    } catch { /* the line is down; "up" comes here again */ } finally {
      this.#entering = false;
      if (this.#link.state) this.#follow();
    }
  }

  #iceServers = [];
  #serversAt = 0;
  // Credentials of the relay live four hours.
  async #servers() {
    if (this.#serversAt && Date.now() - this.#serversAt < 3 * 3600 * 1000) return this.#iceServers;
    try {
      const answer = await fetch(`/rooms/${this.dataset.session}/ice`, { cache: "no-store", signal: AbortSignal.timeout(5000) });
      if (!answer.ok) return this.#iceServers;
      this.#serversAt = Date.now();
      return (await answer.json()).map(s => s.username ? s : { urls: s.urls });
    } catch { return this.#iceServers; }
  }

  #meet(other) {
    const entry = this.#in && other?.admitted ? other.entry : null;
    if (other && !other.admitted) this.#drop();
    else if (entry && entry !== this.#peerEntry) this.#call(other);
    // Gone from the call. While media still flow it is only the server that has lost them.
    else if (!entry && this.#peer && !this.#peer.connected && other?.presence !== "returning" && this.#link.up) this.#anew();
  }

  // What is begun again has a new name, so that the other side doesn't take it for the old.
  #anew() {
    this.#drop();
    this.#entry = null;
    this.#enter(false);
  }

  #call(other) {
    this.#drop();
    const [who, entry] = [other.who, other.entry];
    const peer = this.#peer = new Peer({
      polite: this.#role === "client", iceServers: this.#iceServers, policy: this.dataset.relayOnly === "true" ? "relay" : "all",
      send: async message => {
        if (peer !== this.#peer) return false;
        try { return await this.#link.call("Signal", { to: who, toEntry: entry, ...message }); } catch { return false; }
      },
    });
    this.#peerEntry = entry;
    peer.addEventListener("track", ({ detail: kind }) => this.#play(kind));
    peer.addEventListener("change", () => { if (peer === this.#peer) this.#pathChanged(); });
    this.#sendTracks();
    for (const heard of this.#early.splice(0)) this.#hear(heard);
  }

  #hear(heard) {
    if (heard.toEntry !== this.#entry) return;
    // It can overtake the state that tells who sends it.
    if (heard.fromEntry !== this.#peerEntry) { this.#early = [...this.#early.slice(-40), heard]; return; }
    this.#peer?.hear(heard.description ? { description: heard.description } : { candidate: heard.candidate });
  }

  #pathChanged() {
    const mendable = !this.#peer.connected && this.#link.up && this.#other?.presence === "here" && this.#other.entry === this.#peerEntry;
    this.#brokenSince = mendable ? this.#brokenSince ?? performance.now() : null;
    if (mendable && performance.now() - this.#brokenSince > brokenUntilRejoin[this.#role]) {
      // A path that can't be mended: begin again on both sides, as after a reload.
      this.#brokenSince = null;
      this.#anew();
    } else if (!this.#peer.connected && this.#link.state) this.#meet(this.#other);

    this.#show();
  }

  #drop() {
    this.#peer?.close();
    this.#peer = null;
    this.#peerEntry = null;
    this.#totals = null;
    this.#quality = "none";
    this.#now = { hears: false, sees: false };
    for (const kind of ["video", "audio"]) this.#part(kind === "video" ? "remote" : "sound").srcObject = null;
  }

  #hangUp() {
    this.#drop();
    this.#in = false;
    this.#entry = null;
    this.#early = [];
    this.#closeDevices();
  }

  // --- devices ---

  async #openDevices() {
    if (this.#opened) return;
    this.#opened = true;
    const chosen = remembered();
    if (this.#wish.cameraOff || this.#wish.audioOnly) {
      this.#keep("audio", await open("audio", chosen.microphone));
    } else {
      const both = await openBoth(chosen);
      this.#keep("audio", both.audio);
      this.#keep("camera", both.video);
    }

    if (!this.isConnected) this.#closeDevices();
    await this.#fillLists();
    this.#sendTracks();
  }

  #keep(name, { track, why }) {
    this.#tracks[name]?.stop();
    this.#tracks[name] = track;
    this.#why[name] = why;
    // Unplugged, or taken away by the system.
    if (track) track.onended = () => { if (this.#tracks[name] === track) { this.#tracks[name] = null; this.#reopen(name); } };
  }

  #closeDevices() {
    for (const name of Object.keys(this.#tracks)) { this.#tracks[name]?.stop(); this.#tracks[name] = null; }
    this.#opened = false;
    this.#part("self").srcObject = null;
  }

  async #reopen(name, id) {
    if (!this.#opened) return;
    if (name === "camera" && (this.#wish.cameraOff || this.#wish.audioOnly)) return;
    const got = await open(name === "audio" ? "audio" : "video", id ?? remembered()[name === "audio" ? "microphone" : "camera"]);
    if (!this.#opened) { got.track?.stop(); return; }
    this.#keep(name, got);
    this.#sendTracks();
    this.#show();
  }

  async #devicesChanged() {
    await this.#fillLists();
    for (const name of ["audio", "camera"]) if (!this.#tracks[name]) await this.#reopen(name);
  }

  async #fillLists() {
    const chosen = remembered();
    const unnamed = this.#w("Device");
    await list(this.#part("microphones"), "audioinput", this.#tracks.audio?.getSettings().deviceId ?? chosen.microphone, unnamed);
    await list(this.#part("cameras"), "videoinput", this.#tracks.camera?.getSettings().deviceId ?? chosen.camera, unnamed);
    if (this.#part("sound").setSinkId) await list(this.#part("speakers"), "audiooutput", chosen.speaker, unnamed);
  }

  async #choose(select) {
    const { kind } = select.dataset;
    if (!kind) return;
    remember({ [kind]: select.value });
    if (kind === "microphone") await this.#reopen("audio", select.value);
    if (kind === "camera") await this.#reopen("camera", select.value);
    if (kind === "speaker") await this.#part("sound").setSinkId(select.value).catch(() => { /* stays where it was */ });
  }

  get #picture() { return this.#wish.audioOnly || this.#farAudioOnly ? null : this.#tracks.screen ?? (this.#wish.cameraOff ? null : this.#tracks.camera); }

  #sendTracks() {
    if (this.#tracks.audio) this.#tracks.audio.enabled = !this.#wish.muted;
    const picture = this.#picture;
    this.#peer?.set("audio", this.#tracks.audio);
    this.#peer?.set("video", picture);
    const self = this.#part("self"), shown = self.srcObject?.getVideoTracks()[0] ?? null;
    const own = this.#tracks.camera && !this.#wish.cameraOff && !this.#wish.audioOnly ? this.#tracks.camera : null;
    if (shown !== own) self.srcObject = own ? new MediaStream([own]) : null;
    this.#tell();
  }

  #tell() {
    if (!this.#in) return;
    const media = {
      microphone: Boolean(this.#tracks.audio) && !this.#wish.muted, camera: this.#picture !== null, screen: this.#picture !== null && this.#picture === this.#tracks.screen,
      audioOnly: this.#wish.audioOnly, hears: this.#now.hears, sees: this.#now.sees,
    };
    const told = JSON.stringify(media);
    if (told === this.#told) return;
    this.#told = told;
    this.#link.call("Media", media).catch(() => { this.#told = ""; });
  }

  // --- what the person does ---

  async #act(name) {
    switch (name) {
      case "start": await this.#openDevices(); break;
      case "mute": this.#wish.muted = !this.#wish.muted; break;
      case "camera": await this.#turnCamera(!this.#wish.cameraOff); break;
      case "screen": await this.#share(); break;
      case "sound-only": await this.#soundOnly(!this.#wish.audioOnly); break;
      case "keep-picture": this.#declined = true; break;
      case "hear": this.#play("audio"); break;
      case "full": await (document.fullscreenElement ? document.exitFullscreen() : this.#part("stage").requestFullscreen()).catch(() => { /* a system without it: the picture stays as it is */ }); break;
      case "leave": this.#left = true; this.#hangUp(); this.#link.call("Leave").catch(() => { /* the server notices by itself */ }); break;
      case "rejoin":
        this.#left = this.#moved = false;
        this.#follow();
        break;
      default: return;
    }

    this.#memorize();
    this.#sendTracks();
    this.#show();
  }

  async #turnCamera(off) {
    this.#wish.cameraOff = off;
    // Off means that the lamp goes out.
    if (off) { this.#tracks.camera?.stop(); this.#tracks.camera = null; } else await this.#reopen("camera");
  }

  async #soundOnly(on) {
    this.#wish.audioOnly = on;
    this.#declined = false;
    this.#poor = 0;
    if (on) {
      for (const name of ["camera", "screen"]) { this.#tracks[name]?.stop(); this.#tracks[name] = null; }
    } else await this.#reopen("camera");
  }

  async #share() {
    if (this.#tracks.screen) { this.#tracks.screen.stop(); this.#tracks.screen = null; return; }
    try {
      const [track] = (await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: false })).getVideoTracks();
      if (!this.#in) { track.stop(); return; }
      track.contentHint = "detail";
      track.onended = () => { if (this.#tracks.screen === track) { this.#tracks.screen = null; this.#sendTracks(); this.#show(); } };
      this.#tracks.screen = track;
    } catch (error) {
      if (reason(error) !== "denied") say(this.#part("advice"), this.#w("The screen can't be shared here."));
    }
  }

  get #drawer() { return `linchpin-room:${this.dataset.session}`; }
  #recall() { try { return JSON.parse(sessionStorage.getItem(this.#drawer)) ?? {}; } catch { return {}; } }
  #memorize() { try { sessionStorage.setItem(this.#drawer, JSON.stringify(this.#wish)); } catch { /* for this page only */ } }

  #play(kind) {
    const element = this.#part(kind === "video" ? "remote" : "sound");
    const stream = this.#peer?.stream[kind];
    if (!stream) return;
    if (element.srcObject !== stream) element.srcObject = stream;
    if (kind === "audio" && element.setSinkId && remembered().speaker) element.setSinkId(remembered().speaker).catch(() => { /* the usual one then */ });
    element.play().then(() => { if (kind === "audio") this.#part("hear").hidden = true; })
      .catch(error => { if (kind === "audio" && error.name === "NotAllowedError") this.#part("hear").hidden = false; });
  }

  // --- how it goes ---

  async #measure() {
    const peer = this.#peer;
    if (!peer) return;
    const sum = totals(await peer.stats());
    if (peer !== this.#peer) return;
    if (this.#totals) {
      const step = between(this.#totals, sum);
      this.#quality = grade(step);
      this.#now = { hears: step.hears, sees: step.sees };
      this.#poor = this.#quality === "poor" ? this.#poor + 1 : 0;
      // Sound that the far side sends and that doesn't reach us, or the other way round.
      this.#silent = this.#other?.media && this.#other.media.hears === false && this.#tracks.audio && !this.#wish.muted && peer.connected ? this.#silent + 1 : 0;
      this.#tell();
    }

    this.#totals = sum;
    this.#show();
  }

  // The session may have been handed over since this page was made.
  get #otherName() { return this.#other?.name ?? this.#link.state?.you.with ?? this.dataset.other; }

  get #words() {
    const name = this.#otherName, w = this.#w;
    switch (standing(this.#link)) {
      case "shut": return w("This page is no longer part of the session. Open your link again, or sign in again.");
      case "ended": return w("The session has ended.");
      case "removed": return w("You have been moved out of the call.");
      case "waiting": return w("You are not in the call yet.");
    }
    if (this.#moved) return w("The call is open in another window.");
    if (this.#left) return w("You left the call.");
    if (!this.#link.up && !this.#peer?.connected) return w("The connection is interrupted. We are trying again.");
    if (!this.#in) return this.#role === "worker" ? w("The call starts when you let {0} in.", name) : w("Joining the call.");
    if (this.#peer?.connected) return this.#link.up ? w("Connected with {0}.", name) : w("Connected with {0}. Chat comes back in a moment.", name);
    if (this.#other?.presence === "returning") return w("{0} lost the connection. The place is kept, and the call goes on by itself.", name);
    if (!this.#peer) return w("Waiting for {0}.", name);
    return this.#totals?.received ? w("The connection is interrupted. We are trying again.") : w("Connecting with {0}.", name);
  }

  get #advice() {
    const w = this.#w, name = this.#otherName;
    if (this.#opened && this.#why.audio) return w({
      denied: "Your browser doesn't let us use the microphone. Allow it beside the address, then load the page again.",
      missing: "No microphone was found. Plug one in, or call by phone.",
      busy: "Another program is using the microphone. Close it; we try again when it is free.",
      failed: "The microphone doesn't work. Call by phone if you can't be heard.",
    }[this.#why.audio]);
    if (this.#opened && this.#why.camera && !this.#wish.cameraOff && !this.#wish.audioOnly) return w({
      denied: "Your browser doesn't let us use the camera. The call goes on with sound.",
      missing: "No camera was found. The call goes on with sound.",
      busy: "Another program is using the camera. The call goes on with sound.",
      failed: "The camera doesn't work. The call goes on with sound.",
    }[this.#why.camera]);
    if (this.#silent >= 3) return w("{0} can't hear you yet.", name);
    if (this.#farAudioOnly && !this.#wish.audioOnly) return w("{0} chose sound only, so no picture is sent.", name);
    return "";
  }

  #show() {
    const part = this.#part, w = this.#w, media = this.#other?.media, connected = Boolean(this.#peer?.connected);
    const running = this.#in && !this.#left && !this.#moved;
    say(part("status"), this.#words);
    say(part("advice"), this.#advice);
    part("advice").hidden = part("advice").textContent === "";
    this.dataset.path = this.#peer?.state ?? "none";

    const picture = connected && Boolean(media?.camera) && !this.#wish.audioOnly;
    part("remote").hidden = !picture;
    part("remote").classList.toggle("room-whole", Boolean(media?.screen));
    part("nobody").hidden = picture;
    say(part("nobody").querySelector("p"), this.#otherName);
    part("self").hidden = !part("self").srcObject;
    part("far-muted").hidden = !(connected && media && !media.microphone);
    part("interrupted").hidden = !(this.#peer && !connected && (this.#totals?.received ?? 0) > 0);

    this.dataset.quality = connected ? this.#quality : "none";
    for (const word of ["good", "fair", "poor"]) part(`quality-${word}`).hidden = !connected || this.#quality !== word;

    this.#press("mute", this.#wish.muted);
    this.#press("camera", this.#wish.cameraOff);
    this.#press("screen", Boolean(this.#tracks.screen));
    this.#press("sound-only", this.#wish.audioOnly);
    for (const name of ["mute", "camera", "sound-only"]) this.#toggle(name).disabled = !this.#opened;
    this.#press("full", document.fullscreenElement === part("stage"));
    this.#toggle("full").hidden = !document.fullscreenEnabled || !running;
    this.#toggle("screen").disabled = !running || this.#wish.audioOnly;
    this.querySelector('[data-act="leave"]').hidden = !running;
    part("rejoin").hidden = !(this.#left || this.#moved) || standing(this.#link) !== "admitted";
    part("start").hidden = this.#opened || this.#left || this.#moved || standing(this.#link) !== "admitted";
    part("offer").hidden = !(running && connected && this.#poor >= poorUntilOffer && !this.#wish.audioOnly && !this.#declined);

    const broken = running && !connected && this.#peer && this.#peer.brokenFor > brokenUntilPhone;
    const phone = part("phone");
    if (phone) phone.classList.toggle("room-phone-now", Boolean(broken) || (running && this.#wish.audioOnly && this.#poor >= poorUntilOffer) || Boolean(this.#why.audio));
  }

  #toggle(name) { return this.querySelector(`.room-toggle[data-act="${name}"]`); }

  #press(name, pressed) {
    const button = this.#toggle(name);
    if (button.getAttribute("aria-pressed") !== String(pressed)) button.setAttribute("aria-pressed", String(pressed));
  }
}

customElements.define("room-call", RoomCall);
