// Shows a follow-up question only when the answer that asks for it is chosen. Without script all questions are there, which works too.
function refresh(form) {
  for (const part of form.querySelectorAll("[data-shown-by]")) {
    const chosen = form.querySelector(`[data-shows="${part.dataset.shownBy}"]:checked`);
    part.hidden = !chosen;
  }
}

for (const form of document.querySelectorAll("form")) {
  if (!form.querySelector("[data-shows]")) continue;
  refresh(form);
  form.addEventListener("change", () => refresh(form));
}
