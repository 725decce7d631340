export { decimalText } from '../../sql/decimal-text.js';
