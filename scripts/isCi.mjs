/** Whether this runs in continuous integration, according to the variable that its services set. */
export function isCi() {
  return !['', '0', 'false'].includes(process.env['CI'] ?? '');
}
