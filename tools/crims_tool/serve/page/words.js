// SPDX-License-Identifier: MIT
// Numbers and months as people read them.

const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 3 });

export const monthNames = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
export const dayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** 1234 as "1,234". */
export const count = (number) => whole.format(number);

/** 12.345 as "12.3"; 1234.5 as "1,235". */
export const amount = (number) => (Math.abs(number) >= 100 ? whole.format(number) : short.format(number));

/** "1 crime", "2 crimes". */
export const crimes = (number) => `${count(number)} ${number === 1 ? "crime" : "crimes"}`;

/** "2023-07" as "July 2023". */
export function monthWords(month) {
  const [year, number] = month.split("-");
  return `${monthNames[Number(number) - 1]} ${year}`;
}

/** A loading of 0.8 as "0.8, 20 % lower". */
export function loadingWords(loading) {
  const percent = Math.round((loading - 1) * 100);
  if (percent === 0) return "1, the model as it is";
  if (loading === 0) return "0, no crime";
  return `${loading}, ${Math.abs(percent)} % ${percent < 0 ? "lower" : "higher"}`;
}

/** "burglary" as "Burglary". */
export const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** How often `now` differs from `before`: "+12 %", "−5 %", "0 %", or nothing where there was none before. */
export function change(now, before) {
  if (before === 0) return "";
  const percent = Math.round((100 * (now - before)) / before);
  return `${percent > 0 ? "+" : percent < 0 ? "−" : ""}${count(Math.abs(percent))} %`;
}

/** How many of each weekday, Monday first, a month "2023-07" has. */
export function weekdaysOf(month) {
  const [year, number] = month.split("-").map(Number);
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const first = (new Date(Date.UTC(year, number - 1, 1)).getUTCDay() + 6) % 7;
  return dayNames.map((_, day) => Math.ceil((days - ((day - first + 7) % 7)) / 7));
}

/** "2023-12" and 2 as "2024-02". */
export function monthsLater(month, months) {
  const [year, number] = month.split("-").map(Number);
  const at = year * 12 + number - 1 + months;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
}
