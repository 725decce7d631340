import { type DefinitionNode, GraphQLError, Kind, parse, Source } from 'graphql';
import type { Report } from '../problem.js';
import type { SdlFile } from './sdl-file.js';

/** The definitions of one file; none, and a problem reported, if it does not parse. */
function parseFile(file: SdlFile, report: Report): readonly DefinitionNode[] {
  // A file of comments alone is no GraphQL document, yet nothing is wrong with it.
  if (file.text.replace(/#.*/g, '').replace(/[\s,\uFEFF]/g, '') === '') return [];
  try {
    return parse(new Source(file.text, file.name)).definitions;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const place = error.locations?.[0] ?? { line: 1, column: 1 };
    report(
      { file: file.name, line: place.line, column: place.column },
      `${error.message} This is not valid GraphQL SDL.`,
    );
    return [];
  }
}

function isExecutable(node: DefinitionNode): boolean {
  return node.kind === Kind.OPERATION_DEFINITION || node.kind === Kind.FRAGMENT_DEFINITION;
}

/** The definitions of all files, in order. Problems: what does not parse, and what is not a definition of types. */
export function parseSdl(files: readonly SdlFile[], report: Report): readonly DefinitionNode[] {
  return files.flatMap((file) =>
    parseFile(file, report).filter((node) => {
      if (!isExecutable(node)) return true;
      const place = { file: file.name, line: node.loc?.startToken.line ?? 1, column: node.loc?.startToken.column ?? 1 };
      report(place, 'The contract defines types; a query or fragment has no place here. Remove it.');
      return false;
    }),
  );
}
