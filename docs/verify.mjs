// A verifier of Dicewright's verifiable rolls, written from docs/verifiable-rolls.md alone: node verify.mjs FILE...
// Rolls are "whole" where their dice follow from the seed, are those that the notation throws, and make the total:
// that is done for sums of dice like "6x 4d6kh3 + 2 - 1d4 # note". For all other rolls, only the "dice" are checked.
// Exit status: 0 all follows, 1 something does not, 2 no such file, 3 not all can be checked yet.
import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
const bytes = (hex) => Buffer.from(hex, "hex");
const netstrings = (...fields) => fields.map((each) => `${Buffer.byteLength(String(each))}:${each},`).join("");
const sha256 = (data) => createHash("sha256").update(data).digest();
const digest = (...fields) => sha256(netstrings(...fields)).toString("hex");
const hmac = (key, ...fields) => createHmac("sha256", key).update(netstrings(...fields)).digest();
const afterWords = (digested, entry) =>
  "removed" in entry ? (entry.contributed ?? digested) : digest("contributed", digested, entry.player, entry.words);
function contentOf(roll) {
  if ("content" in roll) return roll.content;
  const names = Object.entries(roll.names).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const asked = ["content", roll.text, roll.notation, roll.system, ...names.flat()];
  return roll.sealed ? hmac(bytes(roll.key), ...asked).toString("hex") : digest(...asked);
}
function linkOf(e, before, contributed) {
  if ("end" in e) return digest("end", before, e.end, e.commitment, e.seals, e.at);
  if (!("roll" in e)) return digest("words", before, contributed, e.at);
  if (e.removed) return e.link; // what it was is gone; the next link still depends on it
  return digest("roll", before, e.roll, e.player, e.turn, e.sealed ? "sealed" : "open", contentOf(e), e.at);
}
function isUnderRoot({ roll, key, path }, root) {
  const above = (node, neighbor, level) =>
    sha256(Buffer.concat([Buffer.of(1), ...(((roll - 1) >> level) & 1 ? [neighbor, node] : [node, neighbor])]));
  const top = path.map(bytes).reduce(above, sha256(Buffer.concat([Buffer.of(0), bytes(key)])));
  return path.length === 12 && roll >= 1 && roll <= 4096 && top.toString("hex") === root;
}

// The rule of seeded rolls: a die with s sides takes w bytes, and too large a number is thrown away.
function drawFrom(seed) {
  let [stream, at] = [Buffer.alloc(0), 0];
  return function draw(sides) {
    const width = [1, 2, 3, 4, 5, 6].find((each) => 256 ** each >= sides);
    if (at + width > stream.length)
      stream = createHash("shake256", { outputLength: 2 * stream.length + 1024 }).update(seed).digest();
    const value = stream.readUIntBE((at += width) - width, width);
    return value < 256 ** width - (256 ** width % sides) ? (value % sides) + 1 : draw(sides);
  };
}

// Rolls sums of dice, or returns null for any other notation.
function rolled(notation, draw) {
  const plan = notation.split("; ").map((text) => {
    const [, times, sum] = /^(?:(\d{1,3})x )?(.*?)(?: # .*)?$/s.exec(text);
    const signed = `+ ${sum}`.match(/[+-] (?:\d{1,5}d\d{1,7}(?:(?:kh|kl|dh|dl)\d+)?|\d{1,15})(?= |$)/g) ?? [];
    return signed.join(" ") === `+ ${sum}` ? Array(Number(times ?? 1)).fill(signed).flat() : null;
  });
  if (plan.includes(null) || /d([1-9])\1+(?!\d)/.test(notation)) return null; // d66 is two dice
  if (plan.flat().reduce((dice, term) => dice + Number(/\d+(?=d)/.exec(term) ?? 0), 0) > 10000) return null;
  return plan.flat().reduce((total, term) => {
    const [, sign, count, sides, keep, number] = /^([+-]) (\d+)(?:d(\d+))?(?:(kh|kl|dh|dl)(\d+))?$/.exec(term);
    if (sides === undefined) return total + Number(sign + count);
    const dice = Array.from({ length: Number(count) }, () => draw(Number(sides))).sort((a, b) => a - b);
    const kept = keep?.startsWith("d") ? dice.length - number : Number(number ?? dice.length);
    const few = Math.max(0, Math.min(kept, dice.length));
    const from = keep === "kh" || keep === "dl" ? dice.length - few : 0;
    const value = dice.slice(from, from + few).reduce((a, b) => a + b, 0);
    return sign === "-" ? total - value : total + value;
  }, 0);
}

function checkRoll(roll, contributed, start, secret, wrong) {
  if ("content" in roll) return "sealed";
  if (roll.sealed && !isUnderRoot(roll, start.seals)) wrong(`roll #${roll.roll}: wrong key`);
  const key = roll.sealed ? bytes(roll.key) : secret;
  if (key === null || roll.total === null) return "waits"; // null where the host no longer has the game's file
  const seed = hmac(key, "seed", roll.player, roll.turn, contributed);
  const [draw, again, thrown] = [drawFrom(seed), drawFrom(seed), []];
  if (roll.faces !== null && String(roll.sides.map(draw)) !== String(roll.faces))
    wrong(`roll #${roll.roll}: its seed gives other dice`);
  const total = roll.system ? null : rolled(roll.notation, (sides) => (thrown.push(sides), again(sides)));
  if (total === null) return roll.faces === null && roll.total ? "waits" : "dice";
  if (String(total) !== roll.total) wrong(`roll #${roll.roll}: its dice make another total`);
  if (roll.faces !== null && String(thrown) !== String(roll.sides)) wrong(`roll #${roll.roll}: other kinds of dice`);
  return "whole";
}
// A second look names the call and the faces of the roll that it looks at, which are in the same file.
function checkLook(roll, rolls, wrong) {
  const [, does, number] = (roll.system && /^(push|keep) #(\d+)$/.exec(roll.text)) || [];
  const [, shown, done] = /^(.* \[[\d ]*\]) (push|keep)( [^\s.[\]]+\.\d+)*$/s.exec(roll.notation) ?? [];
  if (!does || does !== done) return;
  const { player, system, notation, faces, sealed, removed } = rolls.get(Number(number)) ?? {};
  const same = player === roll.player && system === roll.system && shown === `${notation} [${faces?.join(" ")}]`;
  if (!same && !(removed || (sealed && !notation) || faces === null)) wrong(`roll #${roll.roll}: a look at another roll`);
}

// Every object has exactly the fields of one of these, and each once, so that no two readers read it differently.
const SHAPES = `entries format secret start version|before format roll secret start version words|at link player words
|commitment previous seals server session|at content link player roll sealed turn|at commitment end link seals
|at faces link names notation player roll sealed sides system text total turn|at contributed link removed
|at faces key link names notation path player roll sealed sides system text total turn|link removed roll`;
function read(text) {
  let fields = 0;
  const file = JSON.parse(text, function (name, value) {
    if (!Array.isArray(this) && name !== "") fields += 1;
    if (!(value instanceof Object) || Array.isArray(value) || name === "names") return value;
    const [shape, { player = "", turn = 1 }] = [Object.keys(value).sort().join(" "), value];
    if (SHAPES.split(/\n?\|/).includes(shape) && /^([1-9]\d{0,19})?$/.test(player) && Number.isInteger(turn)) return value;
    throw new Error(`not as in the guide: ${shape}`);
  });
  const written = text.match(/"[^"\\]*(?:\\.[^"\\]*)*"\s*:?/g)?.filter((each) => each.endsWith(":"));
  if (written?.length !== fields) throw new Error("a field is there twice");
  return file;
}

function check(file, say) {
  const found = { whole: 0, dice: 0, sealed: 0, waits: 0, removed: 0, wrong: 0 };
  const wrong = (problem) => ((found.wrong += 1), say(`  WRONG: ${problem}`));
  const [start, receipt] = [file.start, file.format === "dicewright receipt"];
  if ((!receipt && file.format !== "dicewright session") || file.version !== 1) throw new Error("unknown format");
  let secret = file.secret === null ? null : bytes(file.secret);
  if (secret && sha256(secret).toString("hex") !== start.commitment) (wrong("wrong secret"), (secret = null));
  const { server, session, commitment, seals, previous } = start;
  let [before, contributed] = [digest("session", "1", server, session, commitment, seals, previous), ""];
  let [expected, ended, turns, rolls] = [1, false, new Map(), new Map()];
  if ((previous === "") !== (session === 1)) wrong("another session is missing before it");
  for (const entry of receipt ? [...file.words, file.roll] : file.entries) {
    const name = "roll" in entry ? `roll #${entry.roll}` : "end" in entry ? "the end" : `words set at ${entry.at}`;
    if (!("roll" in entry || "end" in entry)) contributed = afterWords(contributed, entry);
    if ((!receipt || entry === file.roll) && linkOf(entry, receipt ? file.before : before, contributed) !== entry.link)
      wrong(`${name}: changed, in another place, or something before it is missing`);
    before = entry.link;
    if (ended) wrong(`${name}: after the end`);
    if ("end" in entry && ((ended = true), entry.end !== expected - 1)) wrong(`${entry.end} rolls, but some are missing`);
    if ("end" in entry && entry.commitment === commitment) wrong("the next session has the same secret");
    if (!("roll" in entry)) continue;
    if (!receipt && entry.roll !== expected) wrong(`roll #${entry.roll} where #${expected} should be`);
    expected = entry.roll + 1;
    if (!receipt) (checkLook(entry, rolls, wrong), rolls.set(entry.roll, entry));
    turns.set(entry.player, (turns.get(entry.player) ?? 0) + 1);
    if (!receipt && !entry.removed && turns.get(entry.player) !== entry.turn) wrong(`${name}: another turn`);
    found[entry.removed ? "removed" : checkRoll(entry, contributed, start, secret, wrong)] += 1;
  }
  if (!receipt && secret && !ended) wrong("the end is missing");
  say(`  ${JSON.stringify(found)}`);
  return found.wrong ? 1 : found.waits + found.removed + (receipt ? found.sealed : 0) ? 3 : 0;
}
const statuses = process.argv.slice(2).map((name) => {
  try {
    console.log(name);
    return check(read(readFileSync(name, "utf8")), console.log);
  } catch (error) {
    return (console.log(`  neither a receipt nor a session: ${error.message}`), 2);
  }
});
process.exitCode = statuses.includes(1) ? 1 : Math.max(0, ...statuses);
