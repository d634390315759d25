/** Puts the page together. */

import { Announcer } from "/page/announcer.js";
import { followNews } from "/page/api.js";
import { Busy } from "/page/busy.js";
import { Channel } from "/page/channel.js";
import { Clock } from "/page/clock.js";
import { Connection } from "/page/connection.js";
import { h } from "/page/dom.js";
import { Drawer } from "/page/drawer.js";
import { Home } from "/page/home.js";
import { Inspector } from "/page/inspector.js";
import { Modal } from "/page/modal.js";
import { PersonCard } from "/page/person_card.js";
import { Sidebar } from "/page/sidebar.js";
import { Store } from "/page/store.js";
import { Switcher } from "/page/switcher.js";
import { Thread } from "/page/thread.js";
import { Topbar } from "/page/topbar.js";
import { Welcome } from "/page/welcome.js";

/** The parts of the page, by name; they find each other here, once all of them are made. */
function createParts(store) {
  const parts = {};
  parts.announcer = new Announcer(store, parts, document.querySelector("#announcements"));
  parts.connection = new Connection();
  parts.clock = new Clock(store, parts);
  parts.inspector = new Inspector(store);
  parts.switcher = new Switcher(store, parts);
  parts.sidebar = new Sidebar(store, parts.switcher.element);
  parts.drawer = new Drawer(parts.sidebar.element, () => store.refresh().then(parts.focusMain));
  parts.welcome = new Welcome(store, parts);
  parts.topbar = new Topbar(parts);
  parts.modal = new Modal(store, parts);
  parts.personCard = new PersonCard(store, parts);
  parts.home = new Home(store, parts);
  parts.channel = new Channel(store, parts);
  parts.thread = new Thread(store, parts);
  parts.busy = new Busy(parts, () => [...document.querySelectorAll("#app > :not(.busy), .skip-link")]);
  return parts;
}

/** What one part asks of the page as a whole. */
function connectParts(store, parts) {
  const narrow = window.matchMedia("(max-width: 860px)");
  parts.focusMain = () => (store.view?.atHome ? parts.home : parts.channel).focus();
  parts.openSwitcher = () => {
    if (narrow.matches) parts.drawer.open();
    parts.switcher.open();
  };
}

function layOut(parts) {
  const { welcome, home, channel } = parts;
  const main = h("main", { class: "main", id: "main" }, welcome.element, home.element, channel.element);
  document.querySelector("#app").replaceChildren(
    parts.connection.element,
    parts.topbar.element,
    parts.sidebar.element,
    main,
    parts.thread.element,
    parts.inspector.element,
    parts.modal.element,
    parts.personCard.element,
    parts.busy.element,
  );
}

function start() {
  const store = new Store();
  const parts = createParts(store);
  connectParts(store, parts);
  layOut(parts);
  document.querySelector(".skip-link").addEventListener("click", (event) => {
    event.preventDefault();
    parts.focusMain();
  });
  const showing = Object.values(parts).filter((part) => part.show);
  store.subscribe((view) => showing.forEach((part) => part.show(view)));
  store.begin();
  followNews(
    (version) => store.hear(version),
    (connected) => {
      parts.connection.set(connected);
      if (connected) store.resume();
    },
  );
}

start();
