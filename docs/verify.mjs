// An independent verifier of Dicewright's verifiable rolls, written from docs/verifiable-rolls.md alone:
//   node verify.mjs FILE...
// Rolls are "whole" where their dice follow from the seed, are those that the notation throws, and make the
// total: that is done for sums of dice like "6x 4d6kh3 + 2 - 1d4 # note". For all other rolls, only the "dice"
// are checked. Exit status: 0 all follows, 1 something does not, 2 no such file, 3 not all can be checked yet.
import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";

const bytes = (hex) => Buffer.from(hex, "hex");
const netstrings = (...fields) =>
  Buffer.concat(
    fields.flatMap((field) => {
      const plain = Buffer.isBuffer(field) ? field : Buffer.from(String(field));
      return [Buffer.from(`${plain.length}:`), plain, Buffer.from(",")];
    }),
  );
const sha256 = (data) => createHash("sha256").update(data).digest();
const digest = (...fields) => sha256(netstrings(...fields)).toString("hex");
const hmac = (key, ...fields) => createHmac("sha256", key).update(netstrings(...fields)).digest();

const startLink = (s) => digest("session", "1", s.server, s.session, s.commitment, s.seals, s.previous);
const afterWords = (digested, entry) =>
  "removed" in entry ? (entry.contributed ?? digested) : digest("contributed", digested, entry.player, entry.words);

function contentOf(roll) {
  if ("content" in roll) return roll.content;
  const names = Object.keys(roll.names).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const pairs = names.flatMap((name) => [name, roll.names[name]]);
  const asked = ["content", roll.text, roll.notation, roll.system, ...pairs];
  return roll.sealed ? hmac(bytes(roll.key), ...asked).toString("hex") : digest(...asked);
}

function linkOf(entry, before, contributed) {
  if ("end" in entry) return digest("end", before, entry.end, entry.commitment, entry.seals, entry.at);
  if (!("roll" in entry)) return digest("words", before, contributed, entry.at);
  if (entry.removed) return entry.link; // what it was is gone; the next link still depends on it
  const kind = entry.sealed ? "sealed" : "open";
  return digest("roll", before, entry.roll, entry.player, entry.turn, kind, contentOf(entry), entry.at);
}

function isUnderRoot(roll, root) {
  let [place, node] = [roll.roll - 1, sha256(Buffer.concat([Buffer.of(0), bytes(roll.key)]))];
  for (const neighbor of roll.path.map(bytes)) {
    node = sha256(Buffer.concat([Buffer.of(1), ...(place % 2 ? [neighbor, node] : [node, neighbor])]));
    place = Math.floor(place / 2);
  }
  return roll.path.length === 12 && place === 0 && node.toString("hex") === root;
}

// The rule of seeded rolls: a die with s sides takes w bytes, and too large a number is thrown away.
function drawFrom(seed) {
  let [stream, at] = [Buffer.alloc(0), 0];
  return function draw(sides) {
    let width = 1;
    while (256 ** width < sides) width += 1;
    if (at + width > stream.length)
      stream = createHash("shake256", { outputLength: 2 * stream.length + 1024 }).update(seed).digest();
    const value = stream.readUIntBE(at, width);
    at += width;
    return value < 256 ** width - (256 ** width % sides) ? (value % sides) + 1 : draw(sides);
  };
}

// Rolls sums of dice, or returns null for any other notation.
function rolled(notation, draw) {
  let total = 0;
  const plan = notation.split("; ").map((text) => {
    const [, times, sum] = /^(?:(\d{1,3})x )?(.*?)(?: # .*)?$/s.exec(text);
    const signed = `+ ${sum}`.match(/[+-] (?:\d{1,5}d\d{1,7}(?:(?:kh|kl|dh|dl)\d+)?|\d{1,15})(?= |$)/g) ?? [];
    return signed.join(" ") === `+ ${sum}` ? { times: Number(times ?? 1), signed } : null;
  });
  if (plan.includes(null) || /d([1-9])\1+(?!\d)/.test(notation)) return null; // d66 is two dice
  for (const { times, signed } of plan)
    for (let time = 0; time < times; time += 1)
      for (const term of signed) {
        const [, sign, count, sides, keep, number] = /^([+-]) (\d+)(?:d(\d+))?(?:(kh|kl|dh|dl)(\d+))?$/.exec(term);
        let value = Number(count);
        if (sides !== undefined) {
          const dice = Array.from({ length: Number(count) }, () => draw(Number(sides))).sort((a, b) => a - b);
          const kept = !keep ? dice.length : keep[0] === "k" ? Number(number) : dice.length - Number(number);
          const highest = keep === "kh" || keep === "dl";
          const few = Math.max(0, Math.min(kept, dice.length));
          value = (highest ? dice.slice(dice.length - few) : dice.slice(0, few)).reduce((a, b) => a + b, 0);
        }
        total += sign === "-" ? -value : value;
      }
  return total;
}

function checkRoll(roll, contributed, start, secret, wrong) {
  if ("content" in roll) return "sealed";
  if (roll.sealed && !isUnderRoot(roll, start.seals)) wrong(`roll #${roll.roll}: wrong key`);
  const key = roll.sealed ? bytes(roll.key) : secret;
  if (key === null) return "waits";
  const seed = hmac(key, "seed", roll.player, roll.turn, contributed);
  const draw = drawFrom(seed);
  if (roll.total === null) return "waits"; // the host no longer has the game system's file
  if (roll.faces !== null && String(roll.sides.map(draw)) !== String(roll.faces))
    wrong(`roll #${roll.roll}: its seed gives other dice`);
  const [thrown, again] = [[], drawFrom(seed)];
  const total = roll.system ? null : rolled(roll.notation, (sides) => (thrown.push(sides), again(sides)));
  if (total === null) return roll.faces === null && roll.total ? "waits" : "dice";
  if (String(total) !== roll.total) wrong(`roll #${roll.roll}: its dice make another total`);
  if (roll.faces !== null && String(thrown) !== String(roll.sides)) wrong(`roll #${roll.roll}: other kinds of dice`);
  return "whole";
}

function check(file, say) {
  const found = { whole: 0, dice: 0, sealed: 0, waits: 0, removed: 0, wrong: 0 };
  const wrong = (problem) => ((found.wrong += 1), say(`  WRONG: ${problem}`));
  const [start, receipt] = [file.start, file.format === "dicewright receipt"];
  if ((!receipt && file.format !== "dicewright session") || file.version !== 1) throw new Error("unknown format");
  let secret = file.secret === null ? null : bytes(file.secret);
  if (secret && sha256(secret).toString("hex") !== start.commitment) (wrong("wrong secret"), (secret = null));
  let [before, contributed, expected, ended] = [startLink(start), "", 1, false];
  const turns = {};
  for (const entry of receipt ? [...file.words, file.roll] : file.entries) {
    const name = "roll" in entry ? `roll #${entry.roll}` : "end" in entry ? "the end" : `words set at ${entry.at}`;
    if (!("roll" in entry || "end" in entry)) contributed = afterWords(contributed, entry);
    const follows = receipt ? file.before : before;
    if ((!receipt || entry === file.roll) && linkOf(entry, follows, contributed) !== entry.link)
      wrong(`${name}: changed, in another place, or something before it is missing`);
    before = entry.link;
    if (ended) wrong(`${name}: after the end`);
    if ("end" in entry && ((ended = true), entry.end !== expected - 1)) wrong(`${entry.end} rolls, but some are missing`);
    if (!("roll" in entry)) continue;
    if (!receipt && entry.roll !== expected) wrong(`roll #${entry.roll} where #${expected} should be`);
    expected = entry.roll + 1;
    if (entry.removed) found.removed += 1;
    else {
      turns[entry.player] = (turns[entry.player] ?? 0) + 1;
      if (!receipt && turns[entry.player] !== entry.turn) wrong(`${name}: not roll ${entry.turn} of its player`);
      found[checkRoll(entry, contributed, start, secret, wrong)] += 1;
    }
  }
  if (!receipt && secret && !ended) wrong("the end is missing");
  say(`  ${JSON.stringify(found)}`);
  return found.wrong ? 1 : found.waits + found.removed + (receipt ? found.sealed : 0) ? 3 : 0;
}

const statuses = process.argv.slice(2).map((name) => {
  console.log(name);
  try {
    return check(JSON.parse(readFileSync(name, "utf8")), console.log);
  } catch (error) {
    console.log(`  neither a receipt nor a session: ${error.message}`);
    return 2;
  }
});
process.exitCode = statuses.includes(1) ? 1 : Math.max(0, ...statuses);
