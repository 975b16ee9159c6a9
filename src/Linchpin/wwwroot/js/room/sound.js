// Two soft notes, made here: nothing to load, nothing that could be missing.
let context = null;

const ready = async () => {
  context ??= new AudioContext();
  if (context.state === "suspended") await Promise.race([context.resume(), new Promise(done => setTimeout(done, 300))]);
  return context.state === "running";
};

/** True once the browser lets us sound (it wants a click or a key first). */
export const maySound = ready;

/** Plays the notes; resolves to false when the browser doesn't let us. */
export const chime = async (notes = [659.25, 880]) => {
  if (!await ready()) return false;
  notes.forEach((frequency, index) => {
    const start = context.currentTime + index * 0.22, tone = context.createOscillator(), level = context.createGain();
    tone.type = "sine";
    tone.frequency.value = frequency;
    level.gain.setValueAtTime(0, start);
    level.gain.linearRampToValueAtTime(0.25, start + 0.02);
    level.gain.exponentialRampToValueAtTime(0.001, start + 0.5);
    tone.connect(level).connect(context.destination);
    tone.start(start);
    tone.stop(start + 0.55);
  });
  return true;
};
