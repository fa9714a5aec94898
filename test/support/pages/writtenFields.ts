import * as z from 'zod';

/** Fields and alternatives of unions that a schema allows and none of `values` has. */
export function unwritten(
  schema: z.ZodType,
  values: readonly unknown[],
  path = '',
): readonly string[] {
  const present = values.filter((value) => value !== undefined);
  if (present.length === 0) return [path];
  if (schema instanceof z.ZodOptional) return unwritten(inner(schema), present, path);
  if (schema instanceof z.ZodNullable) {
    const some = present.filter((value) => value !== null);
    return some.length === 0 ? [path] : unwritten(inner(schema), some, path);
  }
  if (schema instanceof z.ZodArray) {
    return unwritten(schema.element as z.ZodType, present.flat(), `${path}[]`);
  }
  if (schema instanceof z.ZodObject) {
    const objects = present.map((value) => value as Readonly<Record<string, unknown>>);
    return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([name, member]) =>
      unwritten(
        member,
        objects.map((object) => object[name]),
        path === '' ? name : `${path}.${name}`,
      ),
    );
  }
  if (schema instanceof z.ZodUnion) {
    return (schema.options as readonly z.ZodType[]).flatMap((option) => {
      const fitting = present.filter((value) => option.safeParse(value).success);
      return unwritten(option, fitting, `${path}${tag(option)}`);
    });
  }
  return [];
}

function inner(schema: z.ZodOptional | z.ZodNullable): z.ZodType {
  return schema.unwrap() as z.ZodType;
}

/** What distinguishes one alternative of a union from the others: `(ready)`. */
function tag(option: z.ZodType): string {
  const literals = Object.values((option as z.ZodObject).shape).flatMap((member) =>
    member instanceof z.ZodLiteral ? [String(member.value)] : [],
  );
  return `(${literals.join()})`;
}
