/** Reasons why something has no exact form on Databricks, and what each concerns. */
export type Refusals = Readonly<Record<string, readonly string[]>>;

const REGULAR_EXPRESSIONS = 'Java’s regular expressions are not RE2’s, and differ in ways that show only on data';
const MIXED_INTERVALS = 'intervals of months, days and a time at once can be neither taken apart nor returned';
const JSON_VALUES = 'JSON is read there by rules of its own, on numbers and on text that is no JSON';

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
  [JSON_VALUES]: ['pg_json_field', 'pg_json_field_text', 'pg_json_array_length'],
  'TIME is not stored': ['pg_time_of_timestamp'],
};

/** Statements of the corpus that the dialect cannot say: the gateway's own engine answers them from what Spark gives. */
export const HELPED_STATEMENTS: Refusals = {
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
  [JSON_VALUES]: ['dbt-utils/json-of-a-model'],
  'a time zone’s hour that comes twice is read as the first, where Postgres takes the second': [
    'by-hand/time-zone',
    'metabase-expressions/convert-time-zone',
  ],
  'no GROUPS and no EXCLUDE in a frame': ['by-hand/window-groups-frame', 'by-hand/window-exclude'],
};

/** All that a table concerns, in order. */
export const concerned = (refusals: Refusals): readonly string[] => Object.values(refusals).flat().sort();

/** The table as lines of text. */
export const described = (refusals: Refusals): string =>
  Object.entries(refusals)
    .map(([reason, names]) => `${reason}: ${names.join(', ')}`)
    .join('\n');
