import { describe, expect, test } from "vitest";
import { createParser, type StreamMessage } from "./event-stream.ts";

describe("the text of an event stream", () => {
  test("messages cut anywhere arrive whole and in order", () => {
    const text = 'event: resync\ndata: {}\n\nid: 7\ndata: {"a":1}\n\n';

    const whole = parse([text]);
    const cut = parse([...text]);

    expect(cut).toEqual(whole);
  });

  test("event, data and id are read, and a heartbeat is no message", () => {
    const messages = parse([":\n\n", "id: 42\ndata: one\ndata: two\n\n"]);

    expect(messages).toEqual([{ event: "message", data: "one\ntwo", id: "42" }]);
  });

  test("a message that is not finished is not delivered", () => {
    expect(parse(["data: half"])).toEqual([]);
  });
});

function parse(chunks: readonly string[]): readonly StreamMessage[] {
  const messages: StreamMessage[] = [];
  const push = createParser((message) => messages.push(message));
  for (const chunk of chunks) push(chunk);
  return messages;
}
