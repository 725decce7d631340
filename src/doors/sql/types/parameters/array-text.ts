import { SqlError } from '../../sql-error.js';
import { trimmed } from './input-error.js';

/** An array's text taken apart: leaves are the elements' own texts, null: NULL. */
export type ArrayText = readonly (string | null | ArrayText)[];

const MAX_DIMENSIONS = 6;
const BOUNDS = /^(?:\[(?:[+-]?\d+:)?[+-]?\d+\])+\s*=\s*/;
const BOUND = /\[(?:([+-]?\d+):)?([+-]?\d+)\]/g;
const SPACES = /[ \t\n\v\f\r]/;

function malformed(text: string): SqlError {
  return new SqlError('22P02', `malformed array literal: "${text}"`);
}

class ArrayReader {
  at = 0;

  constructor(
    readonly text: string,
    readonly whole: string,
  ) {}

  get current(): string {
    return this.text.charAt(this.at);
  }

  skipSpaces(): void {
    while (SPACES.test(this.current)) this.at++;
  }

  /** From an opening brace to its closing one. */
  list(depth: number): ArrayText {
    if (depth > MAX_DIMENSIONS) {
      throw new SqlError('54000', `number of array dimensions exceeds the maximum allowed (${MAX_DIMENSIONS})`);
    }
    const items: (string | null | ArrayText)[] = [];
    this.at++;
    this.skipSpaces();
    if (this.current === '}') {
      this.at++;
      return items;
    }
    for (;;) {
      this.skipSpaces();
      items.push(this.current === '{' ? this.list(depth + 1) : this.element());
      this.skipSpaces();
      const separator = this.current;
      this.at++;
      if (separator === '}') return items;
      if (separator !== ',') throw malformed(this.whole);
    }
  }

  element(): string | null {
    return this.current === '"' ? this.quotedElement() : this.bareElement();
  }

  quotedElement(): string {
    let element = '';
    for (this.at++; this.current !== '"'; this.at++) {
      if (this.current === '\\') this.at++;
      if (this.at >= this.text.length) throw malformed(this.whole);
      element += this.current;
    }
    this.at++;
    return element;
  }

  bareElement(): string | null {
    let element = '';
    let isEscaped = false;
    // Spaces at the end count only where a backslash makes them.
    let kept = 0;
    for (; this.at < this.text.length && this.current !== ',' && this.current !== '}'; this.at++) {
      if (this.current === '{' || this.current === '"') throw malformed(this.whole);
      const wasEscape = this.current === '\\';
      if (wasEscape) {
        isEscaped = true;
        this.at++;
        if (this.at >= this.text.length) throw malformed(this.whole);
      }
      element += this.current;
      if (wasEscape || !SPACES.test(this.current)) kept = element.length;
    }
    element = element.slice(0, kept);
    if (element === '') throw malformed(this.whole);
    return !isEscaped && element.toLowerCase() === 'null' ? null : element;
  }
}

/** The length of each dimension, if all lists of a depth have one. */
function checkShape(array: ArrayText, whole: string): readonly number[] {
  const shapes = array.map((item) => (Array.isArray(item) ? checkShape(item, whole) : []));
  const [first = []] = shapes;
  const isEven = shapes.every(
    (shape) => shape.length === first.length && shape.every((length, i) => length === first[i]),
  );
  if (!isEven) throw malformed(whole);
  return [array.length, ...first];
}

/**
 * Takes `{1,NULL,"a b"}` apart. Lists of one depth are of one length.
 * @throws SqlError 22P02 for what is no array, 0A000 for one whose first index is not 1
 */
export function parseArrayText(whole: string): ArrayText {
  const body = trimmed(whole);
  const bounds = BOUNDS.exec(body)?.[0] ?? '';
  const lengths = [...bounds.matchAll(BOUND)].map(([, lower = '1', upper]) => {
    if (Number(lower) !== 1) throw new SqlError('0A000', 'arrays whose first index is not 1 are not supported');
    return Number(upper);
  });
  const reader = new ArrayReader(body.slice(bounds.length), whole);
  if (reader.current !== '{') throw malformed(whole);
  const array = reader.list(1);
  if (reader.at !== reader.text.length) throw malformed(whole);
  const shape = checkShape(array, whole);
  if (lengths.length > 0 && lengths.join() !== shape.join()) throw malformed(whole);
  return shape.includes(0) ? [] : array;
}
