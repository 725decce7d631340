export { type CheckedValue, checkValue } from '../../sql/checked-value.js';
