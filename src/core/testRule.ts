import type { Verdict } from './verdict';

/** A harmless command that a built-in rule denies, to test the guard. Not recorded. */
export const TEST_COMMAND = 'echo rulewright-test-command';

/** The verdict on the test command, given the version of the policy. */
export function testVerdict(policyVersion: string): Verdict {
  return {
    decision: 'deny',
    score: 0,
    rules: [],
    shadow: [],
    policyVersion,
    reason: 'It is the command that tests whether the guard decides.',
  };
}
