import { isObject } from './isObject';

/**
 * JSON with every text in it changed, and every name. The texts with the name `kept` stay as they are. Names that become
 * equal are one entry.
 */
export function mapTexts(value: unknown, change: (text: string) => string, kept?: string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, change, kept));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) =>
      name === kept && typeof one === 'string'
        ? [name, one]
        : [change(name), mapTexts(one, change, kept)],
    ),
  );
}
