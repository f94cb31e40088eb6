/** Adds whole megabytes to a decimal text and keeps its decimals exactly. */
export function addMegabytes(quota: string, megabytes: number): string {
  const [whole = '0', decimals] = quota.split('.');
  const sum = String(BigInt(whole) + BigInt(megabytes));
  return decimals === undefined ? sum : `${sum}.${decimals}`;
}
