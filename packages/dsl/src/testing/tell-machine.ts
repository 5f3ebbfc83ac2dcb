import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import type { CompiledSaga } from "../compile/compiled.ts";

/**
 * A chart as an outline: a line for each place with what it does on entry (`>` where its owner begins, `‖` where
 * all inside run at once, `■` an end), below it a line for each event and where it leads; then the charts of bodies,
 * which are sagas of their own. For golden files.
 */
export function tellMachine({ machine, states }: CompiledSaga): string {
  const bodies = Object.values(states).flatMap((state) =>
    state.type === "forEach" ? [`\nbody of ${state.name}\n\n${tellMachine(state.body)}`] : [],
  );

  return [[...tellEvents(machine, ""), ...tellPlaces(machine, "")].join("\n"), "\n", ...bodies].join("");
}

function tellPlaces(owner: JsonObject, indent: string): readonly string[] {
  return membersOf(owner["states"]).flatMap(([name, place]) => {
    const mark = owner["initial"] === name ? "> " : "";
    const line = `${indent}${mark}${name}${kindMark(place)}${entryText(place["entry"])}`;

    return [line, ...tellEvents(place, `${indent}  `), ...tellPlaces(place, `${indent}  `)];
  });
}

function kindMark(place: JsonObject): string {
  if (place["type"] === "final") return " ■";

  return place["type"] === "parallel" ? " ‖" : "";
}

function entryText(entry: Json | undefined): string {
  const effects = Array.isArray(entry) ? entry.filter(isJsonObject) : [];
  const texts = effects.map((effect) => {
    const params = isJsonObject(effect["params"]) ? Object.values(effect["params"]).filter((value) => value !== "") : [];
    return [String(effect["type"]), ...params.map(String)].join(" ");
  });

  return texts.length === 0 ? "" : `  ${texts.join(", ")}`;
}

function tellEvents(place: JsonObject, indent: string): readonly string[] {
  const events = isJsonObject(place["on"]) ? Object.entries(place["on"]) : [];

  return events.map(([event, transition]) => `${indent}${event} → ${targetOf(transition)}`);
}

function targetOf(transition: Json): string {
  const target = isJsonObject(transition) ? transition["target"] : transition;

  return String(target).replace(/^#saga\./, "");
}

function membersOf(states: Json | undefined): readonly (readonly [string, JsonObject])[] {
  return isJsonObject(states)
    ? Object.entries(states).flatMap(([name, place]) => (isJsonObject(place) ? [[name, place] as const] : []))
    : [];
}
