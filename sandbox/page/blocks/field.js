/** What ties a control to its label, hint and error. */

let count = 0;

/** An id that no other element of the page has. */
export function freshId() {
  count += 1;
  return `block-part-${count}`;
}

/** The attributes of a control that say its name, what is told about it, and whether it is wrong. */
export function described({ element, context, name, field }, own = "") {
  const shared = { dataset: { action: element.action_id ?? "" }, disabled: context.disabled };
  if (!field) return { ...shared, "aria-label": name || own || element.placeholder?.text || "Choose" };
  return {
    ...shared,
    id: field.id,
    "aria-labelledby": field.labelId,
    "aria-describedby": field.describedBy,
    "aria-invalid": field.error ? "true" : null,
    "aria-required": field.required ? "true" : null,
  };
}

/** The words in an empty control. */
export function placeholderOf({ element }, otherwise = "") {
  return element.placeholder?.text ?? otherwise;
}
