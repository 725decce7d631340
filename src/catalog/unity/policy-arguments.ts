import { z } from 'zod';

const isOne = (argument: { readonly column?: string | undefined; readonly constant?: string | undefined }): boolean =>
  (argument.column === undefined) !== (argument.constant === undefined);

/** What a row filter or mask passes to its function: a column of the table, or the text of a constant. */
export const policyArgumentSchema = z
  .object({ column: z.string().min(1).optional(), constant: z.string().optional() })
  .refine(isOne, 'expected either column or constant')
  .readonly();

export type UnityPolicyArgument = z.infer<typeof policyArgumentSchema>;

interface Declared {
  /** The current member: columns and constants in order. */
  readonly given: readonly UnityPolicyArgument[] | undefined;
  /** The deprecated member, which older servers send alone and newer ones send too. */
  readonly columnNames: readonly string[] | undefined;
}

/** The arguments in order, by the current member where it has any and the deprecated one otherwise. */
export function policyArguments({ given = [], columnNames = [] }: Declared): readonly UnityPolicyArgument[] {
  return given.length > 0 ? given : columnNames.map((column) => ({ column }));
}

/** Whether the two members can both be true: a policy in doubt must not be enforced one way or the other. */
export function argumentsAgree({ given = [], columnNames = [] }: Declared): boolean {
  if (given.length === 0 || columnNames.length === 0) return true;
  const columns = given.flatMap(({ column }) => (column === undefined ? [] : [column]));
  return JSON.stringify(columns) === JSON.stringify(columnNames);
}
