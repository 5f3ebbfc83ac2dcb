import { type Html, html, page } from "./html.ts";
import type { OpenApi, Operation } from "./openapi.ts";
import { typeText } from "./type-text.ts";

interface Entry {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** The API as a page one can read: rendered from the OpenAPI document, so it never says anything else. */
export function apiPage(document: OpenApi): string {
  const entries = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Entry => ({ method: method.toUpperCase(), path, operation })),
  );
  const groups = document.tags.map(({ name, description }) => {
    const own = entries.filter(({ operation }) => operation.tags?.includes(name));
    return html`<h2 id="${name}">${name}</h2><p class="soft">${description}</p>${own.map(operationPart)}`;
  });
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) => html`<h3 id="${name}">${name}</h3><pre><code>${typeText(schema)}</code></pre>`,
  );

  return page(
    "API",
    html`<h1>${document.info.title} API</h1>
<p class="soft">Version ${document.info.version} · <a href="/openapi.json">OpenAPI 3.1</a> · <a href="/docs/errors">Codes</a> ·
<a href="/schemas/saga.schema.json">Saga schema</a> · <a href="/schemas/service.schema.json">Service schema</a> ·
<a href="/schemas/test.schema.json">Test schema</a></p>
<p>${document.info.description}</p>
<table>${entries.map(indexRow)}</table>
${groups}
<h2 id="types">Types</h2>
${schemas}`,
  );
}

function indexRow({ method, path, operation }: Entry): Html {
  return html`<tr><td><span class="method">${method}</span></td><td><a href="#${anchorOf(operation)}"><code>${path}</code></a></td><td>${operation.summary ?? ""}</td></tr>`;
}

function operationPart({ method, path, operation }: Entry): Html {
  const { summary = "", description, parameters = [], requestBody, responses = {} } = operation;

  return html`<h3 id="${anchorOf(operation)}"><span class="method">${method}</span> <code>${path}</code></h3>
<p>${summary}.${description === undefined ? "" : ` ${description}`}</p>
${parameters.length === 0 ? "" : html`<table><tr><th>Parameter</th><th>In</th><th>Type</th><th></th></tr>${parameters.map(parameterRow)}</table>`}
${requestBody === undefined ? "" : html`<p class="soft">Body</p>${bodyParts(requestBody.content ?? {})}`}
<table><tr><th>Answer</th><th>Body</th></tr>${Object.entries(responses).map(([status, response]) => responseRow(status, response))}</table>`;
}

function parameterRow(parameter: NonNullable<Operation["parameters"]>[number]): Html {
  const { name, required = false, schema, description = "" } = parameter;

  return html`<tr><td><code>${name}</code>${required ? " (required)" : ""}</td><td>${parameter.in}</td><td><code>${typeText(schema)}</code></td><td>${description}</td></tr>`;
}

function bodyParts(content: NonNullable<NonNullable<Operation["requestBody"]>["content"]>): readonly Html[] {
  return Object.entries(content).map(([type, { schema }]) => html`<pre><code>${type}: ${typeText(schema)}</code></pre>`);
}

function responseRow(status: string, { description = "", content }: NonNullable<Operation["responses"]>[string]): Html {
  const [body] = Object.entries(content ?? {}).map(([type, { schema }]) => `${type}: ${typeText(schema)}`);
  return html`<tr><td>${status}</td><td>${description === "As asked." ? "" : html`${description}<br>`}<code>${body ?? ""}</code></td></tr>`;
}

function anchorOf({ operationId = "" }: Operation): string {
  return operationId;
}
