import type { Executor } from './executor.js';

/** Lets the stand-in's engine write JSON documents, whose functions and patterns Spark spells otherwise. */
export function documents(executor: Executor): Executor {
  return (statement) => {
    const text = statement.text
      .replaceAll(/\blistagg\(/gu, 'string_agg(')
      .replaceAll('to_json(array(', 'to_json(list_value(')
      .replaceAll(/ RLIKE '((?:\\.|[^'\\])*)'/gu, " SIMILAR TO '(?s).*(?:$1).*'")
      .replaceAll("') WITHIN GROUP (ORDER BY ", "' ORDER BY ")
      .replaceAll(", 'UTF-8')", ')');
    return executor({ ...statement, text });
  };
}
