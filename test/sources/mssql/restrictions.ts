/** Texts and names are no structure. */
function bare(text: string): string {
  return text.replaceAll(/N?'(?:[^']|'')*'/gu, "''").replaceAll(/\[(?:[^\]]|\]\])*\]/gu, 'x');
}

/** What stands between the parenthesis at `open` and its match. */
function within(text: string, open: number): string {
  let depth = 0;
  for (let index = open; index < text.length; index += 1) {
    if (text[index] === '(') depth += 1;
    else if (text[index] === ')') depth -= 1;
    if (depth === 0) return text.slice(open + 1, index);
  }
  throw new Error('Parentheses do not match.');
}

/** The text without what stands in parentheses. */
function outermost(text: string): string {
  let result = '';
  for (let index = 0; index < text.length; index += 1) {
    result += text[index];
    if (text[index] !== '(') continue;
    index += within(text, index).length + 1;
    result += ')';
  }
  return result;
}

/** From a place to the next clause of the same SELECT, or to its end. */
function clause(text: string, start: number): string {
  let index = start;
  while (
    index < text.length &&
    text[index] !== ')' &&
    !/^ (?:HAVING|ORDER BY|OFFSET|UNION|INTERSECT|EXCEPT) /u.test(text.slice(index, index + 12))
  ) {
    index += text[index] === '(' ? within(text, index).length + 2 : 1;
  }
  return text.slice(start, index);
}

const AGGREGATE = /\b(?:SUM|COUNT_BIG|MIN|MAX|AVG|STDEV|VAR|STRING_AGG)\(/gu;

/** What no grammar says and the server refuses all the same, by its error's number. */
export function restrictionFaults(sql: string): readonly string[] {
  const text = bare(sql);
  const faults: string[] = [];
  for (const match of text.matchAll(AGGREGATE)) {
    const argument = within(text, match.index + match[0].length - 1);
    const order = /^ WITHIN GROUP \(/u.exec(text.slice(match.index + match[0].length + argument.length + 1));
    const keys = order === null ? '' : within(text, match.index + match[0].length + argument.length + order[0].length);
    const inside = `${argument} ${keys}`;
    if (/\bSELECT\b/u.test(inside)) faults.push(`130: a sub-query within an aggregate: ${inside.slice(0, 100)}`);
    if (inside.search(AGGREGATE) >= 0) faults.push(`130: an aggregate within an aggregate: ${inside.slice(0, 100)}`);
  }
  for (let open = text.indexOf('('); open >= 0; open = text.indexOf('(', open + 1)) {
    if (text.startsWith('(WITH ', open)) faults.push('156: a binding within a statement');
    if (!text.startsWith('(SELECT ', open)) continue;
    const select = outermost(within(text, open));
    const ordered = / ORDER BY /u.test(select.replaceAll(/ OVER \(\)/gu, ''));
    if (ordered && !/^SELECT (?:DISTINCT )?TOP \(\)|OFFSET \d+ ROWS/u.test(select))
      faults.push(`1033: an order without TOP: ${select.slice(0, 100)}`);
  }
  for (let at = text.indexOf(' GROUP BY '); at >= 0; at = text.indexOf(' GROUP BY ', at + 1)) {
    if (/\bSELECT\b/u.test(clause(text, at + ' GROUP BY '.length))) faults.push('144: a sub-query as a group');
  }
  return faults;
}
