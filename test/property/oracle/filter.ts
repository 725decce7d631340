import type { Filter, FilterTerm, Test } from '../query/model.js';
import { type Row, tableOf, type Value } from '../world/model.js';
import { matchesPattern } from './like.js';
import { and, not, or, type Truth } from './logic.js';
import { compareBy } from './policy.js';
import { fieldValue, type View } from './view.js';

function textTest(value: Value, operand: Value, test: (text: string, other: string) => boolean): Truth {
  return typeof value === 'string' && typeof operand === 'string' ? test(value, operand) : null;
}

/** One operator on one value. */
export function testValue(value: Value, { operator, values }: Test): Truth {
  const [operand = null] = values;
  switch (operator) {
    case 'isNull':
      return (value === null) === operand;
    case 'in':
      return or(values.map((item) => compareBy('eq', value, item)));
    case 'notIn':
      return not(or(values.map((item) => compareBy('eq', value, item))));
    case 'like':
      return textTest(value, operand, matchesPattern);
    case 'ilike':
      return textTest(value, operand, (text, other) => matchesPattern(text.toLowerCase(), other.toLowerCase()));
    case 'startsWith':
      return textTest(value, operand, (text, other) => text.startsWith(other));
    case 'endsWith':
      return textTest(value, operand, (text, other) => text.endsWith(other));
    case 'contains':
      return textTest(value, operand, (text, other) => text.includes(other));
    default:
      return compareBy(operator, value, operand);
  }
}

/** Whether a filter holds for a visible row. */
export function testFilter(view: View, filter: Filter, row: Row): Truth {
  return and(filter.terms.map((term) => testTerm(view, filter.type, term, row)));
}

function testTerm(view: View, type: string, term: FilterTerm, row: Row): Truth {
  const table = tableOf(view.world, type);
  switch (term.kind) {
    case 'and':
      return and(term.items.map((item) => testFilter(view, item, row)));
    case 'or':
      return or(term.items.map((item) => testFilter(view, item, row)));
    case 'not':
      return not(testFilter(view, term.item, row));
    case 'scalar': {
      const value = fieldValue(row, term.field, table);
      return and(term.tests.map((test) => testValue(value, test)));
    }
    case 'one':
    case 'many': {
      const relation = table.relations.find(({ name }) => name === term.relation);
      if (relation === undefined) throw new Error(`No relation ${type}.${term.relation}.`);
      const others = view.relatedRows(row, relation);
      const meets = (item: Filter) => (other: Row) => testFilter(view, item, other) === true;
      if (term.kind === 'one') return others.some(meets(term.item));
      return and(
        term.quantifiers.map(([name, item]) => {
          if (name === 'every') return others.every(meets(item));
          return others.some(meets(item)) === (name === 'some');
        }),
      );
    }
  }
}
