import { z } from 'zod';

/** As much of a JSON schema as it takes to know its keys. */
export interface Schema {
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly additionalProperties?: Schema | false | undefined;
  readonly items?: Schema | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly allOf?: readonly Schema[] | undefined;
}

export const Schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    properties: z.record(z.string(), Schema).optional(),
    additionalProperties: z.union([z.literal(false), Schema]).optional(),
    items: Schema.optional(),
    anyOf: z.array(Schema).optional(),
    allOf: z.array(Schema).optional(),
  }),
);

/** Every key by its path; `*` stands for a name that the writer chooses. */
export function keysOf(schema: Schema, at = ''): readonly string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, value]) => [
    `${at}.${key}`,
    ...keysOf(value, `${at}.${key}`),
  ]);
  const named = schema.additionalProperties ? keysOf(schema.additionalProperties, `${at}.*`) : [];
  const others = [...(schema.anyOf ?? []), ...(schema.allOf ?? [])].flatMap((one) => keysOf(one, at));
  return [...own, ...named, ...(schema.items ? keysOf(schema.items, at) : []), ...others];
}
