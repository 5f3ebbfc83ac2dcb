import type { AllowedCommand } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { commandLabel, splitCommands } from "./commands.ts";

describe("the commands of a saga", () => {
  test("at most two stand beside the title, the most useful first", () => {
    const { shown } = splitCommands([aCommand("pause"), aCommand("compensate"), aCommand("retry")]);

    expect(shown.map((command) => command.type)).toEqual(["retry", "compensate"]);
  });

  test("what cannot be taken back is never beside the title", () => {
    const { shown, more } = splitCommands([aCommand("terminate"), aCommand("waive-undo")]);

    expect([shown, more.map((command) => command.type)]).toEqual([[], ["waive-undo", "terminate"]]);
  });

  test("what is not possible comes last and stays to be read", () => {
    const { more } = splitCommands([{ ...aCommand("resume"), allowed: false }, aCommand("terminate")]);

    expect(more.map((command) => command.type)).toEqual(["terminate", "resume"]);
  });

  test("the retry of an undo says that it is one", () => {
    expect(commandLabel({ ...aCommand("retry"), state: "charge", lane: "undo" })).toBe("Retry undo of “charge”…");
  });
});

function aCommand(type: AllowedCommand["type"]): AllowedCommand {
  return { type, allowed: true, why: null, risk: "R3", state: null, lane: null };
}
