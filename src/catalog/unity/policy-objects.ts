/** Attribute-based policies and tags of Unity Catalog's REST API, as far as the gateway reads them. */
import { z } from 'zod';

const name = z.string().min(1);

/** What a policy passes to its function: a column that one of its conditions matched, or the text of a constant. */
const usingSchema = z
  .object({ alias: name.optional(), constant: z.string().optional() })
  .refine(({ alias, constant }) => (alias === undefined) !== (constant === undefined), {
    error: 'expected either alias or constant',
  })
  .readonly();

const using = z.array(usingSchema).default([]).readonly();

export const unityPolicySchema = z
  .object({
    name,
    /** `POLICY_TYPE_ROW_FILTER`, `POLICY_TYPE_COLUMN_MASK`, `POLICY_TYPE_GRANT`, … */
    policy_type: name,
    /** `TABLE`, `MODEL`, …: what the policy is about, below the securable that it stands on. */
    for_securable_type: z.string().optional(),
    to_principals: z.array(name).default([]).readonly(),
    except_principals: z.array(name).default([]).readonly(),
    /** On the tags of the table. */
    when_condition: z.string().optional(),
    /** On the tags of the table's columns. */
    match_columns: z
      .array(z.object({ alias: name.optional(), condition: z.string() }).readonly())
      .default([])
      .readonly(),
    row_filter: z.object({ function_name: name, using }).readonly().optional(),
    column_mask: z.object({ function_name: name, on_column: name, using }).readonly().optional(),
  })
  .readonly();

export const unityTagSchema = z.object({ tag_key: name, tag_value: z.string().optional() }).readonly();

/** A page of `/policies/{type}/{full name}`. */
export const unityPoliciesSchema = z.object({ policies: z.array(unityPolicySchema).default([]).readonly() }).readonly();

/** A page of `/entity-tag-assignments/{type}/{full name}/tags`. */
export const unityTagsSchema = z.object({ tag_assignments: z.array(unityTagSchema).default([]).readonly() }).readonly();

export type UnityPolicyInfo = z.infer<typeof unityPolicySchema>;
export type UnityTagAssignment = z.infer<typeof unityTagSchema>;
