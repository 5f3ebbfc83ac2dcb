// Which step an undo takes back is only in its name. Two things are asked: a word of taking back in the name of the
// undo, and a thing that both names share. "CancelFlight" takes back "ReserveFlight"; "Notify" takes back nothing.

const UNDO_WORDS =
  "cancel undo refund release revert rollback compensate delete remove void reverse unreserve unbook restore return abort unlock credit detach revoke terminate deregister disable unsubscribe discard withdraw cleanup clean".split(
    " ",
  );
const DO_WORDS =
  "reserve book create charge pay process place allocate hold lock authorize authorise add insert put update debit deposit attach grant start register enable subscribe make do perform execute confirm order transfer send submit ship schedule".split(
    " ",
  );
const FILLERS = "task step state function lambda fn the a an of for my service order transaction".split(" ");

// What a word of taking back is the opposite of, where several steps are about one thing.
const OPPOSITES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    cancel: ["reserve", "book", "order", "create", "place", "schedule", "make", "submit"],
    refund: ["charge", "pay", "process", "debit"],
    release: ["reserve", "hold", "allocate", "lock"],
    delete: ["create", "add", "insert", "put", "register"],
    remove: ["create", "add", "insert", "put", "register", "attach"],
    void: ["authorize", "authorise", "hold"],
    credit: ["debit", "charge"],
    revoke: ["grant"],
    unlock: ["lock"],
  }),
);

interface NameWords {
  readonly undoes: boolean;
  readonly words: readonly string[];
  /** Words that name a thing. */
  readonly things: ReadonlySet<string>;
}

function wordsOf(name: string): NameWords {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const undoes = words.some((word) => UNDO_WORDS.includes(word) || /^un[a-z]{4,}$/.test(word)) || /roll ?back/.test(words.join(" "));
  const things = words.filter(
    (word) => !UNDO_WORDS.includes(word) && !DO_WORDS.includes(word) && !FILLERS.includes(word) && word !== "roll" && word !== "back",
  );

  return { undoes, words, things: new Set(things.map(singular)) };
}

function singular(word: string): string {
  return word.replace(/ations?$|ings?$|s$/, "");
}

/** Whether a name speaks of taking something back. */
export function soundsLikeUndo(name: string): boolean {
  return wordsOf(name).undoes;
}

/** The one of several steps that an undo takes back by its name; undefined when none or several fit. */
export function stepUndoneBy(undo: string, steps: readonly string[]): string | undefined {
  const { undoes, things, words } = wordsOf(undo);
  if (!undoes) return undefined;
  const scored = steps
    .map((step) => ({ step, shared: sharedOf(things, wordsOf(step)), opposes: opposes(words, wordsOf(step).words) }))
    .filter(({ shared }) => shared > 0)
    .map(({ step, shared, opposes: fits }) => ({ step, score: shared + (fits ? OPPOSING : 0) }))
    .toSorted((left, right) => right.score - left.score);
  const [best, second] = scored;

  return best === undefined || best.score === second?.score ? undefined : best.step;
}

function sharedOf(things: ReadonlySet<string>, step: NameWords): number {
  if (step.undoes) return 0;
  const shared = [...things].filter((thing) => step.things.has(thing)).length;

  return shared / (things.size + step.things.size - shared || 1);
}

// A fitting word decides between steps about the same thing, and not against the thing.
const OPPOSING = 0.2;

function opposes(undo: readonly string[], step: readonly string[]): boolean {
  return undo.some((word) => (OPPOSITES.get(word) ?? []).some((opposite) => step.includes(opposite)));
}
