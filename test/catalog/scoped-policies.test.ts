import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readGovernance } from '../../src/catalog/governance/read-governance.js';
import { readTagCondition } from '../../src/catalog/governance/tag-condition.js';
import { GatewayError } from '../../src/errors.js';
import { makeIdentity } from '../../src/identity/identity.js';
import { authorize } from '../../src/policy/authorize.js';
import { printRelation } from '../../src/query/print.js';
import { NEVER_ABORTED } from './contract-problems.js';
import { unityFolder } from './unity-folder.js';

describe('conditions on tags', () => {
  const tags = new Map([
    ['pii', ''],
    ['class', "bob's"],
  ]);
  test.each<[string | undefined, boolean | undefined]>([
    [undefined, true],
    ['', true],
    ["has_tag('pii')", true],
    ["hasTag('pii')", true],
    ["has_tag('PII')", false],
    ["has_tag_value('class', 'bob''s')", true],
    ['hasTagValue("class", "bob\'s")', true],
    ["has_tag_value('class', 'x')", false],
    ["has_tag_value('pii', '')", true],
    ["NOT has_tag('x') AND has_tag('pii')", true],
    ["has_tag('x') OR has_tag('pii') AND has_tag('y')", false],
    ["(has_tag('x') OR has_tag('pii')) AND NOT (has_tag('y'))", true],
    ['TRUE', true],
    ["has_tag('pii') has_tag('pii')", undefined],
    ['has_tag(pii)', undefined],
    ["has_tag('a' || 'b')", undefined],
    ["has_column_tag('a')", undefined],
    ["has_tag('a'", undefined],
    ["has_tag('a\\'b')", undefined],
    [`${'('.repeat(5000)}TRUE${')'.repeat(5000)}`, undefined],
  ])('%s', (text, expected) => {
    expect(readTagCondition(text)?.(tags)).toBe(expected);
  });
});

const SELECT = [{ principal: 'account users', privileges: [{ privilege: 'SELECT' }] }];
const USE = [{ principal: 'account users', privileges: [{ privilege: 'USE_CATALOG' }, { privilege: 'USE_SCHEMA' }] }];

const FILTER = {
  name: 'own_region',
  policy_type: 'POLICY_TYPE_ROW_FILTER',
  to_principals: ['account users'],
  except_principals: ['admins'],
  match_columns: [{ alias: 'r', condition: "has_tag('region')" }],
  row_filter: { function_name: 'c.s.is_us', using: [{ alias: 'r' }] },
};
const MASK = {
  name: 'hide_pii',
  policy_type: 'POLICY_TYPE_COLUMN_MASK',
  to_principals: ['staff'],
  match_columns: [{ alias: 'm', condition: "has_tag_value('pii', 'yes')" }],
  column_mask: { function_name: 'c.s.hidden', on_column: 'm', using: [] },
};

interface Setting {
  readonly policies?: Readonly<Record<string, readonly object[]>>;
  readonly tags?: Readonly<Record<string, readonly object[]>>;
  readonly rowFilter?: object;
}

/** What a caller reads of `SELECT id, region, name FROM t`, or the message of the refusal. */
async function seen({ policies = {}, tags = {}, rowFilter }: Setting, groups: readonly string[]): Promise<string> {
  const { folder, reader } = await unityFolder({
    tables: {
      t: {
        columns: [
          { name: 'id', type: 'bigint' },
          { name: 'region', type: 'string' },
          { name: 'name', type: 'string' },
        ],
        grants: SELECT,
        ...(rowFilter === undefined ? {} : { rowFilter }),
      },
    },
    functions: {
      is_us: { parameters: [{ name: 'r', type: 'string' }], returns: 'boolean', body: "r = 'US'" },
      is_eu: { parameters: [{ name: 'r', type: 'string' }], returns: 'boolean', body: "r = 'EU'" },
      hidden: { parameters: [{ name: 'v', type: 'string' }], returns: 'string', body: '"***"' },
    },
    catalogGrants: USE,
    schemaGrants: USE,
  });
  for (const [kind, key, files] of [
    ['policies', 'policies', policies],
    ['tags', 'tag_assignments', tags],
  ] as const) {
    for (const [path, items] of Object.entries(files)) {
      await mkdir(join(folder, kind, path, '..'), { recursive: true });
      await writeFile(join(folder, kind, `${path}.json`), JSON.stringify({ [key]: items }));
    }
  }
  await reader.listCatalogs(NEVER_ABORTED);
  const { tables, functions } = await readGovernance(new Map([['c.s.t', 'lakehouse']]), reader, NEVER_ABORTED);
  const facts = tables.get('c.s.t');
  if (facts === undefined) throw new Error('no table');
  const catalog = {
    tables: new Map([['c.s.t', facts.table]]),
    functions,
    contract: { types: [] } as never,
    version: '1',
  };
  const identity = makeIdentity({ issuer: 'i', id: '1', user: 'ann@x', groups, expiresAtMs: Number.MAX_SAFE_INTEGER });
  const fields = facts.table.columns.map(({ name, type, nullable }) => ({ name, type, nullable }));
  const scan = { kind: 'scan', table: facts.table.reference, alias: 't', fields } as const;
  try {
    const { relation } = authorize({ kind: 'query', shape: 'rows', relation: scan }, identity, catalog);
    return printRelation(relation);
  } catch (error) {
    if (error instanceof GatewayError) return error.message;
    throw error;
  }
}

const REGION_TAG = { 'column/c.s.t.region': [{ tag_key: 'region', tag_value: '' }] };
const PII_TAG = { 'column/c.s.t.name': [{ tag_key: 'pii', tag_value: 'yes' }] };

describe('policies by tag', () => {
  test.each(['catalog/c', 'schema/c.s', 'table/c.s.t'])('a row filter on %s, but for its exceptions', async (place) => {
    const setting = { policies: { [place]: [FILTER] }, tags: REGION_TAG };
    expect(await seen(setting, [])).toMatch(/Filter eq\(t\.region, "US"\)/);
    expect(await seen(setting, ['admins'])).not.toMatch(/US/);
  });

  test('a table without the tag is not filtered', async () => {
    expect(await seen({ policies: { 'schema/c.s': [FILTER] } }, [])).not.toMatch(/US/);
  });

  test('a mask for one group, on every column that the tag is on', async () => {
    const setting = { policies: { 'schema/c.s': [MASK] }, tags: PII_TAG };
    expect(await seen(setting, ['staff'])).toContain('"***"');
    expect(await seen(setting, ['other'])).not.toContain('"***"');
    const both = { ...PII_TAG, 'column/c.s.t.region': [{ tag_key: 'pii', tag_value: 'yes' }] };
    expect((await seen({ ...setting, tags: both }, ['staff'])).split('"***"').length - 1).toBe(2);
  });

  test('a condition on the table, whose tags come down from its schema and catalog', async () => {
    const policy = { ...FILTER, when_condition: "has_tag_value('zone', 'gold')" };
    const policies = { 'catalog/c': [policy] };
    const zone = (value: string) => [{ tag_key: 'zone', tag_value: value }];
    expect(await seen({ policies, tags: REGION_TAG }, [])).not.toMatch(/US/);
    expect(await seen({ policies, tags: { ...REGION_TAG, 'catalog/c': zone('gold') } }, [])).toMatch(/US/);
    const nearer = { ...REGION_TAG, 'catalog/c': zone('gold'), 'table/c.s.t': zone('raw') };
    expect(await seen({ policies, tags: nearer }, [])).not.toMatch(/US/);
  });

  test('two row filters at once are a denial, the same one twice is not', async () => {
    const eu = { ...FILTER, name: 'eu', row_filter: { function_name: 'c.s.is_eu', using: [{ alias: 'r' }] } };
    const twice = { policies: { 'schema/c.s': [FILTER, eu] }, tags: REGION_TAG };
    expect(await seen(twice, [])).toMatch(/denied: its policy uses two row filters/);
    expect(await seen(twice, ['admins'])).not.toMatch(/denied/);
    expect(await seen({ policies: { 'schema/c.s': [FILTER], 'table/c.s.t': [FILTER] }, tags: REGION_TAG }, [])).toMatch(
      /US/,
    );
    const own = { function_name: 'c.s.is_eu', input_arguments: [{ column: 'region' }] };
    expect(await seen({ policies: { 'table/c.s.t': [FILTER] }, tags: REGION_TAG, rowFilter: own }, [])).toMatch(
      /denied/,
    );
  });

  test.each([
    ['a condition that is not understood', { ...FILTER, when_condition: "tag('x')" }],
    ['a condition on columns that is not understood', { ...FILTER, match_columns: [{ alias: 'r', condition: 'x' }] }],
    ['an alias that nothing gives', { ...FILTER, row_filter: { function_name: 'c.s.is_us', using: [{ alias: 'q' }] } }],
    ['another kind of policy', { ...FILTER, policy_type: 'POLICY_TYPE_DENY', row_filter: undefined }],
    ['a function that is not there', { ...FILTER, row_filter: { function_name: 'c.s.gone', using: [{ alias: 'r' }] } }],
  ])('%s is a denial for those whom it is for', async (_, policy) => {
    const setting = { policies: { 'schema/c.s': [policy] }, tags: REGION_TAG };
    expect(await seen(setting, [])).toMatch(/denied/);
    expect(await seen(setting, ['admins'])).not.toMatch(/denied/);
  });

  test('an alias that matches two columns is a denial', async () => {
    const tags = { ...REGION_TAG, 'column/c.s.t.name': [{ tag_key: 'region' }] };
    expect(await seen({ policies: { 'schema/c.s': [FILTER] }, tags }, [])).toMatch(
      /denied: .* matches the columns region, name/,
    );
  });

  test.each([
    ['grants', { ...FILTER, policy_type: 'POLICY_TYPE_GRANT', row_filter: undefined }],
    ['models', { ...FILTER, for_securable_type: 'MODEL' }],
  ])('one about %s says nothing about rows', async (_, policy) => {
    expect(await seen({ policies: { 'schema/c.s': [policy] }, tags: REGION_TAG }, [])).not.toMatch(/denied|US/);
  });
});
