import { z } from 'zod';
import type { Stage } from './dockerfile.js';

/** What an image says of the process in it. */
export interface ImageSettings {
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
}

const execForm = z.array(z.string()).min(1);

/** @throws Error for the shell form, whose shell would get the signals in place of the process */
const readExecForm = (text: string): readonly string[] => execForm.parse(JSON.parse(text));

/** The settings of a stage with those of the stages below it. */
export function imageSettings(stages: readonly Stage[], target: string): ImageSettings {
  const stage = stages.find(({ name }) => name === target);
  if (stage === undefined) return { env: {}, user: 'root', entrypoint: [], command: [], healthcheck: [] };
  let settings = imageSettings(stages, stage.base);
  for (const { keyword, text } of stage.instructions) {
    switch (keyword) {
      case 'ENV': {
        const pairs = text.split(/\s+/u).map((pair) => pair.split('=', 2) as [string, string]);
        settings = { ...settings, env: { ...settings.env, ...Object.fromEntries(pairs) } };
        break;
      }
      case 'USER':
        settings = { ...settings, user: text };
        break;
      case 'ENTRYPOINT':
        settings = { ...settings, entrypoint: readExecForm(text), command: [] };
        break;
      case 'CMD':
        settings = { ...settings, command: readExecForm(text) };
        break;
      case 'HEALTHCHECK':
        settings = { ...settings, healthcheck: readExecForm(text.replace(/^CMD\s+/u, '')) };
        break;
      default:
        break;
    }
  }
  return settings;
}
