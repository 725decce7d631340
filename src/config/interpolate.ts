/** Looks up an environment variable; undefined if it is not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Interpolation {
  readonly value: string;
  /** The variables that were read, in order. */
  readonly variables: readonly string[];
  /** True if the text is references and nothing else, not even a default: the file tells nothing of the value. */
  readonly pure: boolean;
  /** What is wrong with the text, a sentence each. */
  readonly faults: readonly string[];
}

// An escaped `$${`, a well-formed reference, or a `${` that begins no reference.
const reference = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}|\$\{/g;

const onlyReferences = /^(\$\{[A-Za-z_][A-Za-z0-9_]*\})+$/;

/**
 * Replaces `${VAR}` and `${VAR:-default}` by the environment's values, once: a value is never read for further
 * references. As in a shell, the default also stands in for a variable that is set but empty. `$${` gives a plain `${`.
 */
export function interpolate(text: string, environment: Environment): Interpolation {
  const variables: string[] = [];
  const faults: string[] = [];
  const value = text.replace(reference, (match: string, name: string | undefined, fallback: string | undefined) => {
    if (match === '$${') return '${';
    if (name === undefined) {
      faults.push(`expected \${VAR} or \${VAR:-default}, found "\${" that begins neither ("$\${" writes it as text)`);
      return '';
    }
    variables.push(name);
    const found = Object.hasOwn(environment, name) ? environment[name] : undefined;
    if (found !== undefined && (found !== '' || fallback === undefined)) return found;
    if (fallback === undefined) faults.push(`the environment variable ${name} is not set and has no default`);
    return fallback ?? '';
  });
  return { value, variables, pure: onlyReferences.test(text), faults };
}
