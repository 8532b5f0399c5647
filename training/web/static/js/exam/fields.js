// A question's fields and its answer: the values its form would post, in the order of the fields.
// Choices are places on this paper, what is typed is itself, blanks keep their place; all blank is unanswered.
export function read(section, slot) {
  const given = new FormData(section.querySelector("form")).getAll(`q${slot}`);
  return given.some((value) => value.trim()) ? given : [];
}

// Show an answer. A field somebody is typing in is left alone: what stands there is newer than any answer.
// What is drawn beside the fields, such as marks on a figure, follows the event.
export function write(section, slot, answer) {
  const fields = [...section.querySelectorAll(`[name="q${slot}"]`)].filter((field) => field.type !== "submit");
  const picks = fields.filter((field) => field.type === "radio" || field.type === "checkbox");
  for (const field of picks) field.checked = answer.includes(field.value);
  const given = picks.length ? answer.filter((value) => !picks.some((field) => field.value === value)) : answer;
  fields
    .filter((field) => !picks.includes(field))
    .forEach((field, index) => {
      const value = given[index] ?? "";
      if (!(typed(field) && field === document.activeElement) && field.value !== value) field.value = value;
    });
  section.dispatchEvent(new Event("answer-drawn"));
}

export function typed(field) {
  return field.matches("textarea, input[type=text]");
}
