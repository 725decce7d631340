import { describe } from 'vitest';
import { FIXED_SEED } from '../run-property.js';
import { SEED_SHARES } from './run-share.js';
import { sqlSuite } from './sql-suite.js';

describe('the SQL door, with another fixed seed', () => sqlSuite(FIXED_SEED + 4, SEED_SHARES.fixed));
