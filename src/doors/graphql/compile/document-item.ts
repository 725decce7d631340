import { call } from '../../../functions/registry.js';
import { jsonObject } from '../../../query/build.js';
import type { JsonObjectExpression, NamedExpression } from '../../../query/expression.js';

/**
 * The one column of a document query: the whole body of the reply, `{"data":{…}}`, as UTF-8. As bytes it goes from
 * the source to the socket without becoming a JavaScript string on the way (1.8 MB: 0.9 ms instead of 7.9).
 */
export function documentItem(entries: JsonObjectExpression['entries']): NamedExpression {
  const body = jsonObject([{ key: 'data', value: jsonObject(entries) }]);
  return { name: 'body', expression: call('utf8_bytes', [body]) };
}
