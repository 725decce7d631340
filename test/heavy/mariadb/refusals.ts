/** Reasons why something has no exact form on MySQL or MariaDB, and what each concerns. */
export type Refusals = Readonly<Record<string, readonly string[]>>;

/** Functions of the registry that have no spelling. */
export const REFUSED_FUNCTIONS: Refusals = {
  'identity is a constant before a statement is printed': [
    'current_user',
    'session_user',
    'is_account_group_member',
    'is_member',
  ],
  'made by passes for engines that sort whole groups': ['n_largest', 'n_smallest', 'nth_largest', 'nth_smallest'],
  'they promise not to raise, and there is neither NaN nor infinity to answer with': ['exp', 'power', 'sqrt'],
  'there are no arrays': [
    'array',
    'pg_any_equal',
    'pg_array_agg',
    'pg_array_append',
    'pg_array_contains',
    'pg_array_length',
    'pg_array_overlaps',
    'pg_array_position',
    'pg_array_remove',
    'pg_array_to_string',
    'pg_cardinality',
    'pg_element',
    'pg_match_groups',
    'pg_percentile_cont_array',
    'pg_percentile_disc_array',
    'pg_string_to_array',
  ],
  'an interval is no value there': [
    'pg_age',
    'pg_interval_over',
    'pg_interval_scale',
    'pg_justify_days',
    'pg_justify_hours',
    'pg_justify_interval',
  ],
  'PCRE’s and ICU’s regular expressions are not RE2’s, and differ in ways that show only on data': [
    'pg_extract_match',
    'pg_initcap',
    'pg_match_count',
    'pg_match_place',
    'pg_matches',
    'pg_parse_timestamp',
    'pg_replace_all',
    'pg_replace_first',
  ],
  'sums of products lose digits that a running mean keeps, and there is none': [
    'pg_corr',
    'pg_covar_pop',
    'pg_covar_samp',
    'pg_regr_avgx',
    'pg_regr_avgy',
    'pg_regr_count',
    'pg_regr_intercept',
    'pg_regr_r2',
    'pg_regr_slope',
    'pg_regr_sxx',
    'pg_regr_sxy',
    'pg_regr_syy',
  ],
  'hyperbolic functions of small numbers lose digits': ['pg_cosh', 'pg_sinh', 'pg_tanh'],
  'there is no text of a number with so many significant digits': [
    'pg_fifteen_digits',
    'pg_stddev_pop_numeric',
    'pg_stddev_samp_numeric',
    'pg_to_char_number',
    'pg_to_number',
    'pg_var_pop_numeric',
    'pg_var_samp_numeric',
  ],
  'JSON is read there by rules of its own': ['pg_json_array_length', 'pg_json_field', 'pg_json_field_text'],
  'no function and no short expression of others says it': ['grouping', 'pg_mode', 'pg_translate'],
};

/** Functions some of whose cases' values or types do not exist there. */
export const REFUSED_CASES: Refusals = {
  'NaN and infinities': [
    'abs',
    'count',
    'eq',
    'greatest',
    'gt',
    'least',
    'ln',
    'lt',
    'max',
    'min',
    'neq',
    'pg_atan',
    'pg_cos',
    'pg_cot',
    'pg_exp',
    'pg_floor',
    'pg_sin',
    'pg_sqrt',
    'pg_tan',
    'round',
    'sign',
    'subtract',
  ],
  'intervals as results, of data, or as parts of a time of day': [
    'pg_elapsed',
    'pg_extract',
    'pg_interval_negate',
    'pg_interval_of',
    'pg_interval_times',
    'pg_shift',
    'pg_shift_back',
  ],
  'zones other than UTC, whose tables a server may not have': ['pg_instant', 'pg_local'],
  'several characters to trim at once': ['pg_ltrim', 'pg_rtrim', 'pg_trim'],
  'a DOUBLE’s text with an exponent': ['pg_text_of_float'],
};

export function concerned(refusals: Refusals): readonly string[] {
  return Object.values(refusals).flat().sort();
}

export function described(refusals: Refusals): string {
  return Object.entries(refusals)
    .map(([reason, ids]) => `  ${reason}: ${ids.join(', ')}`)
    .join('\n');
}
