/** What the blocks of a message, modal or Home tab are given (see blocks/index.js). */

/** The context of blocks; `own` gives surface, values, errors, disabled, act and options. */
export function blocksContext(store, parts, own) {
  const view = store.view;
  return {
    people: view.people,
    channels: view.channels,
    zone: view.zone,
    now: view.now(),
    me: view.me.id,
    values: new Map(),
    errors: {},
    disabled: false,
    options: async () => [],
    openChannel: (id) => store.go({ place: id }),
    openPerson: (id) => parts.personCard.open(id),
    ...own,
  };
}
