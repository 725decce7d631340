import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Json = Readonly<Record<string, unknown>>;

/** The JSON files of a `schema/unity` folder, read as they are: nothing of the gateway's own reader is used. */
export class UnityObjects {
  constructor(readonly folder: string) {}

  /** An object by its kind's folder and full name; undefined if there is none. */
  async one(folder: string, fullName: string): Promise<Json | undefined> {
    // A name that a caller sent must not lead out of the folder.
    if (/[/\\\0]/u.test(fullName)) return undefined;
    const text = await readFile(join(this.folder, folder, `${fullName}.json`), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : (JSON.parse(text) as Json);
  }

  /** All objects of a kind whose full name begins with `prefix`, in the order of their names. */
  async all(folder: string, prefix: string): Promise<readonly Json[]> {
    const names = (await this.names(folder)).filter((name) => name.startsWith(prefix));
    return Promise.all(
      names.map(async (name) => JSON.parse(await readFile(join(this.folder, folder, `${name}.json`), 'utf8')) as Json),
    );
  }

  private async names(folder: string): Promise<readonly string[]> {
    const files = await readdir(join(this.folder, folder)).catch(() => []);
    return files
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length))
      .sort();
  }
}
