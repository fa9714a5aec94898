import type { Person } from './person';

type Window = Person['workbench'];

/** Proposes a rule; its review opens. */
export async function proposeRule(
  window: Window,
  pattern: string,
  effect: 'Deny' | 'Ask' = 'Deny',
): Promise<void> {
  await window.command('Rulewright: Add Rule…');
  await window.choose('Write a pattern…');
  await window.answer('Add Rule (1/3)', pattern);
  await window.choose(effect);
  await window.answer('Add Rule (3/3)', '');
  await window.webview().locator('.cards').getByText(pattern).first().waitFor();
}

/** Proposes a rule and applies it as a version of this number. */
export async function addRule(
  window: Window,
  pattern: string,
  effect: 'Deny' | 'Ask' = 'Deny',
  version = 1,
): Promise<void> {
  await proposeRule(window, pattern, effect);
  const review = window.webview();
  await review.getByLabel('Type APPLY to change the policy').fill('APPLY');
  await review.getByRole('button', { name: 'Apply' }).click();
  await review.getByRole('heading', { name: `Applied as version ${version}` }).waitFor();
}
