import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ImageSettings } from './image-settings.js';

/** An image that was made without Docker. */
export interface Image {
  /** Its file system. */
  readonly root: string;
  readonly settings: ImageSettings;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * A process of an image: its own Node and variables, and its user where the tests run as root. Paths from the root of
 * the image are ones of its folder.
 */
export class Container {
  /** All that it wrote so far. */
  output = '';
  private readonly exited: Promise<Exit>;

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
    this.exited = once(child, 'close').then(([code, signal]) => ({ code, signal }) as Exit);
  }

  /** @param env in addition to the image's, and over them */
  static run(
    { root, settings }: Image,
    command: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Container {
    const inside = (text: string) => (text.startsWith('/') ? join(root, text) : text);
    const own = Object.entries(settings.env).map(([name, value]) => [name, inside(value)] as const);
    const [program = '', ...args] = command.map(inside);
    const [uid = 0, gid = 0] = settings.user.split(':').map(Number);
    const child = spawn(program, args, {
      ...(process.getuid?.() === 0 ? { uid, gid } : {}),
      cwd: join(root, 'app'),
      env: { ...Object.fromEntries(own), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Container(child);
  }

  /** The image's own command. */
  static entry(image: Image, env: Readonly<Record<string, string>>): Container {
    return Container.run(image, [...image.settings.entrypoint, ...image.settings.command], env);
  }

  /** Starts the gateway and waits until all of its doors listen. @throws Error with its output if it ends before */
  static async gateway(
    image: Image,
    env: Readonly<Record<string, string>>,
  ): Promise<{ readonly container: Container; readonly httpPort: string; readonly sqlPort: string }> {
    const container = Container.entry(image, env);
    const { stdout } = container.child;
    if (stdout === null) throw new Error('The process has no output.');
    const ready = new Promise<{ http: string; sql: string }>((resolve) => {
      createInterface({ input: stdout }).on('line', (line) => {
        if (line.startsWith('{"event":"ready"')) resolve(JSON.parse(line));
      });
    });
    const died = container.exited.then(({ code }) => {
      throw new Error(`The gateway ended with ${code}:\n${container.output}`);
    });
    const { http, sql } = await Promise.race([ready, died]);
    return { container, httpPort: new URL(http).port, sqlPort: new URL(sql).port };
  }

  /** Waits for its end. */
  wait(): Promise<Exit> {
    return this.exited;
  }

  /** Sends a signal and waits for the end. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> {
    this.child.kill(signal);
    return this.exited;
  }
}
