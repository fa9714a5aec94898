import { isObject } from './isObject';

/**
 * JSON with every text in it changed, and every name. The texts named `pattern` are patterns of rules and change by
 * `changePattern`. Names that become equal are one entry.
 */
export function mapTexts(
  value: unknown,
  change: (text: string) => string,
  changePattern = change,
): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, change, changePattern));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) =>
      name === 'pattern' && typeof one === 'string'
        ? [name, changePattern(one)]
        : [change(name), mapTexts(one, change, changePattern)],
    ),
  );
}
