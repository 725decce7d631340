import { type DocumentNode, Kind, type ObjectTypeDefinitionNode, parse, print, visit } from 'graphql';
import type { Contract, ContractField, ModelEndpoint } from './contract.js';
import { predictionTypeName } from './prediction-names.js';

/** Names of the types that a piece of SDL refers to. */
function referencedTypes(document: DocumentNode | ObjectTypeDefinitionNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(document, {
    NamedType: (node) => {
      names.add(node.name.value);
    },
  });
  return names;
}

function fieldTypes(sdl: string): ReadonlySet<string> {
  return referencedTypes(parse(`type Holder { ${sdl} }`, { noLocation: true }));
}

/** Supporting types that lead, through any number of others, to a hidden contract type. */
function hiddenSupportingTypes(sdl: string, hidden: ReadonlySet<string>): ReadonlySet<string> {
  const result = new Set(hidden);
  if (sdl.trim() === '') return result;
  const definitions = parse(sdl, { noLocation: true }).definitions;
  for (let grew = true; grew; ) {
    grew = false;
    for (const definition of definitions) {
      if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION || result.has(definition.name.value)) continue;
      if ([...referencedTypes(definition)].some((name) => result.has(name))) {
        result.add(definition.name.value);
        grew = true;
      }
    }
  }
  return result;
}

function withoutTypes(sdl: string, hidden: ReadonlySet<string>): string {
  if (sdl.trim() === '' || hidden.size === 0) return sdl;
  const document = parse(sdl, { noLocation: true });
  return print({
    ...document,
    definitions: document.definitions.filter(
      (definition) => definition.kind !== Kind.OBJECT_TYPE_DEFINITION || !hidden.has(definition.name.value),
    ),
  });
}

/** Names of what a caller may know exists. */
export interface VisibleNames {
  /** Full names of tables. */
  readonly tables: ReadonlySet<string>;
  readonly models: ReadonlySet<string>;
}

/** The types that hold the predictions of hidden models. */
function predictionTypes(hidden: readonly ModelEndpoint[]): readonly string[] {
  return hidden.flatMap((model) => predictionTypeName(model) ?? []);
}

/** The contract without the types whose table is hidden, without hidden models, and without what refers to them. */
export function restrictContract(contract: Contract, visible: VisibleNames): Contract {
  const { models: allModels = [] } = contract;
  const types = contract.types.filter((type) => visible.tables.has(type.table));
  const models = allModels.filter((model) => visible.models.has(model.name));
  if (types.length === contract.types.length && models.length === allModels.length) return contract;
  const hiddenTypes = new Set([
    ...contract.types.filter((type) => !visible.tables.has(type.table)).map((type) => type.name),
    ...predictionTypes(allModels.filter((model) => !models.includes(model))),
  ]);
  const hidden = hiddenSupportingTypes(contract.supportingSdl, hiddenTypes);
  const isVisible = (field: ContractField) => {
    if (field.kind === 'relation') return !hidden.has(field.target);
    if (field.kind === 'model') return visible.models.has(field.endpoint);
    if (field.kind !== 'resolver') return true;
    if (field.model !== undefined) return visible.models.has(field.model);
    // Hand-written fields belong to the tables: who sees none of them sees no such field of Query.
    return types.length > 0 && ![...fieldTypes(field.sdl)].some((name) => hidden.has(name));
  };
  return {
    types: types.map((type) => ({ ...type, fields: type.fields.filter(isVisible) })),
    queryFields: contract.queryFields.filter(isVisible),
    supportingSdl: types.length === 0 && models.length === 0 ? '' : withoutTypes(contract.supportingSdl, hidden),
    models,
  };
}
