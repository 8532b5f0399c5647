// What is worth another look before submitting, in words.
export function gapWords(gaps) {
  if (!gaps.length) return "";
  return `${questions(gaps)} not answered: ${asOne(gaps)}. Left open, ${gaps.length === 1 ? "it gives" : "they give"} no points. A guess costs nothing.`;
}

export function longWords(slots) {
  if (!slots.size) return "";
  const words = slots.size === 1 ? "answer is too long and not saved as it stands" : "answers are too long and not saved as they stand";
  return `${slots.size} ${words}: ${asOne(slots)}. What was saved before counts.`;
}

export function flagWords(flagged) {
  return flagged.length ? `${questions(flagged)} flagged: ${asOne(flagged)}.` : "";
}

export function asOne(numbers) {
  return [...numbers].sort((one, other) => one - other).join(", ");
}

const questions = ({ length }) => `${length} ${length === 1 ? "question" : "questions"}`;
