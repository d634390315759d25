/** Where the keyboard is, kept while the page is drawn anew. */

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1'])";
const FIELD = "input, select, textarea";
// Parts of the page that are never drawn anew as a whole.
const SCOPE = ".pane, .sidebar, dialog";

/** What the Tab key reaches inside an element, in order. */
export function focusables(root) {
  const found = [...root.querySelectorAll(FOCUSABLE)];
  return found.filter((each) => !each.disabled && each.getClientRects().length > 0);
}

/**
 * Remember an element so that it can be focused later, by calling what is returned. If it was drawn anew
 * meanwhile, its like is focused: the one with the same block and action, or words, in what has the same
 * data-key as its nearest ancestor; or else that.
 */
export function bookmark(element) {
  const home = element?.closest("[data-key]");
  const scope = home?.closest(SCOPE);
  const likenesses = home ? [true, false].map((exactly) => likenessOf(element, home, exactly)) : [];
  return function restore() {
    if (element?.isConnected) return element.focus();
    const again = scope?.querySelector(`[data-key="${CSS.escape(home.dataset.key)}"]`);
    const alike = again && likenesses.map((likeness) => findLike(likeness, again)).find(Boolean);
    return (alike ?? again)?.focus();
  };
}

/** Change the page by `change()`; if that takes the focused element away, its like gets the focus. */
export function keepFocus(root, change) {
  const focused = root.contains(document.activeElement) ? document.activeElement : null;
  const restore = focused && bookmark(focused);
  change();
  if (focused && document.activeElement !== focused) restore();
}

/** What an element looks like, and how many like it come before it; `exactly`: in the same block. */
function likenessOf(element, home, exactly) {
  const look = lookOf(element, exactly);
  const alike = focusables(home).filter((each) => lookOf(each, exactly) === look);
  return { look, exactly, number: alike.indexOf(element) };
}

function findLike({ look, exactly, number }, home) {
  const alike = focusables(home).filter((each) => lookOf(each, exactly) === look);
  return alike[number] ?? alike[0];
}

function lookOf(element, exactly) {
  const block = exactly ? element.closest("[data-block]")?.dataset.block : "";
  const action = element.closest("[data-action]")?.dataset.action;
  const words = element.matches(FIELD) ? "" : element.getAttribute("aria-label") || element.textContent;
  return JSON.stringify([block, action, words]);
}
