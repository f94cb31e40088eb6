const MOST_NAMES = 100;
/** Names of fields and codes of errors; a run of digits may be a phone number. */
const NAME = /^(?!.*\d{6})[A-Za-z0-9_.-]{1,64}$/;

/** Allows a limited number of different label values; all others become `other`. */
export class BoundedNames {
  private readonly known = new Set<string>();

  of(name: string): string {
    if (this.known.has(name)) return name;
    if (this.known.size >= MOST_NAMES || !NAME.test(name)) return 'other';
    this.known.add(name);
    return name;
  }
}
