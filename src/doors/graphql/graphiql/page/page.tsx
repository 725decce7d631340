import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { DEFAULT_QUERY } from './default-query.js';
import { createFetcher } from './fetcher.js';
import { Session } from './session.js';
import { storageWithoutHeaders } from './storage.js';
import { TokenField } from './token-field.js';
import { serveWorkersLocally } from './workers.js';
import 'graphiql/style.css';
import './page.css';

const DEFAULT_HEADERS = `// More headers, as JSON. A credential
// here wins over the token field.
{}
`;

const session = new Session();
const fetcher = createFetcher(session);
const root = document.getElementById('graphiql');

serveWorkersLocally();
if (root) {
  createRoot(root).render(
    <GraphiQL
      fetcher={fetcher}
      storage={storageWithoutHeaders}
      defaultQuery={DEFAULT_QUERY}
      defaultHeaders={DEFAULT_HEADERS}
      defaultEditorToolsVisibility="headers"
      shouldPersistHeaders={false}
      inputValueDeprecation
      schemaDescription
    >
      <GraphiQL.Logo>
        <TokenField session={session} />
      </GraphiQL.Logo>
    </GraphiQL>,
  );
}
