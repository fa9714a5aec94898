/** The codicons used, by meaning. */
const GLYPHS = {
  add: 'add',
  remove: 'remove',
  same: 'dash',
  deny: 'circle-slash',
  allow: 'pass',
  ask: 'question',
  none: 'circle-outline',
  safe: 'pass',
  unsafe: 'warning',
  unknown: 'question',
  done: 'pass-filled',
  failed: 'error',
  info: 'info',
  shadow: 'eye',
  pending: 'clock',
  rejected: 'circle-slash',
  applied: 'check',
  idle: 'circle-outline',
  running: 'play-circle',
  blocked: 'stop-circle',
  stale: 'history',
  refresh: 'refresh',
  busy: 'loading',
  open: 'go-to-file',
  up: 'arrow-up',
  down: 'arrow-down',
} as const;
export type IconName = keyof typeof GLYPHS;

/** A codicon next to a text. Hidden from screen readers, which read the text. */
export function Icon({ name }: { readonly name: IconName }) {
  return <span class={`codicon codicon-${GLYPHS[name]}`} aria-hidden="true" />;
}
