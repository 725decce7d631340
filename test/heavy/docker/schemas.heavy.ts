import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../../..');
const BIN = join(ROOT, 'node_modules/.cache/docker-schemas/venv/bin');
const MANIFESTS = join(ROOT, 'docker/kubernetes');
const COMPOSE = join(ROOT, 'docker/compose.yaml');
/** The oldest one that knows all that the manifests use, and later ones. */
const KUBERNETES_VERSIONS = ['1.30', '1.33', '1.37'];

const folder = mkdtempSync(join(tmpdir(), 'medallion-manifests-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a checker says, and whether it was content. */
async function check(program: string, args: readonly string[]): Promise<{ accepts: boolean; output: string }> {
  return run(join(BIN, program), [...args]).then(
    ({ stdout, stderr }) => ({ accepts: true, output: stdout + stderr }),
    ({ stdout, stderr }) => ({ accepts: false, output: stdout + stderr }),
  );
}

const checkCompose = (path: string) => check('check-jsonschema', ['--builtin-schema', 'vendor.compose-spec', path]);
const checkManifest = (version: string, paths: readonly string[]) =>
  check('kubernetes-validate', ['--strict', '-k', version, ...paths]);

function changed(path: string, from: string, to: string): string {
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  const copy = join(folder, 'changed.yaml');
  writeFileSync(copy, text.replace(from, to));
  return copy;
}

it('compose.yaml fits the Compose specification', async () => {
  expect(await checkCompose(COMPOSE)).toMatchObject({ accepts: true });
  expect(await checkCompose(changed(COMPOSE, 'read_only: true', 'read_onyl: true'))).toMatchObject({ accepts: false });
});

it.each(KUBERNETES_VERSIONS)('every manifest fits Kubernetes %s, without unknown fields', async (version) => {
  const files = readdirSync(MANIFESTS).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');
  const paths = files.map((name) => join(MANIFESTS, name));
  const { accepts, output } = await checkManifest(version, paths);
  expect(accepts, output).toBe(true);
  expect(output.match(/ passed for resource /gu)).toHaveLength(files.length + 1);
  const wrong = changed(join(MANIFESTS, 'deployment.yaml'), 'readOnlyRootFilesystem', 'readonlyRootFilesystem');
  expect(await checkManifest(version, [wrong])).toMatchObject({ accepts: false });
});
