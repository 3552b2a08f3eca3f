import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMemoryStore } from '../src/store/memory.ts';
import { CONTROLS } from './controls.ts';
import { runSeed } from './run.ts';

/** Enough for each to meet what it does wrong. */
const SEEDS = 12;

for (const control of CONTROLS) {
  const { invariant, what } = control;
  test(`an engine that breaks ${invariant} is caught: ${what}`, async () => {
    const caught = new Set<string>();
    for (let seed = 1; seed <= SEEDS && !caught.has(invariant); seed++) {
      const run = await runSeed(seed, openMemoryStore(), control);
      for (const violation of run.violations) caught.add(violation.invariant);
    }
    assert.ok(caught.has(invariant), `caught only: ${[...caught].sort().join(', ')}`);
  });
}
