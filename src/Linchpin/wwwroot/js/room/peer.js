// The media between two pages: perfect negotiation (W3C WebRTC 1.0, example of that name) over two transceivers that the worker's side makes once.
// Whatever changes later (mute, camera, shared screen, sound only) replaces a track and needs no new agreement; only a broken path does.
const checkEvery = 1000;
const shakyFor = 1500;
const startFor = 8000;
const pauseBetween = [0, 3000, 5000, 8000];

export class Peer extends EventTarget {
  #polite; #send; #pc; #making = false; #ignoring = false; #answering = false; #tracks = { audio: null, video: null };
  #timer; #shakySince = null; #tries = 0; #triedAt = 0; #born = performance.now(); #pending = Promise.resolve(); #closed = false;
  stream = { audio: new MediaStream(), video: new MediaStream() };

  /** @param send hands {description} or {candidate} to the other page; resolves to false when it could not. */
  constructor({ polite, iceServers, policy, send }) {
    super();
    this.#polite = polite;
    this.#send = send;
    const pc = this.#pc = new RTCPeerConnection({ iceServers, iceTransportPolicy: policy ?? "all", bundlePolicy: "max-bundle" });
    pc.onnegotiationneeded = () => this.#offer();
    pc.onicecandidate = ({ candidate }) => { if (candidate) this.#send({ candidate }); };
    pc.oniceconnectionstatechange = () => this.#watch();
    pc.onconnectionstatechange = () => this.#watch();
    pc.ontrack = ({ track }) => {
      const held = this.stream[track.kind];
      for (const old of held.getTracks()) held.removeTrack(old);
      held.addTrack(track);
      this.dispatchEvent(new CustomEvent("track", { detail: track.kind }));
    };
    this.#timer = setInterval(() => this.#watch(), checkEvery);
    if (!polite) for (const kind of ["audio", "video"]) pc.addTransceiver(kind, { direction: "sendrecv" });
  }

  get state() { return this.#pc.connectionState; }
  get connected() { return this.#pc.connectionState === "connected"; }
  /** How long there has been no path, in ms; 0 while there is one. */
  get brokenFor() { return this.connected ? 0 : performance.now() - (this.#shakySince ?? this.#born); }

  /** Sends this track from now on; null sends nothing of that kind. */
  async set(kind, track) {
    this.#tracks[kind] = track;
    await this.#sender(kind)?.replaceTrack(track);
  }

  /** A message of the other page, one after the other in the order of arrival. */
  hear(message) { return this.#pending = this.#pending.then(() => this.#hear(message)).catch(() => { this.#watch(); }); }

  stats() { return this.#pc.getStats(); }

  /** The line to the server or the other page is back: say again what may have been lost. */
  nudge() { this.#tries = 0; this.#triedAt = 0; this.#watch(true); }

  close() {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#pc.close();
  }

  #sender(kind) { return this.#pc.getTransceivers().find(t => t.receiver.track.kind === kind)?.sender; }

  async #offer() {
    try {
      this.#making = true;
      await this.#pc.setLocalDescription();
      await this.#send({ description: this.#pc.localDescription });
    } catch { /* the watch tries again */ } finally { this.#making = false; }
  }

  async #hear({ description, candidate }) {
    const pc = this.#pc;
    if (this.#closed) return;
    if (candidate) {
      try { await pc.addIceCandidate(candidate); } catch (error) { if (!this.#ignoring) throw error; }
      return;
    }

    const ready = !this.#making && (pc.signalingState === "stable" || this.#answering);
    this.#ignoring = description.type === "offer" && !ready && !this.#polite;
    if (this.#ignoring) return;
    // An answer to an offer that has been taken back, or sent twice.
    if (description.type === "answer" && pc.signalingState !== "have-local-offer") return;
    this.#answering = description.type === "answer";
    try { await pc.setRemoteDescription(description); } finally { this.#answering = false; }
    if (description.type !== "offer") return;
    for (const transceiver of pc.getTransceivers()) {
      transceiver.direction = "sendrecv";
      await transceiver.sender.replaceTrack(this.#tracks[transceiver.receiver.track.kind]);
    }

    await pc.setLocalDescription();
    await this.#send({ description: pc.localDescription });
  }

  #watch(now = false) {
    if (this.#closed) return;
    const pc = this.#pc, good = pc.iceConnectionState === "connected" || pc.iceConnectionState === "completed";
    if (good && this.connected) {
      this.#shakySince = null;
      this.#tries = 0;
    } else {
      this.#shakySince ??= performance.now();
      const since = performance.now() - this.#shakySince;
      const patience = pc.iceConnectionState === "failed" || now ? 0 : pc.iceConnectionState === "disconnected" ? shakyFor : startFor;
      if (since >= patience) this.#mend();
    }

    this.dispatchEvent(new CustomEvent("change"));
  }

  #mend() {
    const pause = pauseBetween[Math.min(this.#tries, pauseBetween.length - 1)];
    if (this.#triedAt !== 0 && performance.now() - this.#triedAt < pause) return;
    this.#triedAt = performance.now();
    this.#tries++;
    const pc = this.#pc;
    if (pc.signalingState === "have-local-offer") this.#send({ description: pc.localDescription });
    // Before the first offer of the worker's side there is nothing here that could be mended.
    else if (pc.remoteDescription || !this.#polite) pc.restartIce();
  }
}
