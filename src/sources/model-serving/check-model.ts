import { readFile } from 'node:fs/promises';
import { endpointAddress } from './endpoint-address.js';
import { readMlmodel, readOpenApi, type ServedSignature } from './served-signature.js';
import type { ModelPlace, ModelServices, ModelSettings } from './settings.js';
import { signatureDifferences } from './signature-differences.js';

const TIMEOUT_MS = 10_000;

/** What comparing gateway.yaml with a model found. */
export type ModelCheck =
  | { readonly kind: 'compared'; readonly differences: readonly string[] }
  | { readonly kind: 'unread'; readonly reason: string };

async function askWorkspace(
  name: string,
  place: Extract<ModelPlace, { readonly kind: 'databricks' }>,
  services: ModelServices,
  signal: AbortSignal,
): Promise<string> {
  const { host } = endpointAddress(name, place, services);
  try {
    const path = `/api/2.0/serving-endpoints/${encodeURIComponent(place.endpoint ?? name)}/openapi`;
    const headers = { accept: 'application/json', authorization: `Bearer ${await services.ownToken(signal)}` };
    const { status, body } = await host.call({ method: 'GET', path, headers, signal, timeoutMs: TIMEOUT_MS });
    if (status !== 200) throw new Error(`the workspace answers with status ${status}`);
    return body.toString('utf8');
  } finally {
    host.close();
  }
}

async function readSignature(
  name: string,
  place: ModelPlace,
  services: ModelServices,
  signal: AbortSignal,
): Promise<ServedSignature | undefined> {
  if (place.kind === 'databricks') return readOpenApi(await askWorkspace(name, place, services, signal));
  // MLflow's server does not tell the signature; the model's own file does.
  return place.mlmodel === undefined ? undefined : readMlmodel(await readFile(place.mlmodel, 'utf8'));
}

/** Compares what gateway.yaml says of a model with what its workspace, or its saved file, tells of it. */
export async function checkModel(
  name: string,
  settings: ModelPlace & ModelSettings,
  services: ModelServices,
  signal: AbortSignal,
): Promise<ModelCheck> {
  if (settings.kind === 'mlflow' && settings.mlmodel === undefined) return { kind: 'compared', differences: [] };
  try {
    const served = await readSignature(name, settings, services, signal);
    if (served === undefined) return { kind: 'unread', reason: 'it tells no signature' };
    return { kind: 'compared', differences: signatureDifferences(settings, served) };
  } catch (error) {
    return { kind: 'unread', reason: error instanceof Error ? error.message : String(error) };
  }
}
