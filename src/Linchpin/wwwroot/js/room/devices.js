// Camera and microphone of this device, and in plain codes why they can't be had.

/** "denied", "missing", "busy" or "failed". */
export const reason = error => ({
  NotAllowedError: "denied", SecurityError: "denied", PermissionDeniedError: "denied",
  NotFoundError: "missing", OverconstrainedError: "missing", DevicesNotFoundError: "missing",
  NotReadableError: "busy", TrackStartError: "busy", AbortError: "busy",
})[error?.name] ?? "failed";

const picture = id => ({ width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 24, max: 30 }, ...(id ? { deviceId: { exact: id } } : { facingMode: "user" }) });
const sound = id => ({ echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...(id ? { deviceId: { exact: id } } : {}) });

/** One track, or the reason why not: { track, why }. A device that was chosen and is gone gives way to any other. */
export const open = async (kind, id) => {
  if (!navigator.mediaDevices?.getUserMedia) return { track: null, why: "failed" };
  const ask = wanted => navigator.mediaDevices.getUserMedia(kind === "audio" ? { audio: sound(wanted) } : { video: picture(wanted) });
  try {
    return { track: (await ask(id)).getTracks()[0], why: null };
  } catch (error) {
    if (id && reason(error) === "missing") return open(kind, null);
    return { track: null, why: reason(error) };
  }
};

/** Both with one question to the person where the browser can; each alone when they can't be had together. */
export const openBoth = async ({ microphone, camera }) => {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: sound(microphone), video: picture(camera) });
    return { audio: { track: stream.getAudioTracks()[0], why: null }, video: { track: stream.getVideoTracks()[0], why: null } };
  } catch {
    // One after the other: two questions at once confuse people and some browsers.
    const audio = await open("audio", microphone);
    return { audio, video: await open("video", camera) };
  }
};

/** Fills a <select> with the devices of a kind ("audioinput", "videoinput", "audiooutput"). */
export const list = async (select, kind, chosen, unnamed) => {
  const found = (await navigator.mediaDevices?.enumerateDevices?.() ?? []).filter(d => d.kind === kind && d.deviceId !== "");
  select.replaceChildren(...found.map((device, index) => new Option(device.label || `${unnamed} ${index + 1}`, device.deviceId, false, device.deviceId === chosen)));
  select.closest("[data-device]").hidden = found.length < 2;
  return found.length;
};

const place = "linchpin-devices";
export const remembered = () => { try { return JSON.parse(localStorage.getItem(place)) ?? {}; } catch { return {}; } };
export const remember = choice => { try { localStorage.setItem(place, JSON.stringify({ ...remembered(), ...choice })); } catch { /* for this page only */ } };
