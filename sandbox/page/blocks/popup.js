/** A list that floats beside what it belongs to, above everything else, also above a modal. */

const GAP = 4;
const EDGE = 8;
const TALLEST = 320;
const NARROWEST = 240;

/** {open(), close(), isOpen()} for an element with popover="manual" beside `anchor`, opened by `opener`. */
export function createPopup(element, opener, anchor = opener) {
  let following = null;

  function open() {
    if (following) return place(element, anchor);
    following = new AbortController();
    const { signal } = following;
    element.showPopover();
    opener.setAttribute("aria-expanded", "true");
    place(element, anchor);
    const follow = ({ target }) => target !== element && place(element, anchor);
    window.addEventListener("scroll", follow, { capture: true, passive: true, signal });
    window.addEventListener("resize", follow, { signal });
    return undefined;
  }

  function close() {
    if (!following) return;
    following.abort();
    following = null;
    opener.setAttribute("aria-expanded", "false");
    if (element.isConnected) element.hidePopover();
  }

  return { open, close, isOpen: () => following !== null };
}

/** Below the anchor, or above it where there is more room. */
function place(element, anchor) {
  const at = anchor.getBoundingClientRect();
  const below = window.innerHeight - at.bottom - GAP - EDGE;
  const above = at.top - GAP - EDGE;
  const under = below >= Math.min(TALLEST, element.scrollHeight) || below >= above;
  const width = Math.min(Math.max(at.width, NARROWEST), window.innerWidth - 2 * EDGE);
  const left = Math.min(Math.max(at.left, EDGE), window.innerWidth - EDGE - width);
  const { style } = element;
  style.width = `${width}px`;
  style.left = `${left}px`;
  style.maxHeight = `${Math.max(96, Math.min(TALLEST, under ? below : above))}px`;
  style.top = under ? `${at.bottom + GAP}px` : "auto";
  style.bottom = under ? "auto" : `${window.innerHeight - at.top + GAP}px`;
}
