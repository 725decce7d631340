export { postgresType as typeName } from '../../functions/dialects/postgres/type-name.js';
