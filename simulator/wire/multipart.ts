const boundaryOf = (contentType: string): string | undefined => {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  return quoted ?? plain;
};

/** The text of one field of a `multipart/form-data` body, or null if there is none of that name. */
export function multipartField(body: string, contentType: string, name: string): string | null {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined) return null;
  const parts = `\r\n${body}`.split(`\r\n--${boundary}`).slice(1);
  for (const part of parts) {
    const headEnd = part.indexOf('\r\n\r\n');
    if (headEnd === -1) continue;
    const [, quoted, plain] = /[;\s]name=(?:"([^"]*)"|([^;\s]+))/i.exec(part.slice(0, headEnd)) ?? [];
    if ((quoted ?? plain) === name) return part.slice(headEnd + 4);
  }
  return null;
}
