import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DEMO_DATA_DIR } from '../../support/demo.js';

/** A copy of the demo's schema folder and lakehouse that a test may spoil. */
export interface Sandbox {
  readonly folder: string;
  readonly schemaDir: string;
  readonly dataDir: string;
  /** Environment that makes a gateway run on the copy. */
  readonly env: Readonly<Record<string, string>>;
  /** Replaces the one place where `from` stands in a file of the schema folder. */
  edit(file: string, from: string, to: string): void;
  /** Changes a number in gateway.yaml, whatever it is there. */
  set(setting: string, value: number): void;
  read(file: string): string;
  write(file: string, text: string): void;
  remove(): void;
}

const SCHEMA_DIR = resolve(import.meta.dirname, '../../../schema');

export function createSandbox(options: { readonly lakehouse?: boolean } = {}): Sandbox {
  const folder = mkdtempSync(join(tmpdir(), 'medallion-sandbox-'));
  const schemaDir = join(folder, 'schema');
  const dataDir = join(folder, 'data');
  cpSync(SCHEMA_DIR, schemaDir, { recursive: true });
  if (options.lakehouse !== false)
    cpSync(join(DEMO_DATA_DIR, 'lakehouse'), join(dataDir, 'lakehouse'), { recursive: true, preserveTimestamps: true });
  const read = (file: string) => readFileSync(join(schemaDir, file), 'utf8');
  const write = (file: string, text: string) => writeFileSync(join(schemaDir, file), text);
  return {
    folder,
    schemaDir,
    dataDir,
    env: { MEDALLION_SCHEMA_DIR: schemaDir, MEDALLION_DATA_DIR: dataDir },
    edit(file, from, to) {
      const text = read(file);
      if (text.split(from).length !== 2) throw new Error(`${file} does not hold ${from} exactly once.`);
      write(
        file,
        text.replace(from, () => to),
      );
    },
    set(setting, value) {
      const number = new RegExp(`\\b${setting}: \\d+`, 'gu');
      const text = read('gateway.yaml');
      if (text.match(number)?.length !== 1) throw new Error(`gateway.yaml does not hold ${setting} exactly once.`);
      write('gateway.yaml', text.replace(number, `${setting}: ${value}`));
    },
    read,
    write,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
