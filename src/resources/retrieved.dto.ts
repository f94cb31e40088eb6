import { ApiProperty } from '@nestjs/swagger';
/** What every read tells about its own age. */
export class RetrievedDto {
  /**
   * When Freebit said this, RFC 3339 in UTC. A kept answer is up to 30 seconds old, traffic up to 60.
   * @example "2026-02-05T07:26:46Z"
   */
  @ApiProperty({ format: 'date-time' })
  readonly retrievedAt!: string;

  /**
   * True when Freebit could not be asked and this is what it said before.
   * @example false
   */
  readonly stale!: boolean;
}
