import type { ModelColumn } from './model-type.js';
import type { ServedColumn, ServedSignature } from './served-signature.js';
import { inputColumns, type ModelSettings, outputColumns } from './settings.js';

function inputDifferences(declared: readonly ModelColumn[], served: readonly ServedColumn[]): readonly string[] {
  const unknown = declared.flatMap(({ name, type }) => {
    const column = served.find((candidate) => candidate.name === name);
    if (column === undefined) {
      return [`it has no input "${name}"; its inputs are ${served.map((candidate) => candidate.name).join(', ')}`];
    }
    if (column.type === undefined) return [`its input "${name}" is of a type that is not supported`];
    return column.type === type ? [] : [`its input "${name}" is ${column.type}, not ${type}`];
  });
  const missing = served.filter(({ name, required }) => required && !declared.some((column) => column.name === name));
  return [
    ...unknown,
    ...missing.map(({ name, type }) => `it needs input "${name}"${type === undefined ? '' : ` (${type})`}`),
  ];
}

function outputDifferences(declared: readonly ModelColumn[], served: readonly ServedColumn[]): readonly string[] {
  return declared.flatMap(({ name, type }) => {
    // A prediction with one member may be read as that value.
    const column = name === '' && served.length === 1 ? served[0] : served.find((candidate) => candidate.name === name);
    const what = name === '' ? 'its predictions are' : `its output "${name}" is`;
    if (column === undefined) {
      const names = served.map((candidate) => candidate.name).filter((candidate) => candidate !== '');
      if (name === '') return [`its predictions have several values: ${names.join(', ')}`];
      return [
        names.length === 0
          ? `its predictions are one value, and have no "${name}"`
          : `it has no output "${name}"; its outputs are ${names.join(', ')}`,
      ];
    }
    return column.type === undefined || column.type === type ? [] : [`${what} ${column.type}, not ${type}`];
  });
}

/** Where gateway.yaml says otherwise than the model itself: clauses, none where both agree as far as it tells. */
export function signatureDifferences(
  settings: Pick<ModelSettings, 'inputs' | 'output'>,
  { inputs, outputs }: ServedSignature,
): readonly string[] {
  return [
    ...(inputs === undefined ? [] : inputDifferences(inputColumns(settings), inputs)),
    ...(outputs === undefined ? [] : outputDifferences(outputColumns(settings), outputs)),
  ];
}
