// Reads lines of "calls <tab> text" and answers each with the seconds of processor time that so
// many rolls took. A text is rolled often before it is first measured, so that the compiler has seen it.
import { createInterface } from "node:readline";
import { DiceRoll } from "@dice-roller/rpg-dice-roller";

const COMPILED = 20_000;
const seen = new Set();

function roll(text, times) {
  for (let time = 0; time < times; time += 1) new DiceRoll(text).total;
}

for await (const line of createInterface({ input: process.stdin })) {
  const [calls, text] = line.split("\t");
  if (!seen.has(text)) roll(text, COMPILED);
  seen.add(text);
  const start = process.cpuUsage();
  roll(text, Number(calls));
  const { user, system } = process.cpuUsage(start);
  console.log((user + system) / 1e6);
}
