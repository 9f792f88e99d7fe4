/** Every rule about one manifest. */
import type { Rule } from './rule.js';

export const rules: readonly Rule[] = [];
