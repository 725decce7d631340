/** Reasons why something has no exact form on Databricks, and what each concerns. */
export type Refusals = Readonly<Record<string, readonly string[]>>;

const REGULAR_EXPRESSIONS = 'Java’s regular expressions are not RE2’s, and differ in ways that show only on data';
const MIXED_INTERVALS = 'intervals of months, days and a time at once can be neither taken apart nor returned';
const NUMBER_FORMATS = 'number formats are others there';
const JSON_VALUES = 'building and reading JSON in a statement is not spelled yet';
const DIGITS = 'rounding to a number of digits that the data decide is spelled for averages alone';

/** Functions of the registry that have no Databricks spelling. */
export const REFUSED_FUNCTIONS: Refusals = {
  'identity is a constant before a statement is printed': [
    'current_user',
    'session_user',
    'is_account_group_member',
    'is_member',
  ],
  'made by passes for engines that sort whole groups, which Spark does not': [
    'n_largest',
    'n_smallest',
    'nth_largest',
    'nth_smallest',
  ],
  [REGULAR_EXPRESSIONS]: [
    'pg_matches',
    'pg_replace_first',
    'pg_replace_all',
    'pg_extract_match',
    'pg_match_groups',
    'pg_match_count',
    'pg_match_place',
  ],
  [MIXED_INTERVALS]: ['pg_age', 'pg_interval_over', 'pg_justify_hours', 'pg_justify_days', 'pg_justify_interval'],
  [NUMBER_FORMATS]: ['pg_to_char_number', 'pg_to_number'],
  [JSON_VALUES]: [
    'pg_json_field',
    'pg_json_field_text',
    'pg_json_array_length',
    'pg_json_of',
    'pg_json_object',
    'pg_json_array',
    'pg_json_agg',
  ],
  [DIGITS]: ['pg_stddev_samp_numeric', 'pg_stddev_pop_numeric', 'pg_var_samp_numeric', 'pg_var_pop_numeric'],
  'TIME is not stored': ['pg_time_of_timestamp'],
  'not spelled yet': [
    'pg_any_equal',
    'pg_array_append',
    'pg_array_contains',
    'pg_array_overlaps',
    'pg_array_remove',
    'pg_base64',
    'pg_bit_not',
    'pg_cot',
    'pg_div',
    'pg_percentile_disc_array',
    'pg_text_of_float',
    'pg_timestamp_digits',
    'pg_unhex',
  ],
};

/** Statements of the corpus that are refused. */
export const REFUSED_STATEMENTS: Refusals = {
  [REGULAR_EXPRESSIONS]: [
    'by-hand/regular-expressions',
    'by-hand/regexp-groups',
    'by-hand/similar-to',
    'dbt-utils/regex-expectation',
    'dbt-utils/regex-match-expectation',
    'metabase-expressions/regex-match-first',
    'metabase/regex-extract',
    'tableau-calculations/regexp-extract-calculation',
  ],
  [MIXED_INTERVALS]: ['by-hand/interval-results', 'metabase-expressions/between-dates'],
  [NUMBER_FORMATS]: ['by-hand/to-char-numbers', 'qlik/text-to-number', 'tableau-calculations/formatted-number'],
  [JSON_VALUES]: ['by-hand/json-object', 'dbt-utils/json-of-a-model'],
  [DIGITS]: ['by-hand/statistics', 'tableau/deviation'],
  'a time zone’s hour that comes twice is read as the first, where Postgres takes the second': [
    'by-hand/time-zone',
    'metabase-expressions/convert-time-zone',
  ],
  'no GROUPS and no EXCLUDE in a frame': ['by-hand/window-groups-frame', 'by-hand/window-exclude'],
  'no sub-query within a higher-order function': ['by-hand/greater-than-all', 'by-hand/less-than-any'],
  'no series of times by months': ['by-hand/generate-series-months'],
  'no format of ISO weeks': ['by-hand/to-char-dates'],
};

/** All that a table concerns, in order. */
export const concerned = (refusals: Refusals): readonly string[] => Object.values(refusals).flat().sort();

/** The table as lines of text. */
export const described = (refusals: Refusals): string =>
  Object.entries(refusals)
    .map(([reason, names]) => `${reason}: ${names.join(', ')}`)
    .join('\n');
