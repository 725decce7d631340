import type { ModelValue, PredictionOutcome } from '../../engine.js';
import { GatewayError } from '../../errors.js';
import { FAULT_START, MODEL_END, MODEL_START } from '../../query/json-markers.js';
import type { ModelSite } from './compile/model-site.js';
import { modelFault, parseJson } from './document-text.js';
import { SCALARS } from './schema/scalars.js';

const MARKER = new RegExp(`\\{"@model":${MODEL_START}(\\d+),"@in":([^${MODEL_END}]*),"@end":${MODEL_END}\\}`, 'gu');

/** Predicts for rows of inputs; an outcome for each row, in order. */
export type Predict = (
  endpoint: string,
  rows: readonly (readonly ModelValue[])[],
) => Promise<readonly PredictionOutcome[]>;

/** A marker in a document: where it stands, and what takes its place. */
interface Marker {
  readonly site: ModelSite;
  readonly start: number;
  readonly end: number;
  /** JSON text, or a fault. */
  text: string;
}

/** Rows for one endpoint, from all documents of a request. */
interface Ask {
  readonly rows: (readonly ModelValue[])[];
  readonly markers: Marker[];
}

function hasPredictions(document: Buffer): boolean {
  return document.includes(MODEL_START);
}

/** Inputs of a marker; undefined where one is none that JSON can carry, such as NaN. */
function inputsOf({ inputs }: ModelSite, text: string): readonly ModelValue[] | undefined {
  if (text.includes(FAULT_START)) return undefined;
  const row = parseJson(text) as Readonly<Record<string, ModelValue>>;
  return inputs.map((input) => (input.kind === 'fixed' ? input.value : (row[String(input.index)] ?? null)));
}

/** The text of a prediction as its field's scalar writes it. @throws GraphQLError for a value that it cannot carry */
function textOf({ scalar, output }: ModelSite, prediction: Exclude<PredictionOutcome, GatewayError>): string {
  const value = prediction[output] ?? null;
  return value === null ? 'null' : JSON.stringify(SCALARS[scalar].serialize(value));
}

/** Collects the errors of predictions; faults in the text name them by index. */
class Errors {
  private readonly known = new Map<GatewayError, number>();

  constructor(private readonly list: GatewayError[]) {}

  fault(error: GatewayError): string {
    const index = this.known.get(error) ?? this.list.push(error) - 1;
    this.known.set(error, index);
    return modelFault(index);
  }
}

function readMarkers(
  text: string,
  sites: readonly ModelSite[],
  asks: Map<string, Ask>,
  errors: Errors,
): readonly Marker[] {
  const unfit = new Map<ModelSite, GatewayError>();
  return [...text.matchAll(MARKER)].map((match) => {
    const site = sites[Number(match[1])];
    if (site === undefined) throw new GatewayError('INTERNAL', 'A prediction that nobody asked for.');
    const marker: Marker = { site, start: match.index, end: match.index + match[0].length, text: '' };
    const inputs = inputsOf(site, match[2] ?? '');
    if (inputs === undefined) {
      const error =
        unfit.get(site) ?? new GatewayError('NOT_SUPPORTED', `An input of ${site.field} is no finite value.`);
      unfit.set(site, error);
      marker.text = errors.fault(error);
      return marker;
    }
    const ask = asks.get(site.endpoint) ?? { rows: [], markers: [] };
    asks.set(site.endpoint, ask);
    ask.rows.push(inputs);
    ask.markers.push(marker);
    return marker;
  });
}

async function answer(endpoint: string, { rows, markers }: Ask, predict: Predict, errors: Errors): Promise<void> {
  const outcomes = await predict(endpoint, rows);
  const misfits = new Map<ModelSite, GatewayError>();
  for (const [index, marker] of markers.entries()) {
    const { site } = marker;
    const outcome = outcomes[index] ?? new GatewayError('INTERNAL', `Model ${endpoint} left out a row.`);
    if (outcome instanceof GatewayError) {
      marker.text = errors.fault(outcome);
      continue;
    }
    try {
      marker.text = textOf(site, outcome);
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      const misfit =
        misfits.get(site) ??
        new GatewayError('INTERNAL', `Model ${endpoint} gives a value that ${site.field} cannot carry.`, {
          operatorDetail: detail,
        });
      misfits.set(site, misfit);
      marker.text = errors.fault(misfit);
    }
  }
}

function fill(text: string, markers: readonly Marker[]): string {
  const parts: string[] = [];
  let end = 0;
  for (const marker of markers) {
    parts.push(text.slice(end, marker.start), marker.text);
    end = marker.end;
  }
  return parts.join('') + text.slice(end);
}

/**
 * Puts predictions in the places of their markers, asked for by all documents of a request together: each model once,
 * with all rows. A prediction that fails leaves a fault, its error in `errors`.
 * @throws GatewayError CANCELLED, FORBIDDEN
 */
export async function fillPredictions(
  documents: readonly Buffer[],
  sites: readonly ModelSite[],
  predict: Predict,
  errorList: GatewayError[],
): Promise<readonly Buffer[]> {
  if (sites.length === 0 || !documents.some(hasPredictions)) return documents;
  const errors = new Errors(errorList);
  const asks = new Map<string, Ask>();
  const read = documents.map((document) => {
    const text = document.toString();
    return { text, markers: readMarkers(text, sites, asks, errors) };
  });
  await Promise.all([...asks].map(([endpoint, ask]) => answer(endpoint, ask, predict, errors)));
  return read.map(({ text, markers }) => Buffer.from(fill(text, markers)));
}
