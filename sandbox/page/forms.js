/** What is filled into a modal or a Home tab, kept while the app changes the view; pure. */

import { initialValue, keyOf } from "/page/blocks/values.js";

const REQUIRED = "Please complete this required field.";

/** Every element of a view that can hold a value: [{block, element, key}]; `key` as in the values. */
export function fieldsOf(view) {
  return view.blocks.flatMap((block) =>
    elementsOf(block)
      .filter((element) => entryOf(view, block.block_id, element.action_id))
      .map((element) => ({ block, element, key: keyOf(block, element) })),
  );
}

/**
 * The form of a view: {id, hash, view, values: Map, errors}. `before` is the form that it replaces:
 * what was typed stays where block_id, action_id and type are the same.
 */
export function formOf(view, before = null) {
  const old = new Map((before ? fieldsOf(before.view) : []).map((field) => [identity(field), field]));
  const values = new Map();
  for (const field of fieldsOf(view)) {
    const { block, element, key } = field;
    const kept = old.has(identity(field)) && before.values.has(key);
    const fresh = () => initialValue(element, entryOf(view, block.block_id, element.action_id));
    values.set(key, kept ? before.values.get(key) : fresh());
  }
  return { id: view.id, hash: view.hash, view, values, errors: {} };
}

/** What is wrong before the app is asked: {block_id: sentence} for required fields that are empty. */
export function missingIn({ view, values }) {
  const empty = fieldsOf(view).filter(
    ({ block, key }) => block.type === "input" && !block.optional && isEmpty(values.get(key)),
  );
  return requiredErrors(empty.map((field) => field.block.block_id));
}

/** The same for fields named by the server. */
export function requiredErrors(names) {
  return Object.fromEntries(names.map((name) => [name, REQUIRED]));
}

/** The values as the server takes them. */
export function written(form) {
  return Object.fromEntries(form.values);
}

function elementsOf(block) {
  const held = [block.element, block.accessory, ...(block.elements ?? [])];
  return held.filter((element) => element?.action_id);
}

function entryOf(view, blockId, actionId) {
  return view.state?.values?.[blockId]?.[actionId];
}

function identity({ key, element }) {
  return JSON.stringify([key, element.action_id, element.type]);
}

function isEmpty(value) {
  if (Array.isArray(value)) return value.length === 0;
  return value === null || value === undefined || String(value).trim() === "";
}
