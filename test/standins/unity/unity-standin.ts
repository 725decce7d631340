import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Certificate } from '../certificate.js';
import { type Json, UnityObjects } from './unity-objects.js';

/** What a fault hook may do with a call: answer it itself (true), or let it pass. */
export type UnityFaultHook = (path: string, reply: ServerResponse) => boolean;

export interface UnityStandinOptions {
  /** A `schema/unity` folder. */
  readonly folder: string;
  /** Undefined: plain HTTP, for a person's curl. */
  readonly certificate: Certificate | undefined;
  /** Tells whether a bearer token is good. */
  readonly accepts: (token: string) => boolean;
  /** Objects a page; every second page is empty, as the service allows itself. */
  readonly pageSize?: number;
  readonly port?: number;
  /** How long each reply takes. */
  readonly latencyMs?: number;
  /** The name that the caller has in the workspace. */
  readonly self?: string;
}

interface Page {
  readonly key: string;
  readonly items: readonly unknown[];
}

const ROOT = '/api/2.1/unity-catalog/';
const PLURAL = { catalog: 'catalogs', schema: 'schemas', table: 'tables', function: 'functions' } as const;

class UnityError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

function absent(type: string, name: string): UnityError {
  return new UnityError(404, `${type.toUpperCase()}_DOES_NOT_EXIST`, `${type} '${name}' does not exist.`);
}

/** Unity Catalog's REST API over the JSON objects of a folder, as far as the gateway and its tests call it. */
export class UnityStandin {
  /** Paths that were asked for, in order. */
  readonly calls: string[] = [];
  fault: UnityFaultHook | undefined;
  /** The name that the caller has in the workspace. */
  self: string;
  private readonly objects: UnityObjects;
  private readonly server: Server;

  private constructor(private readonly options: UnityStandinOptions) {
    this.self = options.self ?? 'medallion@service';
    this.objects = new UnityObjects(options.folder);
    const handle = (request: IncomingMessage, reply: ServerResponse) => void this.handle(request, reply);
    this.server =
      options.certificate === undefined ? createServer(handle) : createTlsServer(options.certificate, handle);
  }

  static async start(options: UnityStandinOptions): Promise<UnityStandin> {
    const standin = new UnityStandin(options);
    standin.server.listen(options.port ?? 0, '127.0.0.1');
    await once(standin.server, 'listening');
    return standin;
  }

  /** `127.0.0.1:port` */
  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async handle(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'https://standin');
    this.calls.push(url.pathname);
    if (this.fault?.(url.pathname, reply) === true) return;
    if (this.options.latencyMs !== undefined) await sleep(this.options.latencyMs);
    try {
      const token = /^Bearer (.+)$/u.exec(request.headers.authorization ?? '')?.[1] ?? '';
      if (!this.options.accepts(token)) throw new UnityError(401, 'UNAUTHENTICATED', 'The token is not valid.');
      if (url.pathname === '/api/2.0/preview/scim/v2/Me') {
        send(reply, 200, { userName: this.self, groups: [] });
        return;
      }
      if (request.method !== 'GET' || !url.pathname.startsWith(ROOT)) {
        throw new UnityError(404, 'ENDPOINT_NOT_FOUND', `No API found for '${request.method} ${url.pathname}'`);
      }
      const parts = url.pathname.slice(ROOT.length).split('/').map(decodeURIComponent);
      const answer = await this.answer(parts, url.searchParams);
      send(reply, 200, 'key' in answer ? this.page(answer as Page, url.searchParams) : answer);
    } catch (error) {
      const known = error instanceof UnityError ? error : new UnityError(500, 'INTERNAL_ERROR', String(error));
      send(reply, known.status, { error_code: known.code, message: known.message, details: [] });
    }
  }

  private async answer([kind = '', first = '', second = '', third = '']: readonly string[], query: URLSearchParams) {
    switch (kind) {
      case 'catalogs':
        return { key: 'catalogs', items: await this.objects.all('catalogs', '') };
      case 'schemas':
        return this.listing('schemas', 'catalog', query.get('catalog_name') ?? '');
      case 'tables':
        if (first !== '') return this.object('table', first);
        return this.tables(query);
      case 'functions':
        return this.object('function', first);
      case 'effective-permissions':
        return this.permissions(first, second);
      case 'policies':
        return this.policies(second, query.get('include_inherited') === 'true');
      case 'entity-tag-assignments':
        if (third === 'tags') return this.tags(first, second, query.get('include_inherited') === 'true');
        break;
    }
    throw new UnityError(404, 'ENDPOINT_NOT_FOUND', `No API found for '${kind}'`);
  }

  private async object(type: 'table' | 'function', name: string): Promise<object> {
    const found = await this.objects.one(PLURAL[type], name);
    if (found === undefined) throw absent(type === 'table' ? 'table' : 'function', name);
    return found;
  }

  private async listing(folder: 'schemas' | 'tables', parent: 'catalog' | 'schema', name: string): Promise<Page> {
    if ((await this.objects.one(PLURAL[parent], name)) === undefined) throw absent(parent, name);
    const objects = await this.objects.all(folder, `${name}.`);
    return { key: folder, items: objects.map(({ table_constraints: _, view_dependencies: __, ...rest }) => rest) };
  }

  private async tables(query: URLSearchParams): Promise<Page> {
    const page = await this.listing('tables', 'schema', `${query.get('catalog_name')}.${query.get('schema_name')}`);
    const omitted = ['columns', 'properties'].filter((member) => query.get(`omit_${member}`) === 'true');
    const kept = (table: unknown) =>
      Object.fromEntries(Object.entries(table as Json).filter(([member]) => !omitted.includes(member)));
    return { ...page, items: page.items.map(kept) };
  }

  private async permissions(type: string, name: string): Promise<Page> {
    const folder = type in PLURAL ? PLURAL[type as keyof typeof PLURAL] : undefined;
    if (folder === undefined || (await this.objects.one(folder, name)) === undefined) throw absent(type, name);
    const found = await this.objects.one(`permissions/${type}`, name);
    return { key: 'privilege_assignments', items: (found?.privilege_assignments as readonly unknown[]) ?? [] };
  }

  private async policies(table: string, inherited: boolean): Promise<Page> {
    if ((await this.objects.one('tables', table)) === undefined) throw absent('table', table);
    return { key: 'policies', items: await this.about('policies', 'policies', table, inherited) };
  }

  private async tags(entities: string, name: string, inherited: boolean): Promise<Page> {
    const key = 'tag_assignments';
    if (entities === 'tables') return { key, items: await this.about('tags', key, name, inherited) };
    const found = await this.objects.one('tags/column', name);
    return { key, items: (found?.[key] as readonly unknown[]) ?? [] };
  }

  /** What stands about a table and, where asked for, about its schema and catalog. */
  private async about(folder: string, key: string, table: string, inherited: boolean): Promise<readonly unknown[]> {
    const [catalog = '', schema = ''] = table.split('.');
    const places = inherited
      ? [
          ['catalog', catalog],
          ['schema', `${catalog}.${schema}`],
          ['table', table],
        ]
      : [['table', table]];
    const found = await Promise.all(places.map(([type, name]) => this.objects.one(`${folder}/${type}`, name ?? '')));
    return found.flatMap((object) => (object?.[key] as readonly unknown[]) ?? []);
  }

  private page({ key, items }: Page, query: URLSearchParams): object {
    const size = this.options.pageSize ?? 100;
    const page = Number(query.get('page_token') ?? 0);
    const from = Math.floor(page / 2) * size;
    const slice = page % 2 === 0 ? items.slice(from, from + size) : [];
    const isLast = from + size >= items.length;
    return { ...(slice.length > 0 ? { [key]: slice } : {}), ...(isLast ? {} : { next_page_token: String(page + 1) }) };
  }
}

function send(reply: ServerResponse, status: number, body: object): void {
  reply.writeHead(status, { 'content-type': 'application/json' });
  reply.end(JSON.stringify(body));
}
