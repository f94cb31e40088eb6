/** The slot of a key, 0 to 16383: the package ships no types. */
declare module 'cluster-key-slot' {
  function calculateSlot(key: string): number;
  export = calculateSlot;
}
