import { writeFileSync } from 'node:fs';
import { benchLakehouse } from './lakehouse-section.js';
import { benchPostgres } from './postgres/section.js';

/** The sections of `npm run bench`, in their order; `npm run bench -- postgres` runs one. */
const SECTIONS = { postgres: benchPostgres, lakehouse: benchLakehouse } as const;

type Name = keyof typeof SECTIONS;

const isName = (text: string): text is Name => Object.hasOwn(SECTIONS, text);

async function main(asked: readonly string[]): Promise<void> {
  const unknown = asked.find((text) => !isName(text));
  if (unknown !== undefined) throw new Error(`There is no section ${unknown}; there are postgres and lakehouse.`);
  const names = asked.length === 0 ? (Object.keys(SECTIONS) as Name[]) : asked.filter(isName);
  const reports: string[] = [];
  for (const name of names) {
    reports.push(await SECTIONS[name]());
    writeFileSync('bench-results.md', `${reports.join('\n\n')}\n`);
  }
  console.log(`\n${reports.join('\n\n')}`);
}

await main(process.argv.slice(2));
