import { Words } from '../common/exactText';
import { t, type TextKey } from '../common/texts';

/** Translates the event types that the product writes; others, from CSV files, are split into words. */
export function EventType({ name }: { readonly name: string }) {
  const text = EVENT_TEXTS.get(name);
  return text === undefined ? <Words text={breakableName(name)} /> : <>{t(text)}</>;
}

const EVENT_TEXTS: ReadonlyMap<string, TextKey> = new Map([
  ['command_executed', 'executed'],
  ['command_failed', 'failed'],
  ['command_requested', 'requested'],
  ['command_refused', 'refused'],
  ['command_blocked', 'blockedByHost'],
]);

/** `some_name` as two words, which can wrap. */
export function breakableName(name: string): string {
  return name.replaceAll('_', ' ');
}
