/** An instruction of a Dockerfile, its line breaks and variables of ARG resolved. */
export interface Instruction {
  readonly keyword: string;
  /** `--from=build` as `from: 'build'`. */
  readonly flags: ReadonlyMap<string, string>;
  readonly text: string;
}

/** From one FROM to the next. */
export interface Stage {
  readonly name: string;
  /** An image, or the name of an earlier stage. */
  readonly base: string;
  readonly instructions: readonly Instruction[];
}

function logicalLines(text: string): readonly string[] {
  const code = text.split('\n').filter((line) => !/^\s*#/u.test(line));
  return code
    .join('\n')
    .replaceAll(/\\\n\s*/gu, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function readInstruction(line: string): Instruction {
  const [, keyword = '', rest = ''] = /^(\S+)\s+(.*)$/u.exec(line) ?? [];
  const flags = new Map<string, string>();
  let text = rest;
  // HEALTHCHECK's flags stand before CMD, and COPY's and FROM's before their first word.
  for (let match = /^--([a-z-]+)=(\S+)\s+/u.exec(text); match !== null; match = /^--([a-z-]+)=(\S+)\s+/u.exec(text)) {
    flags.set(match[1] ?? '', match[2] ?? '');
    text = text.slice(match[0].length);
  }
  return { keyword: keyword.toUpperCase(), flags, text };
}

/** The stages of a Dockerfile, in order. Reads what docker/Dockerfile uses; @throws Error for what it cannot */
export function parseDockerfile(text: string): readonly Stage[] {
  const defaults = new Map<string, string>();
  const stages: { name: string; base: string; instructions: Instruction[] }[] = [];
  for (const line of logicalLines(text)) {
    const instruction = readInstruction(
      line.replaceAll(/\$\{(\w+)\}/gu, (whole, name: string) => defaults.get(name) ?? whole),
    );
    if (instruction.keyword === 'FROM') {
      const [, base, name] = /^(\S+)\s+AS\s+(\S+)$/u.exec(instruction.text) ?? [];
      if (base === undefined || name === undefined) throw new Error(`A stage has no name: ${line}`);
      stages.push({ name, base, instructions: [] });
      continue;
    }
    const stage = stages.at(-1);
    if (stage !== undefined) stage.instructions.push(instruction);
    else if (instruction.keyword === 'ARG') {
      const [name = '', value = ''] = instruction.text.split('=');
      defaults.set(name, value);
    } else throw new Error(`Not in a stage: ${line}`);
  }
  return stages;
}

/** The stage and all that it is made from, in order. */
export function stagesFor(stages: readonly Stage[], target: string): readonly Stage[] {
  const needed = new Set([target]);
  for (const { name, base, instructions } of [...stages].reverse()) {
    if (!needed.has(name)) continue;
    needed.add(base);
    for (const { flags } of instructions) needed.add(flags.get('from') ?? name);
  }
  return stages.filter(({ name }) => needed.has(name));
}
