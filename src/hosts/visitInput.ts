/** A member of a tool's input. */
export interface InputMember {
  /** Empty for the input itself. The items of a list have the name of the list. */
  readonly name: string;
  readonly value: unknown;
  /** The object that contains it. */
  readonly siblings: Readonly<Record<string, unknown>>;
}

/**
 * Visits the members of a tool's input in order. `visit` returns the value whose members are visited next, such as
 * parsed JSON text, or undefined to skip them.
 *
 * An agent chooses the size and the depth of the input, so every member is visited: with a limit, an agent could place
 * what matters after it. The time limit of the guard denies what takes too long.
 */
export function visitInput(input: unknown, visit: (member: InputMember) => unknown): void {
  // Not recursive, because the input may be nested deeper than the call stack.
  const left: InputMember[] = [{ name: '', value: input, siblings: {} }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const inside = membersOf(visit(next), next);
    for (let at = inside.length - 1; at >= 0; at -= 1) {
      const member = inside[at];
      if (member !== undefined) left.push(member);
    }
  }
}

function membersOf(value: unknown, { name, siblings }: InputMember): readonly InputMember[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    // Numbers are not read, and data has many.
    const read = items.filter((item) => typeof item === 'string' || typeof item === 'object');
    return read.map((item) => ({ name, value: item, siblings }));
  }
  const object = value as Readonly<Record<string, unknown>>;
  return Object.entries(object).map(([key, item]) => ({
    name: key,
    value: item,
    siblings: object,
  }));
}

/** Parses JSON text that contains an object or a list; returns other values unchanged. */
export function fromJsonText(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    // Not JSON: `[ -f x ] && rm x`.
    return value;
  }
}
