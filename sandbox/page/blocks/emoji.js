/** The names of common emoji, as Slack spells them. */

const NAMED = `
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 wave 👋 clap 👏 raised_hands 🙌 pray 🙏 muscle 💪 ok_hand 👌 point_right 👉
point_left 👈 point_up ☝️ point_down 👇 eyes 👀 handshake 🤝 writing_hand ✍️ raising_hand 🙋 crossed_fingers 🤞
smile 😄 smiley 😃 grin 😁 grinning 😀 laughing 😆 joy 😂 rofl 🤣 wink 😉 blush 😊 slightly_smiling_face 🙂 sunglasses 😎
thinking_face 🤔 neutral_face 😐 confused 😕 cry 😢 sob 😭 scream 😱 sweat_smile 😅 heart_eyes 😍 partying_face 🥳
sleeping 😴 facepalm 🤦 shrug 🤷 robot_face 🤖 ghost 👻 heart ❤️ broken_heart 💔 sparkles ✨ star ⭐ star2 🌟 fire 🔥
boom 💥 zap ⚡ rocket 🚀 tada 🎉 confetti_ball 🎊 gift 🎁 trophy 🏆 medal 🏅 first_place_medal 🥇 dart 🎯 100 💯
white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ negative_squared_cross_mark ❎ warning ⚠️
no_entry ⛔ no_entry_sign 🚫 question ❓ exclamation ❗ heavy_exclamation_mark ❗ bangbang ‼️ information_source ℹ️
bell 🔔 no_bell 🔕 lock 🔒 unlock 🔓 key 🔑 mag 🔍 bulb 💡 hammer 🔨 wrench 🔧 hammer_and_wrench 🛠️ gear ⚙️ toolbox 🧰
link 🔗 pushpin 📌 paperclip 📎 memo 📝 pencil 📝 pencil2 ✏️ clipboard 📋 bookmark 🔖 books 📚 book 📖 calendar 📆 date 📅
spiral_calendar_pad 🗓️ clock1 🕐 clock9 🕘 alarm_clock ⏰ stopwatch ⏱️ timer_clock ⏲️ hourglass ⌛ hourglass_flowing_sand ⏳
chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊 computer 💻 desktop_computer 🖥️ package 📦
email 📧 envelope ✉️ incoming_envelope 📨 speech_balloon 💬 mega 📣 loudspeaker 📢 house 🏠 office 🏢 ladder 🪜
arrow_up ⬆️ arrow_down ⬇️ arrow_right ➡️ arrow_left ⬅️ arrow_upper_right ↗️ arrow_lower_right ↘️ left_right_arrow ↔️
repeat 🔁 arrows_counterclockwise 🔄 heavy_plus_sign ➕ heavy_minus_sign ➖ new 🆕 up 🆙 soon 🔜 top 🔝 end 🔚 one 1️⃣ two 2️⃣
three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ zero 0️⃣ keycap_ten 🔟 red_circle 🔴 large_blue_circle 🔵
large_green_circle 🟢 large_yellow_circle 🟡 large_orange_circle 🟠 white_circle ⚪ black_circle ⚫ large_green_square 🟩
white_large_square ⬜ black_large_square ⬛ black_small_square ▪️ white_small_square ▫️ seedling 🌱 herb 🌿 deciduous_tree 🌳
sunny ☀️ cloud ☁️ rain_cloud 🌧️ rainbow 🌈 snowflake ❄️ earth_africa 🌍 coffee ☕ pizza 🍕 cake 🍰 beer 🍺 beers 🍻 dog 🐶
cat 🐱 bug 🐛 snail 🐌 turtle 🐢 snake 🐍 unicorn_face 🦄 busts_in_silhouette 👥 bust_in_silhouette 👤 eye 👁️ brain 🧠
test_tube 🧪 microscope 🔬 construction 🚧 rotating_light 🚨 checkered_flag 🏁 triangular_flag_on_post 🚩 shield 🛡️
`;

const words = NAMED.trim().split(/\s+/);
const EMOJI = new Map(words.flatMap((word, at) => (at % 2 ? [] : [[word, words[at + 1]]])));

/** The emoji of a name; null for a name that is not known. */
export function emojiOf(name) {
  return EMOJI.get(name) ?? null;
}

/** The emoji of Slack's code points, such as "1f44b-1f3fd"; null for none. */
export function emojiOfCode(code) {
  const points = /^[0-9a-f]{2,6}(?:-[0-9a-f]{2,6}){0,9}$/i.test(code) ? code.split("-") : [];
  const numbers = points.map((point) => Number.parseInt(point, 16));
  const sound = numbers.length > 0 && numbers.every((number) => number <= 0x10ffff);
  return sound ? String.fromCodePoint(...numbers) : null;
}
