// Asks the library in the worker. A question that takes too long ends its worker, and a new one starts.

const LONGEST_ANSWER = 30_000;

export class Library {
  #worker;
  #waiting = new Map();
  #next = 0;
  #ready = false;
  #timer;

  constructor(onState) {
    this.onState = onState;
    this.#start();
  }

  #start() {
    this.#ready = false;
    this.onState("loading");
    this.#worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    this.#worker.onmessage = ({ data }) => {
      if (data.ready) this.#isReady();
      else if (data.failed) this.onState("failed");
      else this.#answered(data);
    };
    this.#worker.onerror = () => this.onState("failed");
  }

  #isReady() {
    this.#ready = true;
    this.onState("ready");
    this.#watch();
  }

  #answered({ id, answer }) {
    const resolve = this.#waiting.get(id);
    this.#waiting.delete(id);
    this.#watch();
    resolve?.(JSON.parse(answer));
  }

  ask(name, ...given) {
    return new Promise((resolve) => {
      const id = this.#next++;
      this.#waiting.set(id, resolve);
      this.#worker.postMessage({ id, question: JSON.stringify([name, given]) });
      if (this.#waiting.size === 1) this.#watch();
    });
  }

  // Each question has its time from when the worker turns to it: loading is as slow as the connection.
  #watch() {
    clearTimeout(this.#timer);
    if (this.#ready && this.#waiting.size) this.#timer = setTimeout(() => this.#giveUp(), LONGEST_ANSWER);
  }

  #giveUp() {
    this.#worker.terminate();
    const advice = "This takes too long in a browser. Roll fewer dice.";
    for (const resolve of this.#waiting.values()) {
      resolve({ kind: "error", marked: advice, advice, fix: null });
    }
    this.#waiting.clear();
    this.#start();
  }
}

// Random enough that nobody can foresee a roll, and short enough to share in a link.
export function newSeed() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}

const STATES = {
  loading: "Loading the dice. This takes a few seconds the first time.",
  ready: "",
  failed: "The dice could not be loaded. Reload the page; it needs a browser from 2023 or later.",
};

export function showState(element) {
  return (state) => {
    element.textContent = STATES[state];
    element.dataset.state = state;
  };
}
