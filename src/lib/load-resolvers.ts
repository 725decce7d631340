import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

type ResolverModule = { readonly resolvers?: Readonly<Record<string, object>> };

/**
 * Imports every resolver file of a folder and merges what they export as `resolvers`.
 * @param folder absolute path of compiled resolvers/; without it there are none
 * @returns type name → field name → resolver
 */
export async function loadResolvers<T extends object>(folder: string): Promise<Readonly<Record<string, T>>> {
  const merged: Record<string, T> = {};
  if (!existsSync(folder)) return merged;
  for (const file of readdirSync(folder).sort()) {
    if (!/^[^.]+\.(js|ts)$/u.test(file)) continue;
    const loaded = (await import(pathToFileURL(join(folder, file)).href)) as ResolverModule;
    if (loaded.resolvers === undefined) throw new Error(`${file} does not export "resolvers".`);
    for (const [type, fields] of Object.entries(loaded.resolvers)) merged[type] = { ...merged[type], ...fields } as T;
  }
  return merged;
}
