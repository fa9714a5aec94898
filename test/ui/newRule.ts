import type { Person } from './person';

type Window = Person['workbench'];

/** Proposes a deny rule; its review opens. */
export async function proposeRule(window: Window, pattern: string): Promise<void> {
  await window.command('Rulewright: Add Rule…');
  await window.choose('Write a pattern…');
  await window.answer('Add Rule (1/3)', pattern);
  await window.choose('Deny');
  await window.answer('Add Rule (3/3)', '');
  await window.webview().locator('.cards').getByText(pattern).first().waitFor();
}

/** Proposes a deny rule and applies it as the first version. */
export async function addRule(window: Window, pattern: string): Promise<void> {
  await proposeRule(window, pattern);
  const review = window.webview();
  await review.getByLabel('Type APPLY to change the policy').fill('APPLY');
  await review.getByRole('button', { name: 'Apply' }).click();
  await review.getByRole('heading', { name: 'Applied as version 1' }).waitFor();
}
