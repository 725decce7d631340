import { isNode, isPair, LineCounter, parseDocument } from 'yaml';

export interface Position {
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export interface JsonDocument {
  readonly value: unknown;
  /** Where the value at a path starts; of a path that is not there, the nearest value around it. */
  position(path: readonly PropertyKey[]): Position;
}

/** What is wrong with a text that should be JSON. */
export class JsonFault extends Error {
  readonly position: Position;

  constructor(message: string, position: Position) {
    super(message);
    this.position = position;
  }
}

function lineAndColumn(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** The engine's message, with the place taken out of it and put where it belongs. */
function syntaxFault(text: string, error: unknown): JsonFault {
  const message = error instanceof Error ? error.message : String(error);
  const offset = /at position (\d+)/.exec(message)?.[1];
  const plain = message.replace(/,? ?(in JSON )?at position \d+.*$/s, '');
  return new JsonFault(
    `expected JSON: ${plain}`,
    lineAndColumn(text, offset === undefined ? text.length : Number(offset)),
  );
}

/**
 * Parses JSON and remembers where each value stands. JSON.parse decides what JSON is; the YAML parser, of whose
 * language JSON is a part, gives the places and finds the same name twice in one object, which JSON.parse lets pass.
 * @throws JsonFault
 */
export function parseJson(text: string): JsonDocument {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw syntaxFault(text, error);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: 'json' });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const [error] = document.errors;
  if (error !== undefined) {
    const message = error.code === 'DUPLICATE_KEY' ? 'expected each name once in an object' : error.message;
    throw new JsonFault(message, at(error.pos[0]));
  }
  return {
    value,
    position: (path) => {
      for (let length = path.length; length > 0; length -= 1) {
        const node = document.getIn(path.slice(0, length), true);
        if (isPair(node)) continue;
        if (isNode(node) && node.range) return at(node.range[0]);
      }
      return at(document.contents?.range?.[0] ?? 0);
    },
  };
}
