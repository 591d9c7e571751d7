// Asks the library in the worker. A question that takes too long ends its worker, and a new one starts.

const LONGEST_ANSWER = 30_000;
// How long a roll waits for odds that are being calculated; then these begin again after it.
const LONGEST_DETOUR = 400;

export class Library {
  #worker;
  // In the order in which the worker turns to them.
  #waiting = new Map();
  #next = 0;
  #ready = false;
  #since;
  #timers = [];

  constructor(onState) {
    this.onState = onState;
    this.#start("loading");
  }

  #start(state) {
    this.#ready = false;
    this.onState(state);
    this.#worker = workerOfPage() ?? new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    this.#worker.onmessage = ({ data }) => {
      if (data.began) this.#isReady(data.began);
      else if (data.failed) this.#failed(data);
      else this.#answered(data.id, JSON.parse(data.answer));
    };
    this.#worker.onerror = () => this.onState("failed");
    if (this.#worker.failed) this.onState("failed");
    this.#worker.postMessage({});
    for (const question of this.#waiting.values()) this.#post(question);
  }

  #isReady(began) {
    this.#ready = true;
    this.onState("ready", began);
    this.#turn();
  }

  // What no roll should do, though one may still find a way.
  #failed({ id, failed }) {
    if (!this.#ready) return this.onState("failed");
    console.error(failed);
    this.#answered(id, problem("Something went wrong. Reload the page to roll on."));
  }

  #answered(id, answer) {
    const question = this.#waiting.get(id);
    this.#waiting.delete(id);
    this.#turn();
    question?.resolve(answer);
  }

  ask(name, ...given) {
    return new Promise((resolve) => {
      const question = { id: this.#next++, text: JSON.stringify([name, given]), resolve, patient: name === "odds" };
      this.#waiting.set(question.id, question);
      this.#post(question);
      if (this.#waiting.size === 1) this.#turn();
      else this.#watch();
    });
  }

  #post({ id, text }) {
    this.#worker.postMessage({ id, question: text });
  }

  // Nobody wants the odds any more that have been asked for: they are answered with "dropped".
  dropOdds() {
    for (const question of this.#waiting.values()) {
      if (!question.patient) continue;
      question.dropped = true;
      question.resolve({ kind: "dropped" });
    }
  }

  // The worker turns to the next question, which has its time from now: loading is as slow as the connection.
  #turn() {
    this.#since = performance.now();
    this.#watch();
  }

  #watch() {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    if (!this.#ready || !this.#waiting.size) return;
    const [current, ...others] = this.#waiting.values();
    this.#after(LONGEST_ANSWER, () => {
      this.#waiting.delete(current.id);
      this.#again();
      current.resolve(problem("This takes too long in a browser. Roll fewer dice."));
    });
    if (current.patient && others.some(({ patient }) => !patient)) this.#after(LONGEST_DETOUR, () => this.#again());
  }

  #after(time, action) {
    this.#timers.push(setTimeout(action, time - (performance.now() - this.#since)));
  }

  // A new worker, which has what it needs in memory, is there sooner than the answer to a long question.
  #again() {
    this.#worker.terminate();
    const left = [...this.#waiting.values()].filter(({ dropped }) => !dropped);
    left.sort((one, other) => one.patient - other.patient);
    this.#waiting = new Map(left.map((question) => [question.id, question]));
    this.#start("again");
  }
}

// The head of a page starts its worker (overrides/main.html), before any of its scripts are there.
function workerOfPage() {
  const { dicewrightWorker } = window;
  window.dicewrightWorker = undefined;
  return dicewrightWorker;
}

function problem(advice) {
  return { kind: "error", marked: advice, advice, fix: null };
}

// Random enough that nobody can foresee a roll, and short enough to share in a link.
export function newSeed() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}

const STATES = {
  loading: "Loading the dice. This takes a few seconds the first time.",
  again: "",
  ready: "",
  failed: "The dice could not be loaded. Reload the page; it needs a browser from 2023 or later.",
};

export function showState(element) {
  return (state, began) => {
    element.textContent = STATES[state];
    element.dataset.state = state;
    if (began) element.dataset.began = began;
  };
}
