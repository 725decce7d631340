import { loadModule } from 'libpg-query';
import { beforeAll, describe, expect, it } from 'vitest';
import { withCatalogSchemas } from '../../../../src/doors/sql/statement/catalog-names.js';

const SCHEMAS = new Set(['crm_public', 'My-Cat_Public', 'a"b_c']);

beforeAll(() => loadModule());

describe('names of three parts', () => {
  it.each([
    ['SELECT * FROM crm.public.t', 'SELECT * FROM crm_public.t'],
    ['SELECT * FROM CRM.Public.t JOIN gold.x USING (id)', 'SELECT * FROM crm_public.t JOIN gold.x USING (id)'],
    ['SELECT crm.public.t.id FROM crm.public.t', 'SELECT crm_public.t.id FROM crm_public.t'],
    ['SELECT * FROM "My-Cat"."Public".t', 'SELECT * FROM "My-Cat_Public"  .t'],
    ['SELECT * FROM "a""b".c.t', 'SELECT * FROM "a""b_c".t'],
    ['SELECT * FROM crm . public . t', 'SELECT * FROM crm_public   . t'],
    ['SELECT * FROM crm /* . */ . public.t', 'SELECT * FROM crm_public          .t'],
  ])('%s', (text, expected) => {
    const written = withCatalogSchemas(text, SCHEMAS);
    expect(written).toBe(expected);
    expect(written.length, 'what stands behind keeps its place').toBe(text.length);
  });

  it.each([
    "SELECT 'crm.public.t'",
    'SELECT lakehouse.gold.t.id FROM lakehouse.gold.t',
    'SELECT a.crm.public.t FROM x',
    'SELECT * FROM crm.public',
    'SELECT 1.5, t.id FROM t',
    '-- crm.public.t\nSELECT 1',
  ])('leaves %s as it is', (text) => expect(withCatalogSchemas(text, SCHEMAS)).toBe(text));
});
