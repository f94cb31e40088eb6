/** The name of a class in the description: `SimDto` is `Sim`. */
export function schemaName(className: string): string {
  return className.replace(/Dto$/, '');
}
