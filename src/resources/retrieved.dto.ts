import { ApiProperty } from '@nestjs/swagger';
/** The age of every read. */
export class RetrievedDto {
  /**
   * When Freebit answered, RFC 3339 in UTC. A cached answer is up to 30 seconds old, traffic up to 60.
   * @example "2026-02-05T07:26:46Z"
   */
  @ApiProperty({ format: 'date-time' })
  readonly retrievedAt!: string;

  /**
   * True if Freebit could not answer and this is an earlier answer.
   * @example false
   */
  readonly stale!: boolean;
}
