/** Where one can go: Home, the channels, and the direct messages with the bot. */

import { HOME } from "/page/address.js";
import { avatar } from "/page/avatar.js";
import { h } from "/page/dom.js";
import { keepFocus } from "/page/focus.js";
import { icon } from "/page/icons.js";
import { channelTitle } from "/page/outlook.js";
import { Unread } from "/page/unread.js";

/** The list of places; `foot` stands at its end. */
export class Sidebar {
  #store;
  #unread = new Unread();
  #name = h("p", { class: "sidebar-name" });
  #list = h("nav", { "aria-label": "Channels" });
  #drawn = "";

  constructor(store, foot) {
    this.#store = store;
    this.element = h("div", { class: "sidebar", id: "sidebar" }, this.#name, this.#list, foot);
  }

  show(view) {
    this.#unread.see(view);
    this.#name.textContent = `${view.scene.workspace.name} workspace`;
    const places = this.#places(view);
    const signature = JSON.stringify(places);
    if (signature === this.#drawn) return;
    this.#drawn = signature;
    const unfolded = this.#list.querySelector("details")?.open ?? false;
    keepFocus(this.#list, () => this.#list.replaceChildren(...sections(places, view, unfolded)));
  }

  #places(view) {
    const home = { id: HOME, title: "Home", sign: "home", kind: "home" };
    const channels = view.scene.channels.map((channel) => this.#placeOf(channel, view));
    return [home, ...channels].map((place) => ({
      ...place,
      current: place.id === view.address.place,
      link: this.#store.linkTo({ place: place.id }),
    }));
  }

  #placeOf(channel, view) {
    const { id, member } = channel;
    const kind = channel.im ? "direct" : channel.archived ? "archived" : "channel";
    const sign = channel.archived ? "box" : channel.private ? "lock" : "hash";
    const title = channelTitle(channel, view).replace(/^#/, "");
    const unread = this.#unread.isUnread(channel, view);
    return { id, title, sign, kind, member, unread, private: channel.private };
  }
}

function sections(places, view, unfolded) {
  const of = (kind) => places.filter((place) => place.kind === kind).map((place) => entry(place, view));
  const archived = places.filter((place) => place.kind === "archived");
  return [
    h("ul", {}, of("home")),
    h("h2", {}, "Channels"),
    h("ul", {}, of("channel")),
    archived.length ? fold(archived, view, unfolded) : null,
    h("h2", {}, "Direct messages"),
    h("ul", {}, of("direct")),
  ].filter(Boolean);
}

function fold(archived, view, unfolded) {
  const open = unfolded || archived.some((place) => place.current);
  return h(
    "details",
    { open, dataset: { key: "archived" } },
    h("summary", {}, `Archived (${archived.length})`),
    h("ul", {}, archived.map((place) => entry(place, view))),
  );
}

function entry(place, view) {
  const classes = ["place"];
  if (place.unread) classes.push("unread");
  if (place.member === false) classes.push("not-member");
  const properties = { class: classes.join(" "), href: place.link, dataset: { key: place.id } };
  if (place.current) properties["aria-current"] = "page";
  const sign = place.kind === "direct" ? avatar(view.bot, "small") : icon(place.sign);
  const title = h("span", { class: "place-title" }, place.title);
  const more = h("span", { class: "visually-hidden" }, remarks(place));
  return h("li", {}, h("a", properties, sign, title, more));
}

/** What the drawing, the weight and the colour of an entry say, in words. */
function remarks(place) {
  const words = [
    place.private ? "private" : "",
    place.kind === "archived" ? "archived" : "",
    place.member === false && place.kind === "channel" ? "you are not in it" : "",
    place.unread ? "unread" : "",
  ].filter(Boolean);
  return words.length ? `, ${words.join(", ")}` : "";
}
