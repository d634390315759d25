/** Who looks at what, as the page's address keeps it: #as=U…&in=C…&thread=ts. */

export const HOME = "home";

/** {as, place, thread} of a hash; what is not said is null. */
export function readAddress(hash) {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  return { as: said.get("as"), place: said.get("in"), thread: said.get("thread") };
}

/** The hash of an address, for links. */
export function writeAddress({ as, place, thread }) {
  const said = new URLSearchParams({ as, in: place });
  if (thread) said.set("thread", thread);
  return `#${said}`;
}
