// Reads lines of "calls <tab> property <tab> text" and answers each with the seconds of processor time that so
// many rolls took.
import { createInterface } from "node:readline";
import { DiceRoll } from "@dice-roller/rpg-dice-roller";

for await (const line of createInterface({ input: process.stdin })) {
  const [calls, property, text] = line.split("\t");
  const start = process.cpuUsage();
  for (let call = 0; call < Number(calls); call += 1) new DiceRoll(text)[property];
  const { user, system } = process.cpuUsage(start);
  console.log((user + system) / 1e6);
}
