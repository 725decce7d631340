import { pick, tryParseJSONC, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { hasCredential, type Session } from './session.js';

/** Time without a keystroke after which a changed credential is tried, in milliseconds. */
const SETTLE_MS = 400;

/** Where a token is pasted, and what became of it. A new one re-reads the schema: each caller sees their own. */
export function TokenField({ session }: { readonly session: Session }) {
  const { introspect } = useGraphiQLActions();
  const { schema, isIntrospecting, fetchError, headerEditor, responseEditor } = useGraphiQL(
    pick('schema', 'isIntrospecting', 'fetchError', 'headerEditor', 'responseEditor'),
  );
  const [text, setText] = useState('');
  const lastError = useRef<string | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const introspectSoon = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(introspect, SETTLE_MS);
  }, [introspect]);

  // Half-typed JSON and a tab with the same headers must not cost a request, nor a complaint over the last result.
  const lastHeaders = useRef<string | undefined>(undefined);
  useEffect(() => {
    lastHeaders.current = JSON.stringify(headersOf(headerEditor));
    const listener = headerEditor?.onDidChangeModelContent(() => {
      const headers = JSON.stringify(headersOf(headerEditor));
      if (headers === undefined || headers === lastHeaders.current) return;
      lastHeaders.current = headers;
      introspectSoon();
    });
    return () => listener?.dispose();
  }, [headerEditor, introspectSoon]);

  // GraphiQL shows why a schema could not be read in the result pane, and would leave it there after it was read.
  useEffect(() => {
    if (fetchError) lastError.current = fetchError;
    else if (schema && responseEditor?.getValue() === lastError.current) responseEditor.setValue('');
  }, [schema, fetchError, responseEditor]);

  const known = session.token !== '' || session.answersWithoutCredential || hasCredential(headersOf(headerEditor));
  const state = stateOf({ known, isIntrospecting, failed: Boolean(fetchError), loaded: Boolean(schema) });
  return (
    <div className="token-field">
      <span className={`token-state token-state-${state.kind}`} role="status">
        {state.text}
      </span>
      <input
        type="password"
        aria-label="Token or API key"
        placeholder="Paste a token or an API key"
        title="Kept in this page's memory only; gone after a reload"
        autoComplete="off"
        data-1p-ignore=""
        data-lpignore="true"
        spellCheck={false}
        value={text}
        onChange={(event: { target: { value: string } }) => {
          setText(event.target.value);
          session.setToken(event.target.value);
          introspectSoon();
        }}
      />
      <strong>Medallion Gateway</strong>
    </div>
  );
}

interface Situation {
  readonly known: boolean;
  readonly isIntrospecting: boolean;
  readonly failed: boolean;
  readonly loaded: boolean;
}

function stateOf({ known, isIntrospecting, failed, loaded }: Situation) {
  if (!known) return { kind: 'none', text: 'No token yet' } as const;
  if (isIntrospecting) return { kind: 'busy', text: 'Reading the schema…' } as const;
  if (failed) return { kind: 'refused', text: 'Schema not read' } as const;
  return loaded ? ({ kind: 'ready', text: 'Schema loaded' } as const) : ({ kind: 'busy', text: 'Checking…' } as const);
}

/** @returns the headers tab's content; undefined while it is no JSON object. */
function headersOf(editor: { getValue(): string } | undefined): Readonly<Record<string, string>> | undefined {
  try {
    return tryParseJSONC(editor?.getValue()) ?? {};
  } catch {
    return undefined;
  }
}
