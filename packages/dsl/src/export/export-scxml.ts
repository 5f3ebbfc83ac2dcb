import { isJsonArray, isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { memberOf, membersAt, textAt, writtenAt } from "../model/read-json.ts";
import { type NamedNode, nameNodes } from "./scxml/name-nodes.ts";
import { element, type XmlElement, xmlText } from "./scxml/xml.ts";

/**
 * A machine config of XState as a document of SCXML 1.0. States, parallel and final states, history, transitions,
 * entry and exit actions (as `send` with their params as JSON content) and delays; guards are kept in an attribute of
 * our own, because the null data model has none.
 */
export function exportScxml(machine: JsonObject): string {
  const { root, nodes } = nameNodes(machine);

  return xmlText(
    element(
      "scxml",
      {
        xmlns: "http://www.w3.org/2005/07/scxml",
        "xmlns:skald": "urn:skald:scxml",
        version: "1.0",
        datamodel: "null",
        name: root.id,
        initial: root.id,
      },
      [nodeElement(root, nodes)],
    ),
  );
}

function nodeElement(node: NamedNode, nodes: readonly NamedNode[]): XmlElement {
  const children = nodes.filter((each) => each.parent === node);
  const type = textAt(node.config, "type");
  if (type === "history") return historyElement(node, nodes);

  const initial = textAt(node.config, "initial");
  const first = children.find((child) => child.key === initial);
  const name = type === "final" ? "final" : kindOf(type);
  return element(name, { id: node.id, ...(first === undefined || name !== "state" ? {} : { initial: first.id }) }, [
    ...actions("onentry", [...actionsAt(node.config, "entry"), ...delayed(node, "send")]),
    ...actions("onexit", [...actionsAt(node.config, "exit"), ...delayed(node, "cancel")]),
    ...(name === "final" ? [] : transitionsOf(node, nodes)),
    ...children.map((child) => nodeElement(child, nodes)),
  ]);
}

function kindOf(type: string | null): "state" | "parallel" {
  return type === "parallel" ? "parallel" : "state";
}

function historyElement(node: NamedNode, nodes: readonly NamedNode[]): XmlElement {
  const type = textAt(node.config, "history") === "deep" ? "deep" : "shallow";

  // Without a target of its own it leads where its parent begins.
  const target = memberOf(node.config, "target") ?? writtenAt(node.parent?.config, "initial");
  return element("history", { id: node.id, type }, transitionsTo("", target, { node, nodes }));
}

// An event matches every transition whose name begins like it, token by token, and the first in the document wins:
// the longest names come first.
function transitionsOf(node: NamedNode, nodes: readonly NamedNode[]): readonly XmlElement[] {
  const named = membersAt(node.config, "on").map(([event, transition]) => [eventName(event), transition] as const);
  const sorted = [...named].sort(([left], [right]) => right.split(".").length - left.split(".").length);
  const after = membersAt(node.config, "after").map(([delay, transition]) => [delayEvent(node, delay), transition] as const);
  const done = memberOf(node.config, "onDone");
  const always = memberOf(node.config, "always");

  return [
    ...(always === undefined ? [] : transitionsTo("", always, { node, nodes })),
    ...[...sorted, ...after].flatMap(([event, transition]) => transitionsTo(event, transition, { node, nodes })),
    ...(done === undefined ? [] : transitionsTo(`done.state.${node.id}`, done, { node, nodes })),
  ];
}

interface From {
  readonly node: NamedNode;
  readonly nodes: readonly NamedNode[];
}

function transitionsTo(event: string, transition: Json, from: From): readonly XmlElement[] {
  if (isJsonArray(transition) && transition.some(isJsonObject)) return transition.flatMap((each) => transitionsTo(event, each, from));

  const config: JsonObject = isJsonObject(transition) ? transition : { target: transition };
  const targets = targetsOf(config["target"]).flatMap((target) => resolveTarget(target, from) ?? []);
  const guard = config["guard"];
  return [
    element(
      "transition",
      {
        ...(event === "" ? {} : { event }),
        ...(targets.length === 0 ? {} : { target: targets.map(({ id }) => id).join(" ") }),
        ...(targets.length > 0 && config["reenter"] !== true ? { type: "internal" } : {}),
        ...(guard === undefined ? {} : { "skald:guard": typeof guard === "string" ? guard : JSON.stringify(guard) }),
      },
      actionsAt(config, "actions"),
    ),
  ];
}

function targetsOf(target: Json | undefined): readonly string[] {
  return (target !== undefined && isJsonArray(target) ? target : [target]).filter((each) => typeof each === "string");
}

/** `#id.child.child` from the node of that id, `.child` from here, `name` from beside here. */
function resolveTarget(target: string, { node, nodes }: From): NamedNode | undefined {
  const isAbsolute = target.startsWith("#");
  const [first = "", ...rest] = target.replace(/^[#.]/, "").split(".");
  const childOf = (parent: NamedNode | null | undefined, key: string): NamedNode | undefined =>
    nodes.find((each) => each.parent === parent && each.key === key);
  const from = isAbsolute ? nodes.find((each) => each.ownId === first) : childOf(target.startsWith(".") ? node : node.parent, first);

  return rest.reduce(childOf, from);
}

function actions(name: "onentry" | "onexit", inside: readonly XmlElement[]): readonly XmlElement[] {
  return inside.length === 0 ? [] : [element(name, {}, inside)];
}

function actionsAt(config: Json, field: string): readonly XmlElement[] {
  const value = memberOf(config, field) ?? [];
  const all = isJsonArray(value) ? value : [value];

  return all.flatMap((action) => {
    const type = typeof action === "string" ? action : textAt(action, "type");
    const params = memberOf(action, "params");
    const content = params === undefined ? [] : [element("content", {}, [], JSON.stringify(params))];
    return type === null ? [] : [element("send", { event: eventName(type) }, content)];
  });
}

function delayed(node: NamedNode, what: "send" | "cancel"): readonly XmlElement[] {
  return membersAt(node.config, "after").map(([delay]) => {
    const event = delayEvent(node, delay);
    return what === "cancel" ? element("cancel", { sendid: event }) : element("send", { event, id: event, delay: `${Number(delay)}ms` });
  });
}

function delayEvent({ id }: NamedNode, delay: string): string {
  return `after.${delay}.${id}`;
}

// Events of SCXML are tokens with dots between them.
function eventName(event: string): string {
  return event.replaceAll("/", ".").replaceAll(/[^\w.*-]/g, "_");
}
