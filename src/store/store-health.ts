/** What readiness may ask about the store; neither method ever rejects. */
export interface StoreHealth {
  /** Whether the store answers at this moment. */
  isAvailable(): Promise<boolean>;
  /** Whether it may lose a record that it has acknowledged (evicted, or gone after a restart); null when it does not say. */
  mayForget(): Promise<boolean | null>;
}
