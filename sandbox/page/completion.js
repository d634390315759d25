/** What could be meant by what is being typed; pure. */

const PERSON = /(?:^|\s)@([\w.-]*)$/;
const CHANNEL = /(?:^|\s)#([\w.-]*)$/;
const MOST = 12;

/**
 * Suggestions for the text before the caret: [{from, to, insert, label, about}]. `insert` replaces
 * what stands from `from` to `to`.
 */
export function completionsFor(text, caret, view, inThread) {
  const before = text.slice(0, caret);
  const person = before.match(PERSON);
  if (person) return people(person[1], caret, view);
  const channel = before.match(CHANNEL);
  if (channel) return channels(channel[1], caret, view);
  if (before.startsWith("/") && caret === text.length && !inThread) return commands(text, view);
  return [];
}

function commands(text, view) {
  const invite = { line: "/invite @name", about: "bring somebody into this channel" };
  const lines = view.scene.commands.flatMap(({ name, words }) => [
    { line: `${name} `, about: `ask ${view.bot.real_name}` },
    ...words.map(({ usage, does }) => ({ line: `${name} ${usage}`, about: does })),
  ]);
  return [...lines, invite]
    .map(({ line, about }) => ({ from: 0, to: text.length, insert: typable(line), label: line, about }))
    .filter(({ insert }) => insert.startsWith(text.toLowerCase()) && insert !== text)
    .slice(0, MOST);
}

/** A usage without its placeholders: "/maturity tips [dimension]" is "/maturity tips ". */
function typable(line) {
  return line.replace(/\[.*|<.*|(?<=@)name$/, "");
}

function people(begun, caret, view) {
  const word = begun.toLowerCase();
  return view.scene.people
    .filter((person) => !person.deleted && matches(person, word))
    .sort((one, other) => Number(other.bot) - Number(one.bot))
    .slice(0, MOST)
    .map((person) => suggestion("@", person.name, person.real_name, begun, caret));
}

function matches(person, word) {
  const names = [person.name, ...person.real_name.split(/\s+/)];
  return names.some((name) => name.toLowerCase().startsWith(word));
}

function channels(begun, caret, view) {
  return view.scene.channels
    .filter((channel) => !channel.im && channel.name.startsWith(begun.toLowerCase()))
    .slice(0, MOST)
    .map((channel) => suggestion("#", channel.name, "", begun, caret));
}

function suggestion(sign, name, about, begun, caret) {
  const label = `${sign}${name}`;
  return { from: caret - begun.length - 1, to: caret, insert: `${label} `, label, about };
}
