/**
 * The objects of Unity Catalog's REST API (`/api/2.1/unity-catalog`), as far as the gateway reads them. Members that
 * are not listed are tolerated and dropped. Enumerations that the vendor extends (types, privileges) stay text: who
 * uses one decides what an unknown value means. Parsed objects are frozen.
 */
import { z } from 'zod';
import { checkFunction, checkSchema, checkTable } from './object-checks.js';
import { argumentsAgree, policyArgumentSchema } from './policy-arguments.js';

const name = z.string().min(1);
const names = z.array(name).readonly();

/** A time in milliseconds since 1970. */
const timeMs = z.int();

const stamps = {
  comment: z.string().optional(),
  owner: z.string().optional(),
  created_at: timeMs.optional(),
  updated_at: timeMs.optional(),
  properties: z.record(z.string(), z.string()).readonly().optional(),
};

export const unityCatalogSchema = z
  .object({ name, full_name: name.optional(), catalog_type: z.string().optional(), ...stamps })
  .refine((catalog) => (catalog.full_name ?? catalog.name) === catalog.name, {
    path: ['full_name'],
    error: 'expected the same as name',
  })
  .readonly();

export const unitySchemaSchema = z
  .object({ name, catalog_name: name, full_name: name, ...stamps })
  .superRefine(checkSchema)
  .readonly();

const maskSchema = z
  .object({
    function_name: name,
    /** Deprecated in favour of using_arguments. */
    using_column_names: names.optional(),
    using_arguments: z.array(policyArgumentSchema).readonly().optional(),
  })
  .refine((mask) => argumentsAgree({ given: mask.using_arguments, columnNames: mask.using_column_names }), {
    path: ['using_column_names'],
    error: 'expected the same columns as using_arguments, or nothing',
  })
  .readonly();

const columnSchema = z
  .object({
    name,
    /** The type in SQL, such as `decimal(10,2)`. */
    type_text: name,
    /** The type's kind, such as `DECIMAL` or `LONG`. */
    type_name: name,
    /** The column as a field of a Spark schema, JSON text. */
    type_json: z.string().optional(),
    type_precision: z.int().optional(),
    type_scale: z.int().optional(),
    /** From 0. */
    position: z.int().nonnegative(),
    nullable: z.boolean().default(true),
    partition_index: z.int().optional(),
    comment: z.string().optional(),
    mask: maskSchema.optional(),
  })
  .readonly();

const rowFilterSchema = z
  .object({
    function_name: name,
    /** Deprecated in favour of input_arguments. */
    input_column_names: names.optional(),
    input_arguments: z.array(policyArgumentSchema).readonly().optional(),
  })
  .refine((filter) => argumentsAgree({ given: filter.input_arguments, columnNames: filter.input_column_names }), {
    path: ['input_column_names'],
    error: 'expected the same columns as input_arguments, or nothing',
  })
  .readonly();

const primaryKeySchema = z
  .object({ name: name.optional(), child_columns: names, rely: z.boolean().optional() })
  .readonly();

const foreignKeySchema = z
  .object({
    name: name.optional(),
    child_columns: names,
    parent_table: name,
    parent_columns: names,
    rely: z.boolean().optional(),
  })
  .readonly();

/** One member is set. Named constraints of other kinds come with neither, and say nothing that the gateway reads. */
const constraintSchema = z
  .object({
    primary_key_constraint: primaryKeySchema.optional(),
    foreign_key_constraint: foreignKeySchema.optional(),
  })
  .readonly();

export const unityTableSchema = z
  .object({
    name,
    catalog_name: name,
    schema_name: name,
    full_name: name,
    /** `MANAGED`, `EXTERNAL`, `VIEW`, `FOREIGN`, … */
    table_type: name,
    data_source_format: z.string().optional(),
    columns: z.array(columnSchema).default([]).readonly(),
    row_filter: rowFilterSchema.optional(),
    /** Absent from the tables of a list; get the table for them. */
    table_constraints: z.array(constraintSchema).readonly().optional(),
    view_definition: z.string().optional(),
    ...stamps,
  })
  .superRefine(checkTable)
  .readonly();

/** A table as it is listed: its name and kind. A schema's tables with all their columns are megabytes. */
export const unityTableSummarySchema = z
  .object({ name, catalog_name: name, schema_name: name, full_name: name, table_type: name })
  .readonly();

const parameterSchema = z
  .object({
    name,
    type_text: name,
    type_name: z.string().optional(),
    position: z.int().nonnegative(),
    parameter_default: z.string().optional(),
    comment: z.string().optional(),
  })
  .readonly();

export const unityFunctionSchema = z
  .object({
    name,
    catalog_name: name,
    schema_name: name,
    full_name: name,
    /** Absent for a function without parameters. */
    input_params: z
      .object({ parameters: z.array(parameterSchema).default([]).readonly() })
      .readonly()
      .optional(),
    data_type: z.string().optional(),
    /** The result's type in SQL, such as `DECIMAL(10,2)`. */
    full_data_type: name,
    /** `SQL`, or `EXTERNAL` for Python and the like. */
    routine_body: name,
    /** The SQL expression that the function returns. Absent where the caller may not read it. */
    routine_definition: z.string().optional(),
    is_deterministic: z.boolean().optional(),
    ...stamps,
  })
  .superRefine(checkFunction)
  .readonly();

const privilegeSchema = z
  .object({
    /** `SELECT`, `USE_SCHEMA`, `ALL_PRIVILEGES`, … */
    privilege: name,
    inherited_from_type: z.string().optional(),
    inherited_from_name: z.string().optional(),
  })
  .readonly();

const assignmentSchema = z
  .object({
    /** A user name, a group name, or `account users` for everyone. */
    principal: name,
    privileges: z.array(privilegeSchema).default([]).readonly(),
  })
  .readonly();

/** The body of `/effective-permissions/{securable_type}/{full_name}`, inherited privileges included. */
export const unityPermissionsSchema = z
  .object({ privilege_assignments: z.array(assignmentSchema).default([]).readonly() })
  .readonly();

export type UnityCatalogInfo = z.infer<typeof unityCatalogSchema>;
export type UnitySchemaInfo = z.infer<typeof unitySchemaSchema>;
export type UnityTableInfo = z.infer<typeof unityTableSchema>;
export type UnityTableSummary = z.infer<typeof unityTableSummarySchema>;
export type UnityColumnInfo = z.infer<typeof columnSchema>;
export type UnityColumnMask = z.infer<typeof maskSchema>;
export type UnityRowFilter = z.infer<typeof rowFilterSchema>;
export type UnityTableConstraint = z.infer<typeof constraintSchema>;
export type UnityFunctionInfo = z.infer<typeof unityFunctionSchema>;
export type UnityFunctionParameter = z.infer<typeof parameterSchema>;
export type UnityPermissions = z.infer<typeof unityPermissionsSchema>;
export type UnityPrivilegeAssignment = z.infer<typeof assignmentSchema>;
