const hidden = '****';

/**
 * What may be shown of a line: enough to recognise it, never the whole.
 * The spellings of one number (`090...`, `+8190...`) give the same mask.
 */
export function maskLine(line: string): string {
  const number = /^(?:\+81|0)?(\d{9,14})$/.exec(line)?.[1];
  if (number) return maskNumber(line.startsWith('+81') ? `0${number}` : line);
  const [, group, digits] = /^([A-Za-z0-9]{1,16})_(\d{1,20})$/.exec(line) ?? [];
  if (group && digits) return `${group}_${hidden}${digits.length > 7 ? digits.slice(-4) : ''}`;
  const [, first, domain] = /^([A-Za-z0-9])[^@]+@([A-Za-z0-9.-]{1,64})$/.exec(line) ?? [];
  if (first && domain) return `${first}${hidden}@${domain}`;
  return hidden;
}

/** Nine digits or more in any script, as people write them: `090-1234-5678`, `(090) 1234 5678`, `０９０…`. */
const LONG_NUMBER = /\+?\p{Nd}(?:[\p{Pd}\p{Zs}()−]{0,2}\p{Nd}){8,}/gu;
/** An instant, which has as many digits and tells nothing. */
const INSTANT = /^\d{4}-\d\d-\d\d[ T]?\d{0,2}$/;

/** Free text with every run of digits masked that is long enough to be a line, an ICCID or an IMSI. */
export function maskText(text: string): string {
  return text.replace(LONG_NUMBER, (run) => {
    if (INSTANT.test(run)) return run;
    const digits = run.normalize('NFKC').replace(/[^+\d]/g, '');
    return maskNumber(digits.startsWith('+81') ? `0${digits.slice(3)}` : digits);
  });
}

function maskNumber(digits: string): string {
  return `${digits.slice(0, 3)}${hidden}${digits.slice(-4)}`;
}
