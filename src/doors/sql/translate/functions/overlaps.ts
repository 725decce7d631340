import { call } from '../../../../functions/registry.js';
import { literal } from '../../../../query/build.js';
import type { CaseExpression, Expression } from '../../../../query/expression.js';
import { BOOLEAN } from '../../../../query/types.js';

/** The ends of a period in their order. Where one end is NULL the other one is its beginning. */
function ordered(a: Expression, b: Expression): { readonly start: Expression; readonly end: Expression } {
  const both = call('and', [call('is_not_null', [a]), call('is_not_null', [b])]);
  const end: CaseExpression = {
    kind: 'case',
    branches: [{ when: both, then: call('greatest', [a, b]) }],
    otherwise: literal(null, a.type),
    type: a.type,
  };
  return { start: call('least', [a, b]), end };
}

/** Whether two periods, each from its start up to but without its end, share a moment. */
export function overlaps(a: Expression, b: Expression, c: Expression, d: Expression): Expression {
  const [one, two] = [ordered(a, b), ordered(c, d)];
  const isWhole = call('and', [call('is_not_null', [one.end]), call('is_not_null', [two.end])]);
  const answer = (start: Expression, end: Expression, ownEnd: Expression): CaseExpression => ({
    kind: 'case',
    branches: [
      { when: call('lt', [start, end]), then: literal(true, BOOLEAN) },
      { when: call('is_null', [end]), then: literal(null, BOOLEAN) },
      { when: call('is_null', [ownEnd]), then: literal(null, BOOLEAN) },
    ],
    otherwise: literal(false, BOOLEAN),
    type: BOOLEAN,
  });
  return {
    kind: 'case',
    branches: [
      { when: call('gt', [one.start, two.start]), then: answer(one.start, two.end, one.end) },
      { when: call('lt', [one.start, two.start]), then: answer(two.start, one.end, two.end) },
      { when: call('and', [call('eq', [one.start, two.start]), isWhole]), then: literal(true, BOOLEAN) },
    ],
    otherwise: literal(null, BOOLEAN),
    type: BOOLEAN,
  };
}
