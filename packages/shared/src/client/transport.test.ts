import { describe, expect, test } from "vitest";
import { ApiError, currentSagaOf, UnreachableError } from "./api-error.ts";
import { createClient } from "./create-client.ts";
import { json, problem, scriptedFetch } from "./testing/scripted-fetch.ts";

const baseUrl = "http://engine.test/";
const errorOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => null,
    (error: unknown) => error,
  );

describe("an answer that says no", () => {
  test("is an ApiError with the engine's problem and its sentence", async () => {
    const { fetch } = scriptedFetch(problem(404, "SAGA_NOT_FOUND", { detail: 'There is no saga "x".' }));

    const error = await errorOf(createClient({ baseUrl, fetch }).getSaga("x"));

    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 404,
      message: 'There is no saga "x".',
      problem: { code: "SAGA_NOT_FOUND", remedy: "Do otherwise." },
    });
  });

  test("keeps a code that this client does not know", async () => {
    const { fetch } = scriptedFetch(problem(409, "FROM_THE_FUTURE"));

    expect(await errorOf(createClient({ baseUrl, fetch }).getSaga("x"))).toMatchObject({ problem: { code: "FROM_THE_FUTURE" } });
  });

  test("says when to come again", async () => {
    const { fetch } = scriptedFetch(problem(429, "TOO_MANY_REQUESTS", {}, { "retry-after": "3" }));

    expect(await errorOf(createClient({ baseUrl, fetch }).getSaga("x"))).toMatchObject({ status: 429, retryAfterSeconds: 3 });
  });

  test("shows the saga as it is now when the revision was stale", async () => {
    const { fetch } = scriptedFetch(problem(412, "REVISION_STALE", { saga: { id: "x", revision: 43 } }));

    const error = await errorOf(createClient({ baseUrl, fetch }).preview("x", { type: "retry" }, 41));

    expect(error instanceof ApiError && currentSagaOf(error)).toMatchObject({ revision: 43 });
  });
});

describe("no answer", () => {
  test("is an UnreachableError that keeps its cause", async () => {
    const refused = new TypeError("fetch failed");
    const { fetch } = scriptedFetch(() => Promise.reject(refused));

    const error = await errorOf(createClient({ baseUrl, fetch }).getSaga("x"));

    expect(error).toBeInstanceOf(UnreachableError);
    expect(error).toMatchObject({ message: "http://engine.test does not answer.", cause: refused });
  });

  test("within the deadline is told as such", async () => {
    const { fetch } = scriptedFetch(() => Promise.reject(new DOMException("too late", "TimeoutError")));

    expect(await errorOf(createClient({ baseUrl, fetch }).getSaga("x"))).toMatchObject({
      message: "http://engine.test did not answer in time.",
    });
  });

  test("is what a success without JSON comes to: that is no engine", async () => {
    const { fetch } = scriptedFetch(new Response("<html>Welcome</html>", { status: 200 }));

    expect(await errorOf(createClient({ baseUrl, fetch }).getSaga("x"))).toMatchObject({
      name: "UnreachableError",
      message: "What answers at http://engine.test is not a Skald engine (HTTP 200).",
    });
  });

  test("is what an error of something in between comes to: the request may have arrived", async () => {
    const { fetch } = scriptedFetch(new Response("<html>Bad gateway</html>", { status: 502 }));

    expect(await errorOf(createClient({ baseUrl, fetch }).health())).toMatchObject({
      name: "UnreachableError",
      message: "What answers at http://engine.test is not a Skald engine (HTTP 502).",
    });
  });

  test("is not blamed for a header that cannot be sent", async () => {
    const { fetch, seen } = scriptedFetch();

    const error = await errorOf(createClient({ baseUrl, fetch }).startSaga({ definition: "a/b" }, { idempotencyKey: "Bestellung-Æ-漢" }));

    expect(error).toBeInstanceOf(TypeError);
    expect(seen).toEqual([]);
  });
});

describe("every request", () => {
  test("carries the client's own headers and has a deadline", async () => {
    let signal: AbortSignal | null | undefined;
    const client = createClient({
      baseUrl,
      headers: { authorization: "Bearer sk_1" },
      fetch: async (_url, init = {}) => {
        signal = init.signal;
        return json({ authorization: new Headers(init.headers).get("authorization") });
      },
    });

    const answer = await client.health();

    expect(answer).toEqual({ authorization: "Bearer sk_1" });
    expect(signal).toBeInstanceOf(AbortSignal);
  });

  test("escapes what is put into its address", async () => {
    const { fetch, seen } = scriptedFetch(json({}), json({ items: [] }));
    const client = createClient({ baseUrl: "", fetch });

    await client.getDefinition("shop", "a/b ?", "1.0.0");
    await client.listSagas({ q: "a&b=c", label: { name: "team", value: "ä b" } });

    expect(seen.map(({ url }) => url)).toEqual([
      "/api/v1/definitions/shop/a%2Fb%20%3F/versions/1.0.0",
      "/api/v1/sagas?q=a%26b%3Dc&label.team=%C3%A4%20b",
    ]);
  });
});
