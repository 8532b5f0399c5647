// Alt with Page Down or Page Up follows the links to the next and the previous item of a list.
const WAYS = { PageDown: "next", PageUp: "previous" };

export function attach(root) {
  root.addEventListener("keydown", (event) => {
    const { code, altKey, ctrlKey, metaKey, shiftKey } = event;
    if (!altKey || ctrlKey || metaKey || shiftKey || root.querySelector("dialog[open]")) return;
    const link = WAYS[code] && root.querySelector(`[data-walk="${WAYS[code]}"]`);
    if (!link) return;
    event.preventDefault();
    link.click();
  });
}
