import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constantBytes } from '../../../../src/doors/sql/analysis/constant-bytes.js';
import { isPgNode, type PgNode, readNode } from '../../../../src/doors/sql/analysis/read-node.js';
import { treeOids } from '../../../../src/doors/sql/analysis/tree-oids.js';
import { LONGEST_RUN_BYTES, longestRunBytes, unwrapDump } from '../../../../src/doors/sql/analysis/unwrap-dump.js';

const LINE_BYTES = 78;

/** Wraps as Postgres's print.c does: at the last space of a full line, or inside a token that fills one. */
function wrap(dump: string): Buffer {
  const bytes = Buffer.from(dump);
  const lines: Buffer[] = [];
  let at = 0;
  while (bytes.length - at > LINE_BYTES) {
    let end = at + LINE_BYTES;
    let next = end;
    if (bytes[end] === 32) next = end + 1;
    else {
      const space = bytes.lastIndexOf(32, end - 1);
      if (space > at) {
        end = space;
        next = space + 1;
      }
    }
    lines.push(bytes.subarray(at, end), Buffer.from('\n'));
    at = next;
  }
  return Buffer.concat([...lines, bytes.subarray(at), Buffer.from('\n')]);
}

/** As Postgres's outToken escapes a name. */
function printed(name: string): string {
  if (name === '') return '""';
  const first = /^(?:[<"0-9]|[+-][0-9.])/u.test(name) ? '\\' : '';
  return first + name.replace(/[ \n\t(){}\\]/gu, '\\$&');
}

const names = oneof(
  string({ unit: 'grapheme', maxLength: 40 }),
  array(constantFrom(' ', '(', ')', '\\', '"', '<', '>', 'a', 'é', '飛', ':x', ' :relid 5'), { maxLength: 16 }).map(
    (parts) => parts.join(''),
  ),
).filter((name) => !name.includes('\n') && longestRunBytes(name) <= LONGEST_RUN_BYTES);

function child(node: PgNode, field: string): PgNode {
  const value = node.fields[field];
  if (!isPgNode(value)) throw new Error(`${field} is no node`);
  return value;
}

describe('a printed tree', () => {
  it('is read with its nodes, lists, texts and constants', () => {
    const node = readNode(
      '{QUERY :commandType 1 :utilityStmt <> :hasAggs false :alias {ALIAS :aliasname x\\ y :colnames ("a" "b\\ c" "")} ' +
        ':colTypes (o 23 25) :typmods (i -1) :nulls (b) :empty "" :sets ((i 1 2) (i)) :deep ({A} <> {B :c \\<>}) ' +
        ':const {CONST :constvalue 4 [ 1 0 -1 0 ] :location 3} :null {CONST :constvalue <>}}',
    );
    expect(node).toMatchObject({
      tag: 'QUERY',
      fields: {
        commandType: '1',
        utilityStmt: null,
        hasAggs: 'false',
        alias: { tag: 'ALIAS', fields: { aliasname: 'x y', colnames: ['a', 'b c', ''] } },
        colTypes: ['23', '25'],
        typmods: ['-1'],
        nulls: [],
        empty: '',
        sets: [['1', '2'], []],
        deep: [{ tag: 'A' }, null, { tag: 'B', fields: { c: '<>' } }],
      },
    });
    expect(constantBytes(child(node, 'const'))).toEqual(Buffer.from([1, 0, 255, 0]));
    expect(child(node, 'const').fields.location).toBe('3');
    expect(constantBytes(child(node, 'null'))).toBeUndefined();
  });

  it.each(['', '{', '{A :b', '{A :b 1', '{A} {B}', 'text', '({A})', '{A b}', '{A :b 4 [ 1'])(
    '%j is refused',
    (text) => {
      expect(() => readNode(text)).toThrow(expect.objectContaining({ sqlState: 'XX000' }));
    },
  );

  it('is refused past the depth that callers can follow', () => {
    const deep = `${'{A :b '.repeat(1_001)}1${'}'.repeat(1_001)}`;
    expect(() => readNode(deep)).toThrow(expect.objectContaining({ sqlState: '54001' }));
    expect(readNode(deep, 1_001).tag).toBe('A');
  });

  it('comes back whole from its wrapped lines, whatever its names are', () => {
    assert(
      property(array(names, { minLength: 1, maxLength: 12 }), (list) => {
        const dump = `{QUERY :relid 24578 ${list
          .map(
            (name, index) =>
              `:n${index} ${printed(name)} :l${index} ("${name === '' ? '' : printed(name).replace(/^\\(?=[<"0-9+-])/u, '')}")`,
          )
          .join(' ')} :funcid 481}`;
        expect(unwrapDump(wrap(dump))).toBe(dump);
        const { fields } = readNode(dump);
        expect(list.map((_, index) => fields[`n${index}`])).toEqual(list);
        expect(list.map((_, index) => fields[`l${index}`])).toEqual(list.map((name) => [name]));
        expect([...treeOids(dump).functions, ...treeOids(dump).relations]).toEqual([481, 24578]);
      }),
      { numRuns: 500 },
    );
  });

  it('names its OIDs by their kinds', () => {
    const oids = treeOids(
      '{A :funcid 481 :opno 96 :vartype 23 :relid 24578 :opfuncid 0 :colTypes (o 20 25) :rtekind 1 :resorigtbl 24579 :groupClause ({B :eqop 97 :sortop 98})}',
    );
    expect([...oids.functions]).toEqual([481]);
    expect([...oids.operators]).toEqual([96, 97, 98]);
    expect([...oids.types]).toEqual([23, 20, 25]);
    expect([...oids.relations]).toEqual([24578, 24579]);
  });
});
