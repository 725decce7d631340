/**
 * The mapping directives and scalars of the contract, as this version reads them. `schema/directives.graphql` holds
 * the same text for editors and reviewers; `medallion init` writes it, and the loader refuses definitions that differ.
 */
export const DIRECTIVES_SDL = `# The mapping directives and scalars of the contract. Written by \`medallion init\`: the gateway reads these
# definitions from its own code and refuses a file that says otherwise. It is here for editors and reviewers.

"""
The type is a table: each of its rows is an object. \`source\` is a key of \`sources\` in gateway.yaml, \`name\` the
table's full name in Unity Catalog. \`plural\` names the list field of Query where English rules give the wrong word.
"""
directive @table(source: String!, name: String!, plural: String) on OBJECT

"""
The fields that identify a row, separated by spaces. They must be columns that are never NULL, and those of Unity
Catalog's primary key where the table has one.
"""
directive @key(fields: String!) on OBJECT

"The column that the field reads, where it is not the field's name in snake_case."
directive @column(name: String!) on FIELD_DEFINITION

"""
The field leads to rows of another table. A list leads to all rows that match, a single type to the one row whose
primary key matches.
"""
directive @join(on: [JoinColumns!]!) on FIELD_DEFINITION

"A pair of columns that must be equal: \`from\` of this type's table, \`to\` of the table the field leads to."
input JoinColumns {
  from: String!
  to: String!
}

"A column computed from the row's other columns by an expression of Databricks SQL."
directive @expression(sql: String!) on FIELD_DEFINITION

"""
A governed measure: an aggregate of Databricks SQL over the rows of a group. \`type\` is the scalar of its value,
which is null where there is nothing to measure.
"""
directive @measure(name: String!, type: String!, sql: String!, description: String) repeatable on OBJECT

"""
A field that a serving endpoint answers for each row. \`endpoint\` is a key of \`models\` in gateway.yaml. \`inputs\` say what
it is given, as \`"input: from"\`, or \`"from"\` where both have one name: columns of the table or arguments of the field. Left
out, each input is taken by its name. \`output\` chooses one of several values of a prediction.
"""
directive @model(endpoint: String!, inputs: [String!], output: String) on FIELD_DEFINITION

"How long, in seconds, and by whom a reply that holds this type may be kept."
directive @cacheControl(maxAge: Int!, scope: CacheControlScope = PRIVATE) on OBJECT

enum CacheControlScope {
  "Shared caches too."
  PUBLIC
  "The caller's own cache only."
  PRIVATE
}

"The fields of the row, separated by spaces, that a hand-written resolver in resolvers/ reads."
directive @requires(fields: String!) on FIELD_DEFINITION

"A 64-bit integer, written as a string so that no digit is lost."
scalar BigInt
  @specifiedBy(url: "https://docs.databricks.com/aws/en/sql/language-manual/data-types/bigint-type")

"A decimal number, written as a string so that no digit is lost."
scalar Decimal
  @specifiedBy(url: "https://docs.databricks.com/aws/en/sql/language-manual/data-types/decimal-type")

"A calendar date, such as \`2001-01-31\`."
scalar Date @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc3339#section-5.6")

"A time of day, such as \`13:05:00\`."
scalar Time @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc3339#section-5.6")

"A moment, such as \`2001-01-31T13:05:00Z\`."
scalar DateTime @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc3339")

"Any JSON value."
scalar JSON @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc8259")

"A universally unique identifier, in lower case."
scalar UUID @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc9562")

"Bytes, in base64."
scalar Bytes @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc4648#section-4")
`;
