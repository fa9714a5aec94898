/**
 * Whether to report a text: not again within `ms` milliseconds. Another program may change a file every second, and
 * would otherwise fill the audit trail and the window with notices.
 */
export function createRepeatLimit(clock: { now(): number }, ms: number): (text: string) => boolean {
  const reported = new Map<string, number>();
  return (text) => {
    const now = clock.now();
    const last = reported.get(text);
    if (last !== undefined && Math.abs(now - last) < ms) return false;
    reported.set(text, now);
    return true;
  };
}
