const replacement = '[redacted]';

// Runs of the characters that tokens and keys are made of. Each run is matched whole, so the cost is linear.
const run = /[\w.-]+/g;
// base64url of `{"`, `{ "`, or `{` and a line break: how the header of a JWT begins.
const tokenStart = /e(?:yJ|yA|wo|wk|w0)/;
/** Characters of the shortest header that names an algorithm, less some. */
const shortestTokenHeader = 15;
const scheme = /\b([Bb]earer|BEARER|[Bb]asic|BASIC) +(?=[\w~+/.-]*[A-Z0-9=])[\w~+/.-]{6,}=*/g;

const headerNames = new Set(['authorization', 'proxy-authorization', 'x-api-key', 'cookie', 'set-cookie']);
const mentionsHeader = /(?:authorization|x-api-key|cookie)\\*"/i;
// JSON inside of a text, such as a request that someone logged as a string.
const quotedHeader =
  /("(?:proxy-authorization|authorization|x-api-key|set-cookie|cookie)"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|$)/gi;

function isHeaderName(value: unknown): boolean {
  return typeof value === 'string' && headerNames.has(value.toLowerCase());
}

function redactMember(name: string, value: unknown): unknown {
  if (isHeaderName(name)) return replacement;
  if (typeof value === 'string') return value.replace(quotedHeader, `$1"${replacement}"`);
  // Raw headers are a list of names and values by turns.
  if (Array.isArray(value)) return value.map((item, index) => (isHeaderName(value[index - 1]) ? replacement : item));
  return value;
}

/** Takes out the values of credential headers, which may look like anything, wherever the line has such a header. */
function redactHeaders(line: string): string {
  const mention = line.search(mentionsHeader);
  if (mention === -1) return line;
  try {
    return `${JSON.stringify(JSON.parse(line, redactMember))}${line.endsWith('\n') ? '\n' : ''}`;
  } catch {
    // Not JSON, so nobody can tell where the value ends.
    return line.slice(0, mention) + replacement;
  }
}

function tokenIndex(text: string): number {
  let start = 0;
  for (let dot = text.indexOf('.'); dot !== -1; dot = text.indexOf('.', start)) {
    const found = text.slice(start, dot).search(tokenStart);
    if (found !== -1 && dot - start - found >= shortestTokenHeader) return start + found;
    start = dot + 1;
  }
  return -1;
}

function redactRun(text: string): string {
  const starts = [text.indexOf('mdk_'), tokenIndex(text)].filter((index) => index !== -1);
  return starts.length === 0 ? text : text.slice(0, Math.min(...starts)) + replacement;
}

/**
 * Takes credentials out of a line of the log: the values of credential headers at any depth, whatever looks like
 * a JWT, and API keys. It works on the finished line, so no field, message or nested error goes round it.
 * @param line one record as JSON, with or without its line break. It is JSON afterwards too.
 */
export function redact(line: string): string {
  return redactHeaders(line).replace(scheme, `$1 ${replacement}`).replace(run, redactRun);
}
