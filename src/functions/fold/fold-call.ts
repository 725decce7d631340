import { FALSE, literal, TRUE } from '../../query/build.js';
import type { CallExpression, Expression } from '../../query/expression.js';
import { BOOLEAN, STRING } from '../../query/types.js';
import { DEFAULT_ESCAPE } from '../definitions/like.js';
import { matchesLike, parseLikePattern } from '../like-pattern.js';
import { atType, certainText, compareLiterals, isFalse, isNullLiteral, isTrue, isUntrue } from './literal-values.js';

const NULL_BOOLEAN = literal(null, BOOLEAN);

/** Folds one call whose arguments are folded already; the call itself where nothing is certain. */
export function foldCall(node: CallExpression): Expression {
  const [first, second, third] = node.arguments;
  if (first === undefined) return node;
  switch (node.function) {
    case 'and':
      return foldConnective(node, isFalse, isTrue);
    case 'or':
      return foldConnective(node, isTrue, isFalse);
    case 'not':
      return foldNot(node, first);
    case 'is_null':
      return first.kind === 'literal' ? literal(first.value === null, BOOLEAN) : node;
    case 'is_not_null':
      return first.kind === 'literal' ? literal(first.value !== null, BOOLEAN) : node;
    case 'coalesce':
      return foldCoalesce(node);
    case 'if':
      if (isTrue(first)) return atType(second ?? node, node.type);
      return isUntrue(first) ? atType(third ?? node, node.type) : node;
    case 'nullif':
      return foldNullIf(node, first, second ?? node);
    case 'eq':
    case 'neq':
      return foldEquality(node, first, second ?? node);
    case 'is_not_distinct_from':
      return foldNullSafeEquality(node, first, second ?? node);
    default:
      return foldText(node);
  }
}

const sameKind = (node: Expression, id: string): readonly Expression[] =>
  node.kind === 'call' && node.function === id ? node.arguments : [node];

/** `decides` ends it all (FALSE in AND), `neutral` says nothing (TRUE in AND); of several NULLs one is enough. */
function foldConnective(
  node: CallExpression,
  decides: (part: Expression) => boolean,
  neutral: (part: Expression) => boolean,
): Expression {
  const parts = node.arguments.flatMap((part) => sameKind(part, node.function));
  if (parts.some(decides)) return node.function === 'and' ? FALSE : TRUE;
  const open = parts.filter((part) => !neutral(part) && !isNullLiteral(part));
  const kept = parts.some(isNullLiteral) ? [...open, NULL_BOOLEAN] : open;
  const [only] = kept;
  if (only === undefined) return node.function === 'and' ? TRUE : FALSE;
  if (kept.length === 1) return only;
  return kept.length === node.arguments.length && kept.every((part, index) => part === node.arguments[index])
    ? node
    : { ...node, arguments: kept };
}

function foldNot(node: CallExpression, operand: Expression): Expression {
  if (isNullLiteral(operand)) return NULL_BOOLEAN;
  if (isTrue(operand)) return FALSE;
  if (isFalse(operand)) return TRUE;
  const [inner] = operand.kind === 'call' && operand.function === 'not' ? operand.arguments : [];
  return inner ?? node;
}

/** Leading NULLs go; a leading constant decides. */
function foldCoalesce(node: CallExpression): Expression {
  const open = node.arguments.filter((part) => !isNullLiteral(part));
  const decided = open.findIndex((part) => part.kind === 'literal');
  const kept = decided < 0 ? open : open.slice(0, decided + 1);
  const [only] = kept;
  if (only === undefined) return literal(null, node.type);
  if (kept.length === 1) return atType(only, node.type);
  return kept.length === node.arguments.length ? node : { ...node, arguments: kept };
}

function foldNullIf(node: CallExpression, first: Expression, second: Expression): Expression {
  if (isNullLiteral(first)) return literal(null, node.type);
  if (isNullLiteral(second)) return first;
  const equal = compareLiterals(first, second);
  if (equal === undefined) return node;
  return equal ? literal(null, node.type) : first;
}

/** A comparison with NULL is NULL; the other side is dropped only where it cannot raise. */
function foldEquality(node: CallExpression, first: Expression, second: Expression): Expression {
  const harmless = (part: Expression) => part.kind === 'literal' || part.kind === 'column' || part.kind === 'parameter';
  if ((isNullLiteral(first) && harmless(second)) || (isNullLiteral(second) && harmless(first))) return NULL_BOOLEAN;
  const equal = compareLiterals(first, second);
  return equal === undefined ? node : literal(equal === (node.function === 'eq'), BOOLEAN);
}

function foldNullSafeEquality(node: CallExpression, first: Expression, second: Expression): Expression {
  if (first.kind === 'literal' && second.kind === 'literal' && (first.value === null || second.value === null)) {
    return literal(first.value === second.value, BOOLEAN);
  }
  const equal = compareLiterals(first, second);
  return equal === undefined ? node : literal(equal, BOOLEAN);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant.
const ASCII = /^[\x00-\x7f]*$/;

/** Text functions of constants, such as `session_user() LIKE '%@flights.demo'` once the caller is known. */
function foldText(node: CallExpression): Expression {
  const texts: string[] = [];
  for (const argument of node.arguments) {
    const text = certainText(argument);
    if (text === undefined) return node;
    texts.push(text);
  }
  const [value = '', other = '', escapeCharacter = DEFAULT_ESCAPE] = texts;
  switch (node.function) {
    case 'concat':
      return literal(texts.join(''), STRING);
    case 'lower':
      return ASCII.test(value) ? literal(value.toLowerCase(), STRING) : node;
    case 'upper':
      return ASCII.test(value) ? literal(value.toUpperCase(), STRING) : node;
    case 'starts_with':
      return literal(value.startsWith(other), BOOLEAN);
    case 'ends_with':
      return literal(value.endsWith(other), BOOLEAN);
    case 'contains':
      return literal(value.includes(other), BOOLEAN);
    case 'like': {
      const pattern = parseLikePattern(other, escapeCharacter);
      return typeof pattern === 'string' ? node : literal(matchesLike(value, pattern), BOOLEAN);
    }
    default:
      return node;
  }
}
