import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createSandbox, type Sandbox } from '../../http/support/sandbox.js';
import { DEMO_DATA_DIR } from '../../support/demo.js';
import { makeCertificate } from '../certificate.js';
import { UnityStandin } from './unity-standin.js';

export interface UnitySandbox {
  readonly sandbox: Sandbox;
  readonly standin: UnityStandin;
  /** Environment that makes a gateway, or a command, run on the stand-in. */
  readonly env: Readonly<Record<string, string>>;
  /** Writes an object of Unity Catalog; what it was is given back, undefined if it is new. */
  change(file: string, edit: (object: Record<string, unknown>) => object): void;
  /** Undoes every change. */
  restore(): void;
  close(): Promise<void>;
}

export interface UnitySandboxOptions {
  readonly refreshSeconds?: number;
  readonly maxStalenessSeconds?: number;
  readonly timeoutMs?: number;
}

const TOKEN = 'token-of-the-gateway';

/** The demo's contract in front of a stand-in of Unity Catalog that serves the demo's governance. */
export async function openUnitySandbox(options: UnitySandboxOptions = {}): Promise<UnitySandbox> {
  const sandbox = createSandbox({ lakehouse: false });
  const certificate = makeCertificate();
  // Objects of the demo belong to this group, so that its policies can be seen.
  const self = 'lakehouse-owners';
  const folder = join(sandbox.schemaDir, 'unity');
  const accepts = (token: string) => token === TOKEN;
  const standin = await UnityStandin.start({ folder, certificate, accepts, self });
  sandbox.write('ca.pem', certificate.cert);
  sandbox.edit('gateway.yaml', '  kind: embedded', '  kind: unity');
  sandbox.edit(
    'gateway.yaml',
    '  path: unity # in this folder\n',
    `  host: ${standin.host}\n  ca: ca.pem\n  credential: { kind: token, token: "\${UC_TOKEN}" }\n  timeoutMs: ${options.timeoutMs ?? 2000}\n`,
  );
  sandbox.set('refreshSeconds', options.refreshSeconds ?? 1);
  sandbox.set('maxStalenessSeconds', options.maxStalenessSeconds ?? 3);
  const before = new Map<string, string | undefined>();
  const read = (file: string): string | undefined => {
    try {
      return sandbox.read(`unity/${file}`);
    } catch {
      return undefined;
    }
  };
  return {
    sandbox,
    standin,
    env: { ...sandbox.env, MEDALLION_DATA_DIR: DEMO_DATA_DIR, UC_TOKEN: TOKEN },
    change(file, edit) {
      const text = read(file);
      if (!before.has(file)) before.set(file, text);
      const path = join(folder, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, JSON.stringify(edit(JSON.parse(text ?? '{}') as Record<string, unknown>)));
    },
    restore() {
      for (const [file, text] of before) sandbox.write(`unity/${file}`, text ?? '{}');
      before.clear();
    },
    async close() {
      await standin.stop();
      sandbox.remove();
    },
  };
}
