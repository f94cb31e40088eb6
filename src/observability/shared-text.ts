const MOST_A_SECOND = 10;

/**
 * Makes a text at most ten times a second, because it is costly and anyone may ask for it. Further readers get the last
 * one, which is at most a second old.
 */
export class SharedText {
  private second = -1;
  private left = 0;
  private last: Promise<string> | undefined;

  constructor(
    private readonly make: () => Promise<string>,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** Rejects as `make` does. */
  read(): Promise<string> {
    const second = Math.floor(this.nowMs() / 1000);
    if (second !== this.second) {
      this.second = second;
      this.left = MOST_A_SECOND;
    }
    if (this.left === 0 && this.last !== undefined) return this.last;
    this.left--;
    this.last = this.make();
    return this.last;
  }
}
