import type { SourceLocation } from '../contract.js';
import { RESERVED_FIELDS } from '../names.js';
import type { Report } from '../problem.js';

/** Reports a field or measure name that the served schema cannot have. `subject` starts the sentence. */
export function checkName(subject: string, name: string, location: SourceLocation, report: Report): void {
  if (!/^[_A-Za-z][_0-9A-Za-z]*$/.test(name)) {
    report(location, `${subject} has a name that GraphQL does not allow. Use letters, digits and "_", no digit first.`);
  } else if (name.startsWith('__')) {
    report(location, `${subject} has a name that GraphQL keeps for itself. Choose one that does not start with "__".`);
  } else if (RESERVED_FIELDS.includes(name)) {
    report(
      location,
      `${subject} would clash with "${name}" of the filters. Choose another name and give the column with @column.`,
    );
  }
}
