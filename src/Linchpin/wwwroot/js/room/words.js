// The words of an element come from the server in the reader's language, as JSON in data-words.
export const wordsOf = element => {
  const words = JSON.parse(element.dataset.words ?? "{}");
  return (key, ...values) => (words[key] ?? key).replace(/\{(\d)\}/g, (_, index) => values[index] ?? "");
};

/** The parts of an element by data-part. */
export const partOf = element => name => element.querySelector(`[data-part="${name}"]`);

/** Changes text only when it differs, so that a screen reader isn't told the same twice. */
export const say = (part, text) => { if (part && part.textContent !== text) part.textContent = text; };
