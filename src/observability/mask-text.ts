const HIDDEN = '****';

/** Nine digits or more in any script, in the usual notations: `090-1234-5678`, `(090) 1234 5678`, `０９０…`. */
const LONG_NUMBER = /\+?\p{Nd}(?:[\p{Pd}\p{Zs}()−]{0,2}\p{Nd}){8,}/gu;
/** A timestamp, which has as many digits and is harmless. */
const INSTANT = /^\d{4}-\d\d-\d\d[ T]?\d{0,2}$/;

/** Masks in a free text every run of digits that is long enough to be a line, an ICCID or an IMSI. */
export function maskText(text: string): string {
  return text.replace(LONG_NUMBER, (run) => {
    if (INSTANT.test(run)) return run;
    const digits = run.normalize('NFKC').replace(/[^+\d]/g, '');
    return maskNumber(digits.startsWith('+81') ? `0${digits.slice(3)}` : digits);
  });
}

/** Keeps the first three and the last four digits: `090****5678`. */
export function maskNumber(digits: string): string {
  return `${digits.slice(0, 3)}${HIDDEN}${digits.slice(-4)}`;
}
