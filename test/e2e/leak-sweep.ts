/** Places where something may have leaked: the name of each, and all its text. */
export type Places = Readonly<Record<string, string>>;

/** What must not appear anywhere, by name. */
export type Markers = Readonly<Record<string, string>>;

/** Every marker that is found in a place, in any of its possible encodings. */
export function sweep(places: Places, markers: Markers): string[] {
  return Object.entries(places).flatMap(([place, text]) =>
    Object.entries(markers).flatMap(([name, marker]) =>
      formsOf(marker)
        .filter(([, form]) => text.toLowerCase().includes(form.toLowerCase()))
        .map(([form]) => `${name} (${form}) in ${place}`),
    ),
  );
}

/** Numbers are also searched without their trunk prefix; anything shorter than this is found by chance. */
const SHORTEST = 6;

function formsOf(marker: string): [string, string][] {
  const bytes = Buffer.from(marker);
  const forms: [string, string][] = [
    ['as it is', marker],
    ['in a URL', encodeURIComponent(marker)],
    ['in JSON', JSON.stringify(marker).slice(1, -1)],
    ['as hex', bytes.toString('hex')],
    // The last characters depend on what follows.
    ['as base64', bytes.toString('base64').slice(0, -4)],
    ['as base64url', bytes.toString('base64url').slice(0, -4)],
  ];
  const seen = new Set<string>();
  return forms.filter(([, form]) => form.length >= SHORTEST && !seen.has(form) && seen.add(form));
}
