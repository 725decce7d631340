import type { ScannedToken } from './scan-text.js';
import { scanText } from './scan-text.js';

/** The schema that another catalog's one is in a database of the door. It is as long as `catalog.schema`. */
export function schemaOfCatalog(catalog: string, schema: string): string {
  return `${catalog}_${schema}`;
}

const isQuoted = ({ text }: ScannedToken) => text.startsWith('"');

/** A name as Postgres reads the token: in lower case unless it is quoted. */
function nameOf(token: ScannedToken): string {
  return isQuoted(token) ? token.text.slice(1, -1).replaceAll('""', '"') : token.text.toLowerCase();
}

/**
 * Postgres reads no other database than its own, whereas Unity Catalog's names have three parts: `crm.public.customers`
 * is written as `crm_public.customers`, with spaces so that all that stands behind keeps its place.
 * @param schemas the schemas of other catalogs, as `schemaOfCatalog` names them
 */
export function withCatalogSchemas(text: string, schemas: ReadonlySet<string>): string {
  if (schemas.size === 0 || !text.includes('.')) return text;
  const tokens = scanText(text);
  let written = '';
  let from = 0;
  for (let index = 0; index + 4 < tokens.length; index += 1) {
    const [catalog, dot, schema, secondDot] = tokens.slice(index, index + 4);
    if (catalog === undefined || schema === undefined || dot?.text !== '.' || secondDot?.text !== '.') continue;
    // The last two parts of a longer name are none of a catalog's.
    if (tokens[index - 1]?.text === '.') continue;
    const name = schemaOfCatalog(nameOf(catalog), nameOf(schema));
    if (!schemas.has(name)) continue;
    const isPlain = !isQuoted(catalog) && !isQuoted(schema);
    const length = schema.end - catalog.start;
    written += text.slice(from, catalog.start) + (isPlain ? name : `"${name.replaceAll('"', '""')}"`).padEnd(length);
    from = schema.end;
  }
  return written + text.slice(from);
}
