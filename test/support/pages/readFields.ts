/** Fields by path: `rows[].verdict.rules[]`. */
export type Fields = Set<string>;

/** `value`, wrapped so that `read` records the fields that are read. */
export function watched<T>(value: T, read: Fields, path = ''): T {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get: (target, name, receiver): unknown => {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof name === 'symbol' || !Object.hasOwn(target, name)) return member;
      if (Array.isArray(target) && name === 'length') return member;
      const inner = pathOf(path, name, Array.isArray(target));
      read.add(inner);
      return watched(member, read, inner);
    },
  });
}

/** All fields that `value` has. */
export function fieldsOf(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const inner = pathOf(path, name, Array.isArray(value));
    return [inner, ...fieldsOf(member, inner)];
  });
}

function pathOf(path: string, name: string, isElement: boolean): string {
  if (isElement) return `${path}[]`;
  return path === '' ? name : `${path}.${name}`;
}
