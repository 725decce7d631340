import { describe } from 'vitest';
import { randomSeed } from '../run-property.js';
import { SEED_SHARES } from './run-share.js';
import { sqlSuite } from './sql-suite.js';

describe('the SQL door, with a random seed', () => sqlSuite(randomSeed(), SEED_SHARES.random));
