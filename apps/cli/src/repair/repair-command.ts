import type { CommandRequest, CommandType } from "@skald/shared";
import type { Call, Command, Options } from "../command-line/command.ts";
import { giveCommand } from "./give-command.ts";

/** What one command has that the others have not. */
export interface Repair {
  readonly type: CommandType;
  readonly summary: string;
  readonly positionals?: readonly string[];
  readonly options?: Options;
  readonly example: string;
  readonly notes?: readonly string[];
  /** The fields of the command beside its type, reason and ticket. */
  readonly fields?: (call: Call) => Partial<CommandRequest> | Promise<Partial<CommandRequest>>;
}

const OPTIONS: Options = {
  reason: { value: "text", text: "Why. Stands in the audit; at least 10 characters for what does harm." },
  ticket: { value: "text", text: "The ticket this belongs to. Stands in the audit." },
  yes: { text: "Do not ask. Needed where nobody sits at a terminal." },
  "idempotency-key": { value: "text", text: "The same key never gives the command twice." },
};

/** A command of the command line that gives a saga a command: shows the plan, asks, and reports the verdict. */
export function repairCommand(repair: Repair): Command {
  return {
    name: repair.type,
    summary: repair.summary,
    positionals: ["<id>", ...(repair.positionals ?? [])],
    options: { ...repair.options, ...OPTIONS },
    example: repair.example,
    notes: [...(repair.notes ?? []), "Without --yes the plan is shown and has to be confirmed at the terminal."],
    run: async (call) => {
      const { given } = call;
      const [reason, ticket] = [given.text("reason"), given.text("ticket")];
      const request: CommandRequest = {
        type: repair.type,
        ...(await repair.fields?.(call)),
        ...(reason === undefined ? {} : { reason }),
        ...(ticket === undefined ? {} : { ticket }),
      };
      return giveCommand(given.positionals[0] ?? "", request, call);
    },
  };
}

/** The state a command is meant for, where it was named. */
export function stateOf({ given }: Call): Pick<CommandRequest, "state"> {
  const [, state] = given.positionals;

  return state === undefined ? {} : { state };
}
