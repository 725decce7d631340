import type { SourceLocation } from './contract.js';

export type Severity = 'error' | 'warning' | 'info';

/** Something to tell the author of the contract, at a place in schema/. */
export interface Problem {
  readonly severity: Severity;
  readonly location: SourceLocation;
  /** What is wrong, and how to mend it. */
  readonly message: string;
}

/** Receives the problems that a step finds; the step goes on, so that one run finds all of them. */
export type Report = (location: SourceLocation, message: string) => void;

/** One line, in the form that editors and terminals turn into a link: `schema/flights.graphql:12:3 error …`. */
export function printProblem({ severity, location, message }: Problem): string {
  return `${location.file}:${location.line}:${location.column} ${severity} ${message}`;
}

/** Collects errors in the order of files and places. */
export class ProblemList {
  private readonly problems: Problem[] = [];

  readonly error: Report = (location, message) => {
    this.add({ severity: 'error', location, message });
  };

  add(problem: Problem): void {
    const known = this.problems.some((other) => printProblem(other) === printProblem(problem));
    if (!known) this.problems.push(problem);
  }

  sorted(): readonly Problem[] {
    return [...this.problems].sort(byPlace);
  }
}

function byPlace({ location: a }: Problem, { location: b }: Problem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
