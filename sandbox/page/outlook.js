/** A scene, made ready to be looked at. */

import { HOME } from "/page/address.js";

/**
 * The scene with what every part looks up in it:
 * {scene, address, people: Map, channels: Map, me: Person, bot: Person, channel: Channel|null, atHome,
 * zone, now(): Date, key} - `key` tells two audiences apart: it changes with person and place.
 */
export function outlook(scene, address) {
  const people = new Map(scene.people.map((person) => [person.id, person]));
  const channels = new Map(scene.channels.map((channel) => [channel.id, channel]));
  const ahead = Date.parse(scene.now) - Date.now();
  return {
    scene,
    address,
    people,
    channels,
    me: scene.me,
    bot: people.get(scene.workspace.bot),
    channel: channels.get(address.place) ?? null,
    atHome: address.place === HOME,
    zone: scene.me.tz,
    now: () => new Date(Date.now() + ahead),
    key: `${address.as} ${address.place}`,
  };
}

/** What a channel is called: "#general", or the bot's name for direct messages with it. */
export function channelTitle(channel, view) {
  return channel.im ? view.bot.real_name : `#${channel.name}`;
}

/** Why nobody can write in a channel; empty if one can. */
export function readOnlyReason(channel) {
  if (channel.archived) return "This channel is archived. It can be read, and nothing more.";
  if (channel.member) return "";
  return "You are not in this channel. Act as one of its members to read it and to write in it.";
}
