import { constantText } from '../../../../functions/literals.js';
import { call } from '../../../../functions/registry.js';
import type { Expression } from '../../../../query/expression.js';
import { SqlError } from '../../sql-error.js';
import { type Maker, textLiteral } from './builtin.js';
import { toText } from './casts.js';

const PLACE = /%(?:(\d+)\$)?(.?)/gs;

/** format() of a constant with %s, %1$s and %%: the texts between them and the arguments in a row, a NULL as nothing. */
export const format: Maker = ({ args, argTypes, timeZone }) => {
  const [formatArgument, ...values] = args;
  const text = formatArgument === undefined ? undefined : constantText(formatArgument);
  if (text === undefined) return undefined;
  const pieces: Expression[] = [];
  let end = 0;
  let next = 1;
  for (const found of text.matchAll(PLACE)) {
    const [all, place, kind] = found;
    if (found.index > end) pieces.push(textLiteral(text.slice(end, found.index)));
    end = found.index + all.length;
    if (kind === '%' && place === undefined) {
      pieces.push(textLiteral('%'));
      continue;
    }
    if (kind === '') throw new SqlError('22023', 'unterminated format() type specifier');
    if (kind !== 's') return undefined;
    const index = place === undefined ? next : Number(place);
    next = index + 1;
    if (index === 0) throw new SqlError('22023', 'format specifies argument 0, but arguments are numbered from 1');
    const value = values[index - 1];
    if (value === undefined) throw new SqlError('22023', 'too few arguments for format()');
    // A boolean is one letter here, unlike in a cast.
    const written = value.type.kind === 'boolean' ? undefined : toText(value, argTypes[index] ?? 0, timeZone);
    if (written === undefined) return undefined;
    pieces.push(written);
  }
  if (end < text.length || pieces.length === 0) pieces.push(textLiteral(text.slice(end)));
  return call('pg_concat', pieces);
};
