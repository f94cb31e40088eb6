/** Whether a promise stays unsettled for this many milliseconds. */
export function isQuiet(promise: Promise<unknown>, ms = 150): Promise<boolean> {
  const quiet = new Promise<boolean>((resolve) => setTimeout(() => resolve(true), ms));
  return Promise.race([promise.then(() => false), quiet]);
}
