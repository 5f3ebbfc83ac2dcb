import { type RunOptions, runProgram } from "../run-program.ts";

/** What a gate found. Notes are shown and stop nobody. */
export interface Verdict {
  readonly passed: boolean;
  readonly findings: string;
  readonly notes?: readonly string[];
}

/** One question the sources must answer with yes. */
export interface Gate {
  readonly name: string;
  readonly check: () => Promise<Verdict>;
}

/** A gate that is a program: it passes when the program ends with 0. */
export function programGate(name: string, command: readonly string[], options: RunOptions = {}): Gate {
  return {
    name,
    check: async () => {
      const ran = await runProgram(command, options);

      return { passed: ran.code === 0, findings: ran.output };
    },
  };
}
