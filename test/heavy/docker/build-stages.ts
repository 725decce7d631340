import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { promisify } from 'node:util';
import { type Instruction, parseDockerfile, stagesFor } from './dockerfile.js';

const run = promisify(execFile);

export interface BuildOptions {
  readonly target: string;
  /** What the builder gets of the repository. */
  readonly context: string;
  /** An empty folder: the file system of each stage becomes a folder in it. */
  readonly folder: string;
  readonly log: (line: string) => void;
}

/** Variables of the test runner and of the gateway are not the builder's. */
function builderEnvironment(): NodeJS.ProcessEnv {
  const isOurs = (name: string) => /^(NODE_ENV|VITEST.*|MEDALLION_.*|npm_(?!config_).*)$/u.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOurs(name)));
}

/** Links where it can: stages only ever add and remove files. */
async function copy(from: string, to: string): Promise<void> {
  if (statSync(from).isDirectory()) {
    mkdirSync(to, { recursive: true });
    await run('cp', ['-al', `${from}/.`, to]);
  } else {
    mkdirSync(dirname(to), { recursive: true });
    await run('cp', ['-aL', from, to]);
  }
}

class StageBuild {
  constructor(
    private readonly root: string,
    private readonly options: BuildOptions,
    /** The stage below has set it, or nobody. */
    public workdir: string,
  ) {}

  private inside(path: string): string {
    return join(this.root, posix.resolve(this.workdir, path));
  }

  private async copy({ flags, text }: Instruction): Promise<void> {
    const words = text.split(/\s+/u);
    const destination = words.at(-1) ?? '';
    const from = flags.get('from');
    const base = from === undefined ? this.options.context : join(this.options.folder, from);
    for (const source of words.slice(0, -1)) {
      const path = join(base, source);
      const isFolder = statSync(path).isDirectory();
      const into =
        destination.endsWith('/') && !isFolder ? posix.join(destination, posix.basename(source)) : destination;
      await copy(path, this.inside(into));
    }
    const owner = flags.get('chown');
    if (owner !== undefined && process.getuid?.() === 0) await run('chown', ['-R', owner, this.inside(destination)]);
  }

  /** Paths from the root of the image are ones of this stage's folder. */
  private async run(command: string): Promise<void> {
    const mapped = command.replaceAll(/(?<=\s)\/(?=[a-z])/gu, `${this.root}/`);
    const { stdout } = await run('/bin/sh', ['-c', mapped], {
      cwd: this.inside('.'),
      env: builderEnvironment(),
      maxBuffer: 64 * 1024 * 1024,
    });
    for (const line of stdout.trimEnd().split('\n')) this.options.log(`  ${line}`);
  }

  async step(instruction: Instruction): Promise<void> {
    switch (instruction.keyword) {
      case 'WORKDIR':
        this.workdir = posix.resolve(this.workdir, instruction.text);
        mkdirSync(this.inside('.'), { recursive: true });
        return;
      case 'COPY':
        return this.copy(instruction);
      case 'RUN':
        return this.run(instruction.text);
      case 'LABEL':
      case 'ENV':
      case 'USER':
      case 'EXPOSE':
      case 'STOPSIGNAL':
      case 'HEALTHCHECK':
      case 'ENTRYPOINT':
      case 'CMD':
        return;
      default:
        throw new Error(`${instruction.keyword} cannot be run without Docker.`);
    }
  }
}

/**
 * Runs the commands of a Dockerfile's text without Docker, each stage in a folder, on this machine's Node. Base images stay
 * empty but for the program that is taken from one.
 * @returns the folder that is the target's file system
 */
export async function buildStages(dockerfile: string, options: BuildOptions): Promise<string> {
  const workdirs = new Map<string, string>();
  for (const { name, base, instructions } of stagesFor(parseDockerfile(dockerfile), options.target)) {
    const root = join(options.folder, name);
    const parent = join(options.folder, base);
    options.log(`FROM ${base} AS ${name}`);
    mkdirSync(root, { recursive: true });
    if (existsSync(parent)) await copy(parent, root);
    else if (base.startsWith('node:')) {
      await copy(process.execPath, join(root, 'usr/local/bin/node'));
      chmodSync(join(root, 'usr/local/bin/node'), 0o755);
    }
    const stage = new StageBuild(root, options, workdirs.get(base) ?? '/');
    for (const instruction of instructions) {
      if (['COPY', 'RUN'].includes(instruction.keyword)) options.log(`${instruction.keyword} ${instruction.text}`);
      await stage.step(instruction);
    }
    workdirs.set(name, stage.workdir);
  }
  return join(options.folder, options.target);
}
