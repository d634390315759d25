/**
 * Where the choices of a menu come from. A source: {find(query) → groups or a promise of them,
 * labelOf(value) → text, pause (milliseconds to wait while somebody types), fewest (characters)}.
 * Groups: [{label or "", options: [{value, label, more}]}].
 */

import { wordsOf } from "./text.js";

const PAUSE = 200;
const FEWEST = 3;
const OFFERED_KINDS = ["private", "public", "im"];
// What was chosen from the app's suggestions, by field and value: values alone do not say their names.
const suggested = new Map();

const SOURCES = {
  static: staticSource,
  external: externalSource,
  users: usersSource,
  channels: channelsSource,
  conversations: conversationsSource,
};

/** The source of a select's choices. */
export function sourceOf(place) {
  const kind = place.element.type.replace("multi_", "").replace("_select", "");
  return SOURCES[kind](place);
}

/** Text as it is compared: without case and accents. */
export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function staticSource({ element, context }) {
  const groups = groupsOf(element.option_groups ?? [{ options: element.options }], context);
  return local(groups);
}

function usersSource({ context }) {
  const people = [...context.people.values()].filter((person) => !person.deleted);
  const options = people.map((person) => ({
    value: person.id,
    label: person.real_name || person.name,
    more: person.bot ? "App" : `@${person.name}`,
  }));
  return local([{ label: "", options: sorted(options) }]);
}

function channelsSource({ context }) {
  const open = [...context.channels.values()].filter((each) => !each.im && !each.private && !each.archived);
  return local([{ label: "", options: sorted(open.map(channelOption)) }]);
}

function conversationsSource({ element, context }) {
  const { include = OFFERED_KINDS, exclude_external_shared_channels: ours } = element.filter ?? {};
  const fitting = [...context.channels.values()].filter(
    (each) => !each.archived && include.includes(kindOf(each)) && !(ours && each.shared),
  );
  return local([{ label: "", options: sorted(fitting.map(channelOption)) }]);
}

function kindOf(channel) {
  if (channel.im) return "im";
  return channel.private ? "private" : "public";
}

function channelOption(channel) {
  const label = channel.im ? "Direct messages with the app" : channel.name;
  return { value: channel.id, label, more: channel.private && !channel.im ? "Private" : "" };
}

function externalSource({ block, element, context }) {
  const ids = { block_id: block.block_id, action_id: element.action_id };
  const key = (value) => JSON.stringify([block.block_id, element.action_id, value]);
  const initial = [element.initial_option, ...(element.initial_options ?? [])].filter(Boolean);
  const first = groupsOf([{ options: initial }], context)[0].options;
  return {
    pause: PAUSE,
    fewest: element.min_query_length ?? FEWEST,
    async find(query) {
      const [group] = groupsOf([{ options: await context.options({ ...ids, query }) }], context);
      for (const option of group.options) suggested.set(key(option.value), option.label);
      return [group];
    },
    labelOf: (value) =>
      suggested.get(key(value)) ?? first.find((option) => option.value === value)?.label ?? value,
  };
}

/** A source that knows all of its choices. */
function local(groups) {
  const labels = new Map(groups.flatMap((group) => group.options.map((each) => [each.value, each.label])));
  return {
    pause: 0,
    fewest: 0,
    find: (query) => filtered(groups, folded(query.trim())),
    labelOf: (value) => labels.get(value) ?? value,
  };
}

function filtered(groups, query) {
  const fits = (option) => folded(`${option.label} ${option.more}`).includes(query);
  return groups.map((group) => ({ ...group, options: group.options.filter(fits) }));
}

function groupsOf(groups, context) {
  return groups.map((group) => ({
    label: group.label ? wordsOf(group.label, context) : "",
    options: group.options.map((option) => ({
      value: option.value,
      label: wordsOf(option.text, context),
      more: option.description ? wordsOf(option.description, context) : "",
    })),
  }));
}

function sorted(options) {
  return options.toSorted((one, other) => one.label.localeCompare(other.label, "en"));
}
