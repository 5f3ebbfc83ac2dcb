import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { flagAt, listAt, memberOf, membersAt, objectAt, textAt, textItems, writtenAt } from "../../model/read-json.ts";
import type { Description } from "./read-description.ts";
import { resolveReference } from "./resolve-reference.ts";

type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A parameter beside the body. `isJoined`: a list that travels as one text. */
export interface DescribedParameter {
  readonly place: "path" | "query" | "header";
  readonly name: string;
  readonly required: boolean;
  readonly schema: Json;
  readonly description: string | null;
  readonly isJoined: boolean;
}

/** One operation as described, references to everything but schemas resolved. */
export interface DescribedOperation {
  readonly method: Method;
  readonly path: string;
  readonly id: string | null;
  readonly parameters: readonly DescribedParameter[];
  /** Parameters Skald cannot send: cookies, and what leads nowhere. */
  readonly lost: readonly { readonly name: string; readonly required: boolean }[];
  readonly body: { readonly required: boolean; readonly schema: Json } | null;
  /** The media type of a body that is no JSON. */
  readonly foreignBody: { readonly required: boolean; readonly type: string } | null;
  /** Schema of the first 2xx answer with JSON. */
  readonly answer: Json | undefined;
  readonly refusals: readonly { readonly status: number; readonly description: string }[];
}

const METHODS: readonly Method[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/** The operations of a description, in its order. */
export function describedOperations(description: Description): readonly DescribedOperation[] {
  const { root } = description;

  return membersAt(root, "paths").flatMap(([path, value]) => {
    const item = resolveReference(value, root);
    return METHODS.flatMap((method) => {
      const operation = objectAt(item, method.toLowerCase());
      return operation === null || !path.startsWith("/") ? [] : [describe({ method, path, operation, item }, description)];
    });
  });
}

interface Found {
  readonly method: Method;
  readonly path: string;
  readonly operation: JsonObject;
  readonly item: Json;
}

function describe({ method, path, operation, item }: Found, description: Description): DescribedOperation {
  const raw = parametersOf(operation, item, description.root);
  const isSwagger = description.format === "swagger";
  const sent = raw.flatMap((parameter) => parameterOf(parameter, isSwagger));
  // A parameter of the path that is not described has to be filled all the same.
  const undescribed = [...path.matchAll(/\{([^{}]+)\}/g)].flatMap(([, name = ""]) =>
    sent.some((each) => each.place === "path" && each.name === name) ? [] : [plainPathParameter(name)],
  );
  const hasBody = method !== "GET" && method !== "HEAD";

  return {
    method,
    path,
    id: textAt(operation, "operationId"),
    parameters: [...sent.filter(({ place, name }) => place !== "path" || path.includes(`{${name}}`)), ...undescribed],
    lost: raw
      .filter((each) => textAt(each, "in") === "cookie")
      .map((each) => ({ name: writtenAt(each, "name"), required: flagAt(each, "required") })),
    ...(hasBody ? bodyOf(operation, raw, description) : { body: null, foreignBody: null }),
    ...responsesOf(operation, description),
  };
}

// Those of the path hold for each of its operations, unless the operation says otherwise.
function parametersOf(operation: JsonObject, item: Json, root: JsonObject): readonly Json[] {
  const all = [...listAt(item, "parameters"), ...listAt(operation, "parameters")].flatMap((each) => resolveReference(each, root) ?? []);
  const byPlace = new Map(all.map((each) => [`${textAt(each, "in")} ${textAt(each, "name")}`, each]));

  return [...byPlace.values()];
}

function plainPathParameter(name: string): DescribedParameter {
  return { place: "path", name, required: true, schema: { type: "string" }, description: null, isJoined: false };
}

// Set by the engine or by auth, whatever the description says.
const OWN_HEADERS = new Set(["accept", "content-type", "authorization", "idempotency-key", "x-idempotency-key", "host", "content-length"]);

function parameterOf(parameter: Json, isSwagger: boolean): readonly DescribedParameter[] {
  const name = textAt(parameter, "name");
  const place = (["path", "query", "header"] as const).find((each) => each === textAt(parameter, "in"));
  if (name === null || name.includes("${") || place === undefined) return [];
  if (place === "header" && (OWN_HEADERS.has(name.toLowerCase()) || !/^[\w-]{1,100}$/.test(name))) return [];

  const content = Object.values(objectAt(parameter, "content") ?? {})[0];
  const described = memberOf(parameter, "schema") ?? memberOf(content, "schema");
  return [
    {
      place,
      name,
      required: place === "path" || flagAt(parameter, "required"),
      schema: described ?? (isSwagger ? parameter : {}),
      description: textAt(parameter, "description"),
      isJoined: isSwagger ? textAt(parameter, "collectionFormat") !== "multi" : memberOf(parameter, "explode") === false,
    },
  ];
}

type Bodies = Pick<DescribedOperation, "body" | "foreignBody">;

function bodyOf(operation: JsonObject, parameters: readonly Json[], { format, root }: Description): Bodies {
  if (format === "swagger") return swaggerBody(parameters, mediaTypes(operation, "consumes", root));

  const body = resolveReference(memberOf(operation, "requestBody"), root);
  const content = objectAt(body, "content") ?? {};
  const required = flagAt(body, "required");
  const json = jsonContent(content);
  if (json !== undefined) return { body: { required, schema: memberOf(json, "schema") ?? {} }, foreignBody: null };
  const type = Object.keys(content)[0];

  return { body: null, foreignBody: type === undefined ? null : { required, type } };
}

function swaggerBody(parameters: readonly Json[], consumes: readonly string[]): Bodies {
  const body = parameters.find((each) => textAt(each, "in") === "body");
  const form = parameters.filter((each) => textAt(each, "in") === "formData");
  const isJson = consumes.length === 0 || consumes.some(isJsonType);
  if (body !== undefined && isJson)
    return { body: { required: flagAt(body, "required"), schema: memberOf(body, "schema") ?? {} }, foreignBody: null };
  if (body === undefined && form.length === 0) return { body: null, foreignBody: null };

  const required = [...(body === undefined ? [] : [body]), ...form].some((each) => flagAt(each, "required"));
  return { body: null, foreignBody: { required, type: consumes.find((type) => !isJsonType(type)) ?? "application/x-www-form-urlencoded" } };
}

function mediaTypes(operation: JsonObject, field: string, root: JsonObject): readonly string[] {
  return textItems(listAt(memberOf(operation, field) === undefined ? root : operation, field));
}

function responsesOf(operation: JsonObject, { format, root }: Description): Pick<DescribedOperation, "answer" | "refusals"> {
  const responses = membersAt(operation, "responses").flatMap(([status, value]): readonly (readonly [string, Json])[] => {
    const response = resolveReference(value, root);
    return isJsonObject(response) ? [[status, response]] : [];
  });
  const answers = responses.filter(([status]) => /^2(\d\d|XX)$/i.test(status)).map(([, response]) => response);
  const schemas = answers.map((response) =>
    memberOf(format === "swagger" ? response : jsonContent(objectAt(response, "content") ?? {}), "schema"),
  );

  return {
    answer: schemas.find((schema) => schema !== undefined),
    refusals: responses
      .filter(([status]) => /^4\d\d$/.test(status))
      .map(([status, response]) => ({ status: Number(status), description: writtenAt(response, "description") })),
  };
}

function jsonContent(content: JsonObject): Json | undefined {
  return Object.entries(content).find(([type]) => isJsonType(type))?.[1];
}

function isJsonType(type: string): boolean {
  return /^(application\/([\w.+-]+\+)?json|text\/json|\*\/\*|application\/\*)\b/i.test(type.trim());
}
