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

// Three and more in a row in short: "1, 4 to 9".
export function asOne(numbers) {
  const runs = [];
  for (const number of [...numbers].sort((one, other) => one - other)) {
    if (runs.at(-1)?.at(-1) === number - 1) runs.at(-1).push(number);
    else runs.push([number]);
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]} to ${run.at(-1)}` : run.join(", "))).join(", ");
}

const questions = ({ length }) => `${length} ${length === 1 ? "question" : "questions"}`;
