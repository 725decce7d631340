import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { displayPath } from '../../catalog/sdl/read-sdl-files.js';
import type { SdlFile } from '../../catalog/sdl/sdl-file.js';
import { GatewayError } from '../../errors.js';

const run = promisify(execFile);
/** More than any contract; a bound on what is read into memory. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

async function git(args: readonly string[], cwd: string, signal: AbortSignal): Promise<string> {
  try {
    const { stdout } = await run('git', [...args], { cwd, signal, maxBuffer: MAX_OUTPUT_BYTES });
    return stdout;
  } catch (error) {
    signal.throwIfAborted();
    const detail = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new GatewayError('BAD_USER_INPUT', `git ${args[0]} failed: ${detail || 'is git installed?'}`, {
      cause: error,
    });
  }
}

/**
 * The `.graphql` files of the schema folder as they were at a git revision, under their present names.
 * @throws GatewayError BAD_USER_INPUT if the revision does not exist or the folder is in no repository.
 */
export async function gitSdlFiles(
  schemaDir: string,
  revision: string,
  signal: AbortSignal,
): Promise<readonly SdlFile[]> {
  const target = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const commit = await git(target, schemaDir, signal).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new GatewayError(
      'BAD_USER_INPUT',
      `"${revision}" is no revision of the git repository of ${displayPath(schemaDir)}. Give a branch, tag or commit.`,
      { cause },
    );
  });
  const sha = commit.trim();
  const listed = await git(['ls-tree', '-r', '-z', '--name-only', sha, '--', '.'], schemaDir, signal);
  const paths = listed.split('\0').filter((path) => path.endsWith('.graphql'));
  return Promise.all(
    paths.sort().map(async (path) => ({
      name: displayPath(join(schemaDir, path)),
      text: await git(['show', `${sha}:./${path}`], schemaDir, signal),
    })),
  );
}
