import type { Type } from '@nestjs/common';
import { ApiExtraModels, getSchemaPath } from '@nestjs/swagger';

interface UnionSchema {
  readonly oneOf: readonly { readonly $ref: string }[];
  readonly discriminator: {
    readonly propertyName: string;
    readonly mapping: Readonly<Record<string, string>>;
  };
}

const unions = new Map<string, UnionSchema>();

/**
 * A schema that is one of several classes, distinguished by the value of one property. It has a name of its own in the
 * description, so that generated types can be narrowed by that property.
 */
export class SchemaUnion {
  readonly ref: { readonly $ref: string };

  constructor(
    name: string,
    propertyName: string,
    private readonly members: Readonly<Record<string, Type>>,
  ) {
    const refs = Object.entries(members).map(([value, member]) => [value, getSchemaPath(member)] as const);
    this.ref = { $ref: `#/components/schemas/${name}` };
    unions.set(name, {
      // Several values may stand for the same class.
      oneOf: [...new Set(refs.map(([, $ref]) => $ref))].map(($ref) => ({ $ref })),
      discriminator: { propertyName, mapping: Object.fromEntries(refs) },
    });
  }

  /** For `@ApiProperty`. */
  get property(): { allOf: { readonly $ref: string }[] } {
    return { allOf: [this.ref] };
  }

  /** Adds the members to the description; for the class or the route that refers to the union. */
  get models(): ClassDecorator & MethodDecorator {
    return ApiExtraModels(...Object.values(this.members));
  }
}

/** The unions that the given schemas refer to, by name. */
export function unionsNamedIn(text: string): Record<string, UnionSchema> {
  return Object.fromEntries([...unions].filter(([name]) => text.includes(`"#/components/schemas/${name}"`)));
}
