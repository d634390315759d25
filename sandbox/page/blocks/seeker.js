/** Typing into a combobox: what is found for it, and the keys of its list. */

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/**
 * Ties an input to its list. `chosen()` tells the values chosen, `pick(option)` chooses one, `leave()` is
 * called when the list is left. Returns {seek(query)}, which opens the list.
 */
export function createSeeker({ input, list, source, chosen, pick, leave }) {
  let asked = 0;
  let waiting = 0;

  async function seek(query) {
    clearTimeout(waiting);
    asked += 1;
    const turn = asked;
    if (query.trim().length < source.fewest) return list.say(fewer(source.fewest));
    if (!source.pause) return list.show(source.find(query), chosen(), isTyped(query));
    list.say("Searching …");
    const groups = await source.find(query);
    const wanted = turn === asked && input.isConnected && document.activeElement === input;
    return wanted ? list.show(groups, chosen(), isTyped(query)) : undefined;
  }

  function typed() {
    clearTimeout(waiting);
    if (!source.pause) return seek(input.value);
    if (!list.isOpen()) list.say("Searching …");
    waiting = setTimeout(() => seek(input.value), source.pause);
    return undefined;
  }

  function stop() {
    clearTimeout(waiting);
    asked += 1;
    list.close();
  }

  function onKey(event) {
    if (STEPS[event.key]) return arrow(event);
    if (!list.isOpen()) return undefined;
    if (event.key === "Enter") return enter(event);
    if (event.key === "Escape") return escape(event);
    return undefined;
  }

  function arrow(event) {
    event.preventDefault();
    if (list.isOpen()) list.move(STEPS[event.key]);
    else seek("");
  }

  function enter(event) {
    event.preventDefault();
    const option = list.active();
    if (option) pick(option);
  }

  /** Closes the list alone, not what the field stands in. */
  function escape(event) {
    event.preventDefault();
    event.stopPropagation();
    stop();
    leave();
  }

  input.addEventListener("input", typed);
  input.addEventListener("keydown", onKey);
  input.addEventListener("click", () => list.isOpen() || seek(""));
  input.addEventListener("blur", () => {
    stop();
    leave();
  });
  return { seek, stop };
}

/** Enter takes the first of what was found. */
function isTyped(query) {
  return query.trim() !== "";
}

function fewer(fewest) {
  return fewest === 1 ? "Type to search" : `Type at least ${fewest} characters to search`;
}
