import { inputProblems, simulate as play } from "@skald/proof";
import type { Json } from "@skald/shared";
import type { Call, Command } from "../../command-line/command.ts";
import { UsageError } from "../../command-line/usage-error.ts";
import { compileFiles } from "../../documents/compile-files.ts";
import { EXIT } from "../../exit-code.ts";
import { readInput } from "../../reading/read-input.ts";
import { readScript } from "../../reading/read-outcomes.ts";
import { simulationText } from "../../text/simulation-text.ts";

/** `skald simulate`: plays one saga, without an engine. */
export const simulate: Command = {
  name: "simulate",
  summary: "Play one saga in a made-up world, without an engine.",
  positionals: ["<files…>"],
  options: {
    set: {
      value: "state=outcome",
      many: true,
      text: "What a participant does, or what comes from outside. May be given more than once; what is not named goes well.",
    },
    seed: { value: "number", text: "Draw what is not set, always the same for the same number." },
    input: {
      value: "file|json|-",
      text: "Input: a JSON file, JSON as it stands, or - for what is piped in. Left out: its values stay unknown.",
    },
    saga: { value: "name", text: "Which saga, where the files hold several." },
  },
  example: `simulate services/ sagas/order.yaml --set reserve=busy,unknown --set undo.createOrder="fails 2"`,
  notes: [
    'A step is ok, refused, busy, unknown (it happened, and nobody heard), lost (it did not happen), or the type of one of its errors; {"ok": {…}} gives an output. Commas part the attempts.',
    'An undo (undo.reserve) is ok, fails, or "fails 2"; a verify (verify.reserve) says yes, no or none; a switch takes "case 1" or default.',
    'What comes from outside: a listen gets received (its first case), the type of an event or the name of a signal, or "case 2"; a human one of its outcomes; a task its callback (callback.ship) with ok, refused or a type of its errors; and its lock (lock.ship) is granted or a deadlock. Each may be timedOut: nothing comes, and the clock goes on. {"reject": {…}} gives the payload, the form or the output; a list goes on from visit to visit.',
    "The call fails (1) when the saga does what no saga may do, not when it ends otherwise than completed.",
  ],
  run: async (call) => {
    const files = await compileFiles(call);
    if (files === null) return EXIT.failed;
    const name = call.given.text("saga");
    const fitting = files.filter(
      ({ definition }) => name === undefined || name === definition.name || name === `${definition.namespace}/${definition.name}`,
    );
    const [file, ...others] = fitting;
    if (file === undefined || others.length > 0)
      throw new UsageError(
        `${name === undefined || fitting.length > 0 ? "" : `There is no saga "${name}". `}Say which saga with --saga: ${files.map(({ definition }) => definition.name).join(", ")}.`,
      );

    const { definition, children } = file;
    const options = await optionsOf(call);
    const misfits = options.input === undefined ? [] : inputProblems(definition, options.input);
    if (misfits.length > 0) throw new UsageError(misfits.join("\n"));
    const simulation = play(definition, readScript(definition, call.given.texts("set")), { ...options, children });
    const { saga: _inside, ...told } = simulation;
    if (call.json) call.terminal.out(JSON.stringify(told, null, 2));
    else {
      call.terminal.out(`${definition.namespace}/${definition.name} ${definition.version}`);
      call.terminal.out(simulationText(simulation, call.terminal.style));
    }
    return simulation.findings.length === 0 ? EXIT.ok : EXIT.failed;
  },
};

async function optionsOf({ given, terminal }: Call): Promise<{ readonly seed?: number; readonly input?: Json }> {
  const [seed, input] = [given.text("seed"), given.text("input")];
  if (seed !== undefined && !/^\d{1,15}$/.test(seed)) throw new UsageError(`"--seed" is "${seed}"; a whole number is needed.`);

  return {
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    ...(input === undefined ? {} : { input: (await readInput(input, terminal.readStdin)) as Json }),
  };
}
