/** What fields hold, as the page and its server tell it: text, the value of an option, an id, or a list. */

const KEPT = {
  plain_text_input: ["value", "initial_value"],
  email_text_input: ["value", "initial_value"],
  url_text_input: ["value", "initial_value"],
  number_input: ["value", "initial_value"],
  rich_text_input: ["rich_text_value", "initial_value"],
  static_select: ["selected_option", "initial_option"],
  external_select: ["selected_option", "initial_option"],
  radio_buttons: ["selected_option", "initial_option"],
  users_select: ["selected_user", "initial_user"],
  conversations_select: ["selected_conversation", "initial_conversation"],
  channels_select: ["selected_channel", "initial_channel"],
  datepicker: ["selected_date", "initial_date"],
  timepicker: ["selected_time", "initial_time"],
  datetimepicker: ["selected_date_time", "initial_date_time"],
  checkboxes: ["selected_options", "initial_options"],
  multi_static_select: ["selected_options", "initial_options"],
  multi_external_select: ["selected_options", "initial_options"],
  multi_users_select: ["selected_users", "initial_users"],
  multi_conversations_select: ["selected_conversations", "initial_conversations"],
  multi_channels_select: ["selected_channels", "initial_channels"],
};

/** Whether an element holds a list. */
export function holdsMany(element) {
  return element.type === "checkboxes" || element.type.startsWith("multi_");
}

/**
 * The value of an element from the view's state entry (`state.values[block_id][action_id]`); without
 * an entry, from its own initial_… value. Nothing is null, or [] where several can be chosen.
 */
export function initialValue(element, entry) {
  const [kept, initial] = KEPT[element.type] ?? [];
  const content = entry ? entry[kept] : element[initial];
  if (holdsMany(element)) return (content ?? []).map(plain);
  return plain(content ?? null);
}

/** Where an element's value is in context.values: an actions block may hold several elements. */
export function keyOf(block, element) {
  return block.type === "actions" ? `${block.block_id} ${element.action_id}` : block.block_id;
}

/** The value that an element shows now. */
export function valueOf({ block, element, context }) {
  const key = keyOf(block, element);
  return context.values.has(key) ? context.values.get(key) : initialValue(element, null);
}

/** Keep what was typed or chosen. */
export function keep({ block, element, context }, value) {
  context.values.set(keyOf(block, element), value);
}

function plain(content) {
  if (typeof content === "number") return String(content);
  const isOption = content !== null && typeof content === "object" && "value" in content;
  return isOption ? content.value : content;
}
