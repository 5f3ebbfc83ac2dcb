import { CST, Lexer } from "yaml";
import type { Lexeme } from "../source/scan-expressions.ts";

/** The lexemes of a text in their places. The text is known to stay within the limits of a document. */
export function* lexemesOf(text: string): Generator<Lexeme> {
  let at = 0;
  let isText = false;
  for (const source of new Lexer().lex(text)) {
    const type: string = isText ? "text" : String(CST.tokenType(source));
    isText = type === "scalar";
    yield { type, source, at };
    // These are signs of the lexer and stand for no text.
    if (type !== "doc-mode" && type !== "flow-error-end" && type !== "scalar") at += source.length;
  }
}
